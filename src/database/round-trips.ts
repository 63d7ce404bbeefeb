import { DummyDriver, PGliteDialect, Transaction } from "kysely";
import type { Pool, PoolClient } from "pg";
import type { Database } from "./schema.ts";

/** The same as `begin`, as Kysely words it for a transaction that need not wait for it. */
export const BEGIN = "start transaction read write";

/**
 * Lets the connections of a pool write once for all that they are asked in one turn of the event loop, since each write
 * wakes a process of Postgres. Where a transaction begins with reading, its beginning goes with that, which rejects if
 * it fails; what is written behind a failed beginning would be kept. The pool's connections must be pipelined.
 */
export function saveWrites(pool: Pool): void {
  pool.on("connect", (client) => {
    const ask = client.query;
    let begun: Promise<unknown> | undefined;
    const query = (...args: unknown[]) => {
      writeSoon(client);
      const answer: Promise<unknown> = Reflect.apply(ask, client, args);
      const before = begun;
      begun = args[0] === BEGIN ? answer : undefined;
      if (!begun) return before ? Promise.all([answer, before]).then(([first]) => first) : answer;
      begun.catch(() => {}); // the first statement tells
      return Promise.resolve({ command: "START TRANSACTION", rows: [] });
    };
    Object.assign(client, { query });
  });
}

type Connected = PoolClient & { connection?: { stream: { cork(): void; uncork(): void } } };

/** After the promises that are settled by now have gone on. */
function writeSoon({ connection }: Connected): void {
  const stream = connection?.stream;
  stream?.cork();
  if (stream) process.nextTick(() => stream.uncork());
}

/** Of no use inside a transaction, but Kysely wants to know them. */
const dialect = new PGliteDialect({ pglite: () => Promise.reject(new Error("a transaction has its connection")) });
const NEVER_ASKED = { config: { dialect }, dialect, driver: new DummyDriver() };

/**
 * Asks several things of a transaction in one round trip: each is done after those before it, and sees what they did.
 * Rejects as the first of them that fails, once all are answered.
 *
 * @param ask must ask each before it waits for any: what is asked later than that is not to be awaited here.
 */
export function inOneTrip<Answers extends readonly unknown[]>(
  trx: Transaction<Database>,
  ask: (trx: Transaction<Database>) => { [K in keyof Answers]: Promise<Answers[K]> },
): Promise<Answers> {
  const inTurn = trx.getExecutor();
  return inTurn.provideConnection(async (connection) => {
    const executor = inTurn.withConnectionProvider({ provideConnection: (use) => use(connection) });
    return inTheirOrder<Answers>(ask(new Transaction({ ...NEVER_ASKED, executor })));
  });
}

/** All of the answers; or else the first fault in the order of the questions, since those after it only follow from it. */
export async function inTheirOrder<Answers extends readonly unknown[]>(
  answers: {
    [K in keyof Answers]: Promise<Answers[K]>;
  },
): Promise<Answers> {
  await Promise.allSettled(answers);
  return Promise.all(answers) as Promise<unknown> as Promise<Answers>;
}
