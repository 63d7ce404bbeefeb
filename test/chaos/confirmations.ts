import { type Kysely, sql } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import type { RegistrationId } from "../../src/ids.ts";
import { addressesOf, type Told } from "../long-run-judge.ts";
import type { Guest } from "./guest.ts";
import { codesIn, kindOf } from "./heard.ts";
import type { IsRight } from "./reasons.ts";

/** Each ticket that somebody was shown was theirs, confirmed once; each seat there is was told to its holder, who did not block us. */
export async function findUnkept(db: Kysely<Database>, guests: readonly Guest[], isRight: IsRight): Promise<string[]> {
  const told = new Map<string, Guest>();
  const faults: string[] = [];
  for (const guest of guests)
    for (const message of guest.listening.since(0)) {
      if (kindOf(message) !== "ticket" && kindOf(message) !== "seat-yours") continue;
      for (const code of codesIn(message.text)) {
        if ((told.get(code) ?? guest).person !== guest.person) faults.push("a ticket was shown to two people");
        told.set(code, guest);
      }
    }
  const changes = await db
    .selectFrom("registrationChanges")
    .select(["registrationId", "ticketCode"])
    .where("toStatus", "=", "confirmed")
    // A seat that came back since two people were none after all has the ticket that it had.
    .where((eb) => eb.or([eb("fromStatus", "is not", null), eb("actor", "<>", "system")]))
    .execute();
  const confirmed = Map.groupBy(changes, ({ ticketCode }) => ticketCode);
  for (const [code, { platform }] of told) {
    const times = confirmed.get(code)?.length ?? 0;
    if (times !== 1) faults.push(`${platform}: a ticket that was shown was confirmed ${times} times`);
  }
  const seats = await db
    .selectFrom("eventRegistrations")
    .select(["id", "ticketCode", "registeredVia"])
    .where("status", "=", "confirmed")
    .execute();
  for (const { id, ticketCode, registeredVia } of seats)
    if (!told.has(ticketCode ?? "")) {
      const said = await listSaid(db, id, ticketCode ?? "");
      if (said.some(({ reason, ...notice }) => reason && isRight({ reason, ...notice }))) continue;
      const words = said.map(({ kind, status, reason }) => `${kind} ${status} ${reason ?? ""}`.trim());
      faults.push(`${registeredVia}: a seat whose ticket nobody was shown (${words.join("; ") || "nothing was said"})`);
    }
  return faults;
}

/** What was to be said of a seat, to whom, and what became of it. */
async function listSaid(db: Kysely<Database>, id: RegistrationId, code: string): Promise<(Told & { kind: string })[]> {
  const { rows } = await sql<Told & { kind: string }>`
    select o.kind, o.status, o.reason, o.due_at as "dueAt",
      ${id}::text as "registrationId",
      ${addressesOf(sql`(select user_id from event_registrations where id = ${id})`)} as addresses
    from outbox o where o.registration_id = ${id} or o.intent::text like ${`%${code}%`}`.execute(db);
  return rows;
}
