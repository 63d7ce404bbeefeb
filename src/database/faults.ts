import { setTimeout } from "node:timers/promises";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./schema.ts";

const UNIQUE_VIOLATION = "23505";
const SERIALIZATION_FAILURE = "40001";
const DEADLOCK = "40P01";

// Classes of SQLSTATE: connection, no such account or database, rolled back, out of resources, operator, system.
const TRANSIENT_CLASSES = ["08", "28", "3D", "40", "53", "57", "58"];
// A transaction left idle, a lock not had in time, a standby that was a primary a moment ago.
const TRANSIENT_STATES = ["25P03", "55P03", "25006"];
const NETWORK = /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/;
// pg, pg-pool, Kysely and PGlite give these no code: connections lost or not had in time, and use while stopping.
const WORDS =
  /connection terminated|connection error|timeout exceeded|query read timeout|pool after calling end|driver has already been destroyed|pglite (instance )?is (already )?clos/i;

/** True if the database was away, overfull or in our way, so that the same work may succeed later. */
export function isTransient(error: unknown): boolean {
  return someCause(error, ({ code, message }) => {
    if (code === undefined) return WORDS.test(message);
    return NETWORK.test(code) || TRANSIENT_STATES.includes(code) || TRANSIENT_CLASSES.includes(code.slice(0, 2));
  });
}

/** True if the server cannot be reached or goes down, so that other work fails as well. */
export function isAway(error: unknown): boolean {
  return someCause(error, ({ code, message }) => {
    if (code === undefined) return WORDS.test(message);
    return NETWORK.test(code) || code.startsWith("08") || code.startsWith("57P");
  });
}

/** True if a row with the same unique key is there already. */
export function isConflict(error: unknown): boolean {
  return someCause(error, ({ code }) => code === UNIQUE_VIOLATION);
}

/**
 * Does `work` in one transaction, from the start again if Postgres chose it as the victim of a deadlock.
 *
 * So `work` may run more than once: nothing outside the transaction may be done in it.
 *
 * @param beginsWith "reading": what `work` asks first writes nothing, so that its beginning need not be waited for.
 */
export async function inTransaction<T>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<T>,
  { retries = 4, beginsWith = "itself" }: { retries?: number; beginsWith?: "itself" | "reading" } = {},
): Promise<T> {
  const transaction = beginsWith === "reading" ? db.transaction().setAccessMode("read write") : db.transaction();
  for (let attempt = 0; ; attempt++) {
    try {
      return await transaction.execute(work);
    } catch (error) {
      if (attempt >= retries || !isVictim(error)) throw error;
      await setTimeout(Math.random() * 10 * 2 ** attempt); // apart, so that the same two do not meet again
    }
  }
}

function isVictim(error: unknown): boolean {
  return someCause(error, ({ code }) => code === SERIALIZATION_FAILURE || code === DEADLOCK);
}

type Fault = { code: string | undefined; message: string };

function someCause(error: unknown, matches: (fault: Fault) => boolean): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
    if (matches({ code, message: cause.message })) return true;
  }
  return false;
}
