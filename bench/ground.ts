import { execute, newDatabaseName, type PostgresServer, startPostgres, withDatabase } from "../test/postgres-server.ts";
import { type RedisServer, startRedis } from "../test/redis-server.ts";
import { findPostgresPid, findRedisPid, trackStatements } from "./counters.ts";
import { type CrowdProcess, startCrowd } from "./crowd-process.ts";

/** What every program of a run stands on: one Postgres, one Redis, one crowd. */
export interface Ground {
  postgres: PostgresServer;
  redis: RedisServer;
  crowd: CrowdProcess;
  /** The processes of Postgres and Redis. */
  pids: number[];
  /** An empty database; gives its address. */
  newDatabase(what: string): Promise<string>;
  remove(): Promise<void>;
}

/** Safe against a power cut, as Postgres comes; roomy enough for 256 connections. */
export const DURABLE = [
  "fsync=on",
  "synchronous_commit=on",
  "full_page_writes=on",
  "autovacuum=on",
  "max_connections=300",
  "shared_buffers=512MB",
  "max_wal_size=4GB",
  "shared_preload_libraries=pg_stat_statements",
];

export async function openGround(): Promise<Ground> {
  const awake = setInterval(() => {}, 1_000); // children alone do not keep the process
  const postgres = await startPostgres(DURABLE);
  await trackStatements(postgres.url, "none");
  const redis = await startRedis();
  const crowd = await startCrowd();
  const pids = [await findPostgresPid(postgres.url), await findRedisPid(redis.url)];
  return {
    pids,
    postgres,
    redis,
    crowd,
    async newDatabase(what) {
      const name = newDatabaseName(what);
      await execute(postgres.url, `create database ${name}`);
      return withDatabase(postgres.url, name);
    },
    async remove() {
      crowd.end();
      await redis.remove();
      await postgres.remove();
      clearInterval(awake);
    },
  };
}
