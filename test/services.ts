import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGliteDialect } from "kysely";
import type { TestProject } from "vitest/node";
import { createKysely, openDatabase } from "../src/database/connection.ts";
import { migrate } from "../src/database/migrate.ts";
import { createPglite } from "../src/database/pglite.ts";
import { makeTempFolder } from "./machine.ts";
import { installMissingServers } from "./packages.ts";
import { execute, newDatabaseName, startPostgres, withDatabase } from "./postgres-server.ts";
import { startRedis } from "./redis-server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A database of the server in which others can be made. */
    postgresUrl: string;
    /** A migrated database of that server, to copy. */
    postgresTemplate: string;
    /** A file: a migrated PGlite folder, to load. */
    pgliteDump: string;
    redisUrl: string;
  }
}

type Stop = () => Promise<void>;
type Provide = TestProject["provide"];

/** Starts a real Postgres and a real Redis once for the whole run, unless their addresses are given. */
export default async function startServices({ provide }: TestProject): Promise<Stop> {
  await installMissingServers();
  const stops: Stop[] = [];
  const stop = async () => {
    await Promise.all(stops.map((each) => each()));
  };
  const started = await Promise.allSettled([providePostgres(provide, stops), provideRedis(provide, stops)]);
  // After them: it never lets go of the thread, and on a busy machine Postgres would give a migration up meanwhile.
  started.push(...(await Promise.allSettled([providePgliteDump(provide, stops)])));
  const failed = started.find((each) => each.status === "rejected");
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return stop;
}

async function providePostgres(provide: Provide, stops: Stop[]): Promise<void> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? undefined : await startPostgres();
  if (server) stops.push(server.remove);
  const url = server?.url ?? given ?? "";
  const template = newDatabaseName("template");
  await execute(url, `create database ${template}`);
  if (!server) stops.push(() => execute(url, `drop database ${template}`));

  const database = await openDatabase({ databaseUrl: withDatabase(url, template), dataDir: "" });
  await migrate(database.db);
  await database.close(); // a database that somebody is connected to cannot be copied
  provide("postgresUrl", url);
  provide("postgresTemplate", template);
}

async function provideRedis(provide: Provide, stops: Stop[]): Promise<void> {
  const given = process.env.TEST_REDIS_URL;
  if (given) return provide("redisUrl", given);
  const server = await startRedis();
  stops.push(server.remove);
  provide("redisUrl", server.url);
}

async function providePgliteDump(provide: Provide, stops: Stop[]): Promise<void> {
  const folder = await makeTempFolder();
  stops.push(folder.remove);
  const file = join(folder.path, "migrated.tar");
  const pglite = await createPglite({});
  await migrate(createKysely(new PGliteDialect({ pglite })));
  const dump = await pglite.dumpDataDir("none");
  await writeFile(file, Buffer.from(await dump.arrayBuffer()));
  await pglite.close();
  provide("pgliteDump", file);
}
