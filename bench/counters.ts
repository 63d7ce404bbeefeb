import { Redis } from "ioredis";
import { ask } from "./stores.ts";

/** What the two stores were asked by a program. */
export interface Counts {
  /** Of Postgres, with `begin` and `commit`. */
  statements: number;
  /** Transactions that wrote something. */
  commits: number;
  /** How often Redis was sent something: what a script does inside it is no round trip, nor are two commands sent as one. */
  redisTrips: number;
}

export interface Counter {
  stop(): Promise<Counts & { most: string[] }>;
}

const MOST_TOLD = 12;

/**
 * Counts until `stop`. Only while it counts does Postgres keep these figures, so that no other measurement pays for them.
 *
 * @param url the program's own database; nobody else may use it meanwhile
 */
export async function startCounting({ url, redisUrl }: { url: string; redisUrl: string }): Promise<Counter> {
  await ask(url, "create extension if not exists pg_stat_statements");
  await trackStatements(url, "top");
  await ask(url, "select pg_stat_statements_reset()");
  const redis = new Redis(redisUrl);
  const before = { commits: await readTransactions(url), trips: await readTrips(redis) };
  return {
    async stop() {
      const commits = (await readTransactions(url)) - before.commits - 1; // the reading before is one
      const redisTrips = (await readTrips(redis)) - before.trips - 1;
      redis.disconnect();
      const own = `from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
        and query not like '%pg_current_xact_id%' and query not like '%pg_stat_statements%'`;
      const [sum] = await ask<{ n: number }>(url, `select coalesce(sum(calls), 0)::int as n ${own}`);
      const most = await ask<{ line: string }>(
        url,
        `select calls || ' × ' || regexp_replace(left(query, 160), '\\s+', ' ', 'g') as line ${own}
         order by calls desc limit ${MOST_TOLD}`,
      );
      await trackStatements(url, "none");
      return { statements: sum?.n ?? 0, commits, redisTrips, most: most.map(({ line }) => line) };
    },
  };
}

/** Whether Postgres counts statements at all, which costs some time at each. */
export async function trackStatements(url: string, what: "top" | "none"): Promise<void> {
  await ask(url, `alter system set pg_stat_statements.track = '${what}'`);
  await ask(url, "select pg_reload_conf()");
  await new Promise((resolve) => setTimeout(resolve, 200)); // each connection hears of it at its next statement
}

/** Each transaction that writes takes the next number, and so does this one; the statistics would tell a second later. */
async function readTransactions(url: string): Promise<number> {
  const [row] = await ask<{ n: string }>(url, "select pg_current_xact_id()::text as n");
  return Number(row?.n ?? 0);
}

async function readTrips(redis: Redis): Promise<number> {
  const info = await redis.info("stats");
  return Number(/total_reads_processed:(\d+)/.exec(info)?.[1] ?? 0);
}

/** Of the process that starts the others: 0 where it cannot be told. */
export async function findPostgresPid(url: string): Promise<number> {
  const [row] = await ask<{ stat: string }>(
    url,
    "select pg_read_file('/proc/' || pg_backend_pid() || '/stat', 0, 400, true) as stat",
  );
  return Number(row?.stat?.slice(row.stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

export async function findRedisPid(url: string): Promise<number> {
  const redis = new Redis(url);
  const info = await redis.info("server");
  redis.disconnect();
  return Number(/process_id:(\d+)/.exec(info)?.[1] ?? 0);
}
