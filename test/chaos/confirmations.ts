import { type Kysely, sql } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import type { RegistrationId } from "../../src/ids.ts";
import type { Guest } from "./guest.ts";
import { codesIn, kindOf } from "./heard.ts";

/** Each ticket that somebody was shown was theirs, confirmed once; each seat there is was told to its holder. */
export async function findUnkept(db: Kysely<Database>, guests: readonly Guest[]): Promise<string[]> {
  const told = new Map<string, Guest>();
  const faults: string[] = [];
  for (const guest of guests)
    for (const message of guest.listening.since(0)) {
      if (kindOf(message) !== "ticket" && kindOf(message) !== "seat-yours") continue;
      for (const code of codesIn(message.text)) {
        if ((told.get(code) ?? guest) !== guest) faults.push("a ticket was shown to two people");
        told.set(code, guest);
      }
    }
  const changes = await db
    .selectFrom("registrationChanges")
    .select(["registrationId", "ticketCode"])
    .where("toStatus", "=", "confirmed")
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
      faults.push(`${registeredVia}: a seat whose ticket nobody was shown (${said.join("; ") || "nothing was said"})`);
    }
  return faults;
}

/** What was to be said of a seat, and what became of it. */
async function listSaid(db: Kysely<Database>, id: RegistrationId, code: string): Promise<string[]> {
  const rows = await db
    .selectFrom("outbox")
    .select(["kind", "status", "reason"])
    .where((eb) => eb.or([eb("registrationId", "=", id), eb(sql`intent::text`, "like", `%${code}%`)]))
    .execute();
  return rows.map(({ kind, status, reason }) => `${kind} ${status} ${reason ?? ""}`.trim());
}
