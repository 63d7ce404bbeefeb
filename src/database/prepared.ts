import { sql } from "kysely";
import type { Pool } from "pg";

const MARK = "/* prepared */";

/**
 * Ends a statement that is asked all the time: it is planned once for each connection, since planning is half of what
 * such a one costs. Only where the plan does not hang on the values (a partial index is not taken for a value that is
 * told later), and where the columns that come back are named, since a migration that adds one would end it.
 */
export const PREPARED = sql.raw(MARK);

const names = new Map<string, string>();

/** Lets the connections of a pool keep the plans of marked statements. */
export function keepPlans(pool: Pool): void {
  pool.on("connect", (client) => {
    const ask = client.query;
    const query = (...args: unknown[]) => Reflect.apply(ask, client, toNamed(args));
    Object.assign(client, { query });
  });
}

function toNamed(args: unknown[]): unknown[] {
  const [text, values] = args;
  if (typeof text !== "string" || !text.endsWith(MARK)) return args;
  const name = names.get(text) ?? `doorlist_${names.size}`;
  names.set(text, name);
  return [{ name, text, values }];
}
