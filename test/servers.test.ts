import { Redis } from "ioredis";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

describe("a Postgres of one's own", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.remove());

  async function query(text: string): Promise<unknown[]> {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query(text).finally(() => client.end());
    return rows;
  }

  test("keeps all that was committed when it is killed and restarted", async () => {
    await query("create table kept (n int)");
    for (let n = 1; n <= 50; n++) await query(`insert into kept values (${n})`);

    await server.kill();
    await expect(query("select 1")).rejects.toThrow();
    await server.restart();

    expect(await query("select count(*)::int from kept")).toEqual([{ count: 50 }]);
  });
});

describe("a Redis of one's own", () => {
  let server: RedisServer;
  let redis: Redis;
  beforeAll(async () => {
    server = await startRedis({ appendOnly: true });
    redis = new Redis(server.url, { commandTimeout: 300, maxRetriesPerRequest: 50, retryStrategy: () => 50 });
    redis.on("error", () => {});
  });
  afterAll(async () => {
    redis?.disconnect();
    await server?.remove();
  });

  test("comes back with what it had on disk, or empty", async () => {
    await redis.set("a", "1");
    await server.stop();
    await server.restart({ keepData: true });
    expect(await read("a")).toBe("1");

    await server.kill();
    await server.restart({ keepData: false });
    expect(await read("a")).toBeNull();
  });

  test("answers nobody while it is paused, and all of them after", async () => {
    await redis.ping();
    server.pause();
    await expect(redis.ping()).rejects.toThrow("timed out");
    server.resume();
    expect(await redis.ping()).toBe("PONG");
  });

  /** On a connection of its own, so that no old one is in the way. */
  async function read(key: string): Promise<string | null> {
    const other = new Redis(server.url);
    return other.get(key).finally(() => other.disconnect());
  }
});
