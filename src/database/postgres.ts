import { Pool, types } from "pg";
import { keepPlans } from "./prepared.ts";
import { saveWrites } from "./round-trips.ts";

const INT8 = 20;
const INT8_ARRAY = 1016;

/**
 * For statements that want few rows by their keys. A plan is kept as it was made, which on the first evening is for
 * tables that are almost empty, where it would read them whole, or their indexes, for ever after. What rates that as it
 * does must not have it compiled, or shared out among processes, either.
 */
const BY_KEY = [
  ...["enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit"].map((way) => `set ${way} = off`),
  "set cpu_tuple_cost = 1", // against 0.01: else a look-up for each of a group counts as more than all of a short table
  "set max_parallel_workers_per_gather = 0",
].join("; ");

/**
 * A pool that fails within seconds instead of waiting for ever, and that outlives the server it talks to.
 *
 * `bigint` comes as a number, as it does from PGlite.
 *
 * @param byKey its statements look for few rows, however full or empty the tables are.
 */
export function createPool(url: string, { name, size, byKey }: { name: string; size: number; byKey: boolean }): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: `doorlist ${name}`,
    max: size,
    pipeline: true,
    connectionTimeoutMillis: 3_000,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    types: { getTypeParser },
    ...(byKey && { onConnect: (client) => client.query(BY_KEY) }),
  });
  // A lost connection says so twice: as an event, which would end the process if nobody listened, and as the error
  // of the next query, which is the one that counts. The pool itself listens only while a connection is idle.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  keepPlans(pool);
  saveWrites(pool);
  return pool;
}

const getTypeParser: typeof types.getTypeParser = (id: number, format?: "text" | "binary") => {
  const parse = types.getTypeParser(id, format);
  if (format === "binary") return parse;
  if (id === INT8) return Number;
  if (id === INT8_ARRAY) return (text: string) => parse(text).map(Number);
  return parse;
};
