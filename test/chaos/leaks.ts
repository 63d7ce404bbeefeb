import { readFile } from "node:fs/promises";
import type { Kysely } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import { TRACES } from "./identity.ts";

/** Lines in which somebody's name, address or ticket stands; of the line only what it said, for the report is kept. */
export async function findLeaks(db: Kysely<Database>, logPaths: readonly string[]): Promise<string[]> {
  const tickets = await db.selectFrom("registrationChanges").select("ticketCode").execute();
  const codes = new Set(tickets.flatMap(({ ticketCode }) => ticketCode ?? []));
  const isTicket = (word: string) => codes.has(word.replace("-", ""));
  const logs = await Promise.all(logPaths.map((path) => readFile(path, "utf8")));
  return logs
    .flatMap((log) => log.split("\n"))
    .filter((line) => TRACES.test(line) || (line.match(/\b[A-Z2-9]{4}-?[A-Z2-9]{4}\b/g) ?? []).some(isTicket))
    .map((line) => `a line that says ${/"msg":("[^"]*")/.exec(line)?.[1] ?? "something"}`);
}
