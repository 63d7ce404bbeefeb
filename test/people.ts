import type { Kysely, Transaction } from "kysely";
import { findChatUser, insertChat } from "../src/database/chats.ts";
import { inTransaction } from "../src/database/faults.ts";
import type { Database } from "../src/database/schema.ts";
import { findUser } from "../src/database/users.ts";
import { type ChatId, type EventId, newId, type UserId } from "../src/ids.ts";
import type { Actor } from "../src/messages.ts";
import { createEvent, type EventRecord, type NewEvent } from "../src/services/events.ts";
import { register } from "../src/services/registrations.ts";
import { type ConfirmedPerson, ensureUser, saveKnown } from "../src/services/users.ts";

/** People and events for the tests of the rules, made by the rules themselves. */

export const NOW = new Date("2026-12-01T10:00:00Z");

type Db = Kysely<Database>;
export type KnownActor = Actor & { userId: UserId };

let accounts = 1;

/** A published event on 12 December, with no limit unless told. */
export async function newEvent(db: Db, event: Partial<NewEvent> = {}): Promise<EventRecord> {
  const meetUp: NewEvent = {
    title: "Spring meet-up",
    startsAt: new Date("2026-12-12T15:00:00Z"),
    timeZone: "Europe/Moscow",
    location: "Library hall, Lesnaya 5",
    status: "published",
  };
  return db.transaction().execute((trx) => createEvent(trx, { ...meetUp, ...event }, NOW));
}

/** Somebody's first message: a chat, and no user. */
export async function newActor(db: Db, actor: Partial<Actor> = {}): Promise<Actor> {
  const chatId = newId<ChatId>();
  const platform = actor.platform ?? "telegram";
  const n = accounts++;
  const address =
    platform === "telegram"
      ? ({ platform, telegramId: n } as const)
      : ({ platform, userId: `PS.${n}`, phone: undefined } as const);
  await db.transaction().execute((trx) => insertChat(trx, { id: chatId, address, now: NOW }));
  return { chatId, userId: undefined, platform, locale: "en", zone: undefined, profileName: undefined, ...actor };
}

/** Someone who registered before: known, with reminders. */
export async function newPerson(db: Db, actor: Partial<Actor> & { name?: string } = {}): Promise<KnownActor> {
  const { name = "Max Weber", ...rest } = actor;
  const stranger = await newActor(db, rest);
  return db.transaction().execute(async (trx) => {
    const userId = await ensureUser(trx, { actor: stranger, now: NOW });
    const person = { ...stranger, userId };
    await savePerson(trx, { actor: person, person: { name, email: undefined, reminders: true }, now: NOW });
    return person;
  });
}

/** Another chat of theirs. */
export async function newChatOf(db: Db, person: KnownActor, actor: Partial<Actor> = {}): Promise<KnownActor> {
  const { userId } = person;
  const chat = await newActor(db, actor);
  await db.updateTable("chats").set({ userId }).where("id", "=", chat.chatId).execute();
  return { ...chat, userId };
}

/** Keeps what somebody known confirmed. */
export async function savePerson(
  trx: Transaction<Database>,
  { actor, person, now }: { actor: KnownActor; person: ConfirmedPerson; now: Date },
): Promise<void> {
  const before = (await findUser(trx, actor.userId)) ?? { email: null, emailVerifiedAt: null };
  await saveKnown(trx, [{ actor, userId: actor.userId, person, before, provedAt: undefined }], now);
}

/** The same chat as the next update finds it: with its user, if it has one now. */
export async function again(db: Db, actor: Actor): Promise<Actor> {
  return { ...actor, userId: await findChatUser(db, actor.chatId) };
}

/** Registers at once, with whoever the actor is; `known`: as we know them. */
export function join(
  db: Db,
  actor: Actor,
  eventId: EventId,
  { queue = true, askFirst = false, known = false, now = NOW } = {},
) {
  const person = { name: "Max Weber", email: undefined, reminders: true };
  const wish = { actor, ...(!known && { person }), queue, askFirst };
  return inTransaction(db, (trx) => register(trx, { ...wish, eventId, now }));
}
