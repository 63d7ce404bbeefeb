import { type Kysely, sql } from "kysely";
import type { UserId } from "../ids.ts";
import type { EventRef } from "../messages.ts";
import { EVENT_COLUMNS, type EventRow } from "./events.ts";
import { PREPARED } from "./prepared.ts";
import { countAhead, type RegistrationRow } from "./registrations.ts";
import type { Database, RegistrationStatus } from "./schema.ts";
import type { UserRow } from "./users.ts";

type Nullable<T> = { [K in keyof T]: T[K] | null };
type Person = Pick<UserRow, "name" | "email" | "remindersOffAt" | "silencedAt" | "consentVersion">;

/** An event beside one person, and their place in it, where there is one. */
export type CardRow = EventRow &
  Nullable<Person & Pick<RegistrationRow, "ticketCode" | "offerExpiresAt">> & {
    standing: RegistrationStatus | null;
    /** How many wait before this person. */
    ahead: number;
    /** There are other published events that have not started. */
    others: boolean;
  };

/** All that a card says, in one round trip; undefined for a draft. */
export async function findCardRow(
  db: Kysely<Database>,
  { event, userId, now }: { event: EventRef; userId: UserId | undefined; now: Date },
): Promise<CardRow | undefined> {
  const person = sql<UserId>`${userId ?? null}::uuid`;
  return db
    .selectFrom("events as e")
    .leftJoin("eventRegistrations as r", (join) => join.onRef("r.eventId", "=", "e.id").on("r.userId", "=", person))
    .leftJoin("users as u", (join) => join.on("u.id", "=", person))
    .select(EVENT_COLUMNS.map((column) => `e.${column}` as const))
    .select(["r.status as standing", "r.ticketCode", "r.offerExpiresAt", countAhead.as("ahead")])
    .select(["u.name", "u.email", "u.remindersOffAt", "u.silencedAt", "u.consentVersion"])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom("events as o")
          .select("o.id")
          .where("o.status", "=", "published")
          .where("o.dateTime", ">", now)
          .whereRef("o.id", "<>", "e.id"),
      )
        .$castTo<boolean>()
        .as("others"),
    )
    .where((eb) => ("slug" in event ? eb("e.slug", "=", event.slug) : eb("e.id", "=", event.id)))
    .where("e.status", "<>", "draft")
    .modifyEnd(PREPARED)
    .executeTakeFirst();
}
