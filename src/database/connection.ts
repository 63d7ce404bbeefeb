import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { CamelCasePlugin, type Dialect, Kysely, PGliteDialect, PostgresDialect } from "kysely";
import type { Pool } from "pg";
import { OperatorError } from "../errors.ts";
import { lockFolder } from "./folder-lock.ts";
import { createPool } from "./postgres.ts";
import type { Database } from "./schema.ts";

export interface OpenDatabase {
  kind: "postgres" | "pglite";
  /** A pool for each, so that none starves another; on PGlite, which has one connection, all the same. */
  dialogue: Kysely<Database>;
  dispatcher: Kysely<Database>;
  rest: Kysely<Database>;
  /** The same as `rest`, for whoever has no pool of their own. */
  db: Kysely<Database>;
  /** How busy each pool is; PGlite has none. */
  pools(): PoolState[];
  close(): Promise<void>;
}

export interface PoolState {
  name: string;
  used: number;
  idle: number;
  /** Queries that wait for a connection. */
  waiting: number;
}

const DIALOGUE_CONNECTIONS = 10;

/**
 * Opens Postgres at `databaseUrl`, else PGlite in `dataDir`, which is ours until `close()` or the end of the process.
 *
 * Postgres is connected to by the first query only, so a server that is away is no reason not to start.
 *
 * @param poolSize connections for the dialogue; the dispatcher and the rest have half as many each.
 * @throws OperatorError if the folder cannot be used, or another process uses it.
 */
export async function openDatabase({
  databaseUrl,
  dataDir,
  poolSize = DIALOGUE_CONNECTIONS,
}: {
  databaseUrl: string | undefined;
  dataDir: string;
  poolSize?: number;
}): Promise<OpenDatabase> {
  return databaseUrl ? openPostgres(databaseUrl, poolSize) : openFolder(dataDir);
}

/** Kysely as all of Doorlist uses it: camelCase outside, snake_case inside, the contents of jsonb left alone. */
export function createKysely(dialect: Dialect): Kysely<Database> {
  return new Kysely({
    dialect,
    // underscoreBeforeDigits: or `reminded24hFor` would look for a column "reminded24h_for".
    plugins: [new CamelCasePlugin({ underscoreBeforeDigits: true, maintainNestedObjectKeys: true })],
  });
}

function openPostgres(url: string, poolSize: number): OpenDatabase {
  const pools = new Map<string, Pool>();
  const open = (name: string, size: number, byKey = true) => {
    const pool = createPool(url, { name, size, byKey });
    pools.set(name, pool);
    return createKysely(new PostgresDialect({ pool }));
  };
  const half = Math.ceil(poolSize / 2);
  const dialogue = open("dialogue", poolSize);
  const dispatcher = open("dispatcher", half);
  const rest = open("rest", half, false); // reports, and work by the clock, read much
  const close = async () => {
    await Promise.all([dialogue, dispatcher, rest].map((pool) => pool.destroy()));
  };
  const states = () => [...pools].map(([name, pool]) => toPoolState(name, pool));
  return { kind: "postgres", dialogue, dispatcher, rest, db: rest, pools: states, close };
}

function toPoolState(name: string, { totalCount, idleCount, waitingCount }: Pool): PoolState {
  return { name, used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

async function openFolder(dataDir: string): Promise<OpenDatabase> {
  await makeFolder(dataDir);
  const release = await lockFolder(dataDir);
  try {
    const { createPglite } = await import("./pglite.ts"); // not loaded beside Postgres
    const pglite = await createPglite({ folder: join(dataDir, "pglite") });
    const db = createKysely(new PGliteDialect({ pglite }));
    const close = async () => {
      await db.destroy();
      if (!pglite.closed) await pglite.close(); // Kysely closes only what it has used
      await release();
    };
    return { kind: "pglite", dialogue: db, dispatcher: db, rest: db, db, pools: () => [], close };
  } catch (error) {
    await release();
    throw error;
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await makeStep(resolve(folder));
  } catch (error) {
    throw new OperatorError(`DATA_DIR: the folder ${folder} cannot be made or written to`, { cause: error });
  }
}

/** Node's own `recursive` never ends where a folder takes no others and calls that "no such folder", as /proc does. */
async function makeStep(folder: string): Promise<void> {
  const made = await mkdir(folder).catch((error: NodeJS.ErrnoException) => error);
  if (!made || made.code === "EEXIST") return;
  if (made.code !== "ENOENT" || dirname(folder) === folder) throw made;
  await makeStep(dirname(folder));
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}
