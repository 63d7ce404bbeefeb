import { type Kysely, sql, type Transaction } from "kysely";
import type { Clock } from "../src/clock.ts";
import type { Database } from "../src/database/schema.ts";
import { STATE_SCHEMA } from "../src/dialogue/state.ts";
import { type ChatId, type EventId, newId, type RegistrationId, type UserId } from "../src/ids.ts";
import type { Platform } from "../src/messages.ts";
import type { Person } from "../src/sandbox/conversation.ts";
import { invent } from "../src/sandbox/people.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { makeTicketCode } from "../src/ticket-code.ts";

/** Somebody with a seat, who wrote on each of these messengers just now. */
export interface Member {
  person: Person;
  platforms: readonly Platform[];
  userId: UserId;
  registrationId: RegistrationId;
  chats: { id: ChatId; platform: Platform }[];
}

interface Seating {
  eventId: EventId;
  count: number;
  /** Which messengers the nth of them has; the one they registered on first. */
  on: (n: number) => readonly Platform[];
}

type Place = { sandbox: Sandbox; clock: Clock };

/** Seats thousands at once, as if each had gone through the dialogue: on the phones, in the tables and in the ledger. */
export async function seatMembers(place: Place, db: Kysely<Database>, seating: Seating): Promise<Member[]> {
  const first = place.sandbox.world.state.people.length + 1;
  const members = Array.from({ length: seating.count }, (_, n) => meet(place, first + n, seating.on(n)));
  await db.transaction().execute(async (trx) => {
    for (let n = 0; n < members.length; n += 1000)
      await insertMembers(trx, members.slice(n, n + 1000), { eventId: seating.eventId, now: place.clock.now() });
    await sql`update events set taken_count = taken_count + ${members.length} where id = ${seating.eventId}`.execute(
      trx,
    );
  });
  return members;
}

/** On the phones, past the cast: an ear for each of thousands would hear every word said to anybody. */
function meet({ sandbox, clock }: Place, number: number, platforms: readonly Platform[]): Member {
  const person = sandbox.world.addPerson(invent(`Person ${number}`, number));
  const lastInboundAt = clock.now().toISOString();
  for (const platform of platforms)
    sandbox.world.changeThread(sandbox.world.threadOf(person, platform), { started: true, lastInboundAt });
  const chats = platforms.map((platform) => ({ id: newId<ChatId>(), platform }));
  return { person, platforms, userId: newId<UserId>(), registrationId: newId<RegistrationId>(), chats };
}

type At = { eventId: EventId; now: Date };

async function insertMembers(trx: Transaction<Database>, members: Member[], { eventId, now }: At): Promise<void> {
  const times = { createdAt: now, updatedAt: now };
  const users = members.map(({ userId: id, person: { name } }) => ({
    id,
    name,
    locale: "en" as const,
    consentAt: now,
    ...times,
  }));
  await trx.insertInto("users").values(users).execute();
  const chats = members.flatMap(({ chats, person, userId }) =>
    chats.map((chat) => ({
      ...chat,
      telegramId: chat.platform === "telegram" ? person.telegram.id : null,
      whatsappUserId: chat.platform === "whatsapp" ? (person.whatsapp.userId ?? null) : null,
      whatsappPhone: chat.platform === "whatsapp" ? (person.whatsapp.phone ?? null) : null,
      userId,
      lastInboundAt: now,
      currentState: "START",
      stateData: JSON.stringify({ locale: "en", offered: [] }),
      stateSchema: STATE_SCHEMA,
      version: 1,
      ...times,
    })),
  );
  await trx.insertInto("chats").values(chats).execute();
  const seats = members.map(({ registrationId: id, userId, platforms }) => ({
    seat: {
      id,
      userId,
      eventId,
      status: "confirmed" as const,
      confirmedAt: now,
      ticketCode: makeTicketCode(),
      ...times,
    },
    via: platforms[0] ?? "telegram",
  }));
  await trx
    .insertInto("eventRegistrations")
    .values(seats.map(({ seat, via }) => ({ ...seat, registeredVia: via })))
    .execute();
  const changes = seats.map(({ seat: { id, userId, ticketCode }, via }) => ({
    ...{ registrationId: id, userId, eventId, ticketCode, via, changedAt: now },
    ...{ fromStatus: null, toStatus: "confirmed" as const, actor: `user:${userId}` },
  }));
  await trx.insertInto("registrationChanges").values(changes).execute();
}
