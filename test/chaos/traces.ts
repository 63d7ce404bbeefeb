import { type Kysely, sql } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import type { Guest } from "./guest.ts";
import { TRACE } from "./identity.ts";

/** A row of the database as text. */
export interface Line {
  table: string;
  text: string;
}

/** What is left of people who had all deleted: `gone` is what was theirs alone, in lower case. */
export function findTraces(lines: Iterable<Line>, gone: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  for (const { table, text } of lines)
    for (const trace of new Set(tracesIn(text)))
      if (gone.has(trace)) faults.push(`${table}: something of somebody who had all deleted`);
  return faults;
}

/** Of a message's id in WhatsApp what it encodes, too. */
function tracesIn(text: string): string[] {
  const wamids = [...text.matchAll(/wamid\.([A-Za-z0-9+/_-]+)/g)].map(([, code = ""]) => code);
  const all = [text, ...wamids.map((code) => Buffer.from(code, "base64").toString("latin1"))];
  return all.flatMap((words) => [...words.matchAll(TRACE)].map(([trace]) => trace.toLowerCase()));
}

/** What nobody else has: of somebody who goes on with their other phone, the name stays, and may the e-mail. */
export function listGone(guests: readonly Guest[]): Set<string> {
  const traces = (guest: Guest) => tracesIn(JSON.stringify([guest.actor.person[guest.platform], guest.email]));
  const present = new Set(guests.filter(({ diary }) => !diary.isGone).flatMap(traces));
  return new Set(
    guests.filter(({ diary }) => diary.isGone).flatMap((guest) => traces(guest).filter((trace) => !present.has(trace))),
  );
}

/** All there is but of the harness's own. */
export async function* listLines(db: Kysely<Database>): AsyncGenerator<Line> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t`.execute(db);
    for (const { text } of rows) yield { table: name, text };
  }
}
