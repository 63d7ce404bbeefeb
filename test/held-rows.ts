import { Client } from "pg";
import { expect } from "vitest";

/** Something in Postgres that is held from outside, so that a commit stops in its midst. */
export interface Held {
  /** Resolves when so many sessions wait for it. */
  awaited(sessions?: number): Promise<void>;
  release(): Promise<void>;
  /** Releases it, and what the statement changed stays. */
  commit(): Promise<void>;
}

/** Takes what the statement takes, such as `lock table outbox`, and keeps it until it is released or Postgres ends. */
export async function hold(url: string, statement: string): Promise<Held> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {}); // the server may be stopped meanwhile
  await client.connect();
  const { rows } = await client.query("select pg_backend_pid() as pid");
  const watcher = new Client({ connectionString: url });
  watcher.on("error", () => {});
  await watcher.connect();
  await client.query("begin");
  await client.query(statement);
  const release = async () => {
    await client.end().catch(() => {});
    await watcher.end().catch(() => {});
  };
  return {
    async awaited(sessions = 1) {
      const count = async () => {
        const waiting = "select count(*)::int as n from pg_stat_activity where $1 = any (pg_blocking_pids(pid))";
        return (await watcher.query(waiting, [rows[0].pid])).rows[0].n;
      };
      await expect.poll(count, { timeout: 10_000, interval: 10 }).toBeGreaterThanOrEqual(sessions);
    },
    release,
    async commit() {
      await client.query("commit");
      await release();
    },
  };
}
