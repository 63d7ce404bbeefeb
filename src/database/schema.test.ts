import { expect, test } from "vitest";
import { describeBoth, type TestDatabase } from "../../test/database.ts";
import { type ChatId, type EventId, newId, type OutboxId, type RegistrationId, type UserId } from "../ids.ts";

const now = new Date("2026-03-01T10:00:00Z");
const moments = { createdAt: now, updatedAt: now };

describeBoth("the tables refuse what must never be", (open) => {
  test("an event with more seats taken than it has", async () => {
    const { db } = open();
    const id = await insertEvent(open(), { maxParticipants: 2, takenCount: 2 });
    const take = (takenCount: number) => db.updateTable("events").set({ takenCount }).where("id", "=", id).execute();

    await expect(take(3)).rejects.toMatchObject({ code: "23514", constraint: "never_overbooked" });
    await expect(take(-1)).rejects.toMatchObject({ code: "23514" });
    await take(1);
  });

  test("a capacity below the seats taken, while an event without one takes any number", async () => {
    const { db } = open();
    const full = await insertEvent(open(), { maxParticipants: 5, takenCount: 5 });
    await insertEvent(open(), { maxParticipants: null, takenCount: 10_000 });

    const shrunk = db.updateTable("events").set({ maxParticipants: 4 }).where("id", "=", full).execute();

    await expect(shrunk).rejects.toMatchObject({ constraint: "never_overbooked" });
  });

  test("two verified people with one address, in whatever case, though anyone may type it", async () => {
    await insertUser(open(), { email: "ada@example.org" });
    await insertUser(open(), { email: "ada@example.org" });
    await insertUser(open(), { email: "ada@example.org", emailVerifiedAt: now });

    const second = insertUser(open(), { email: "ADA@example.org", emailVerifiedAt: now });

    await expect(second).rejects.toMatchObject({ code: "23505", constraint: "users_verified_email" });
  });

  test("one person twice at one event", async () => {
    const userId = await insertUser(open());
    const eventId = await insertEvent(open());
    await insertRegistration(open(), { userId, eventId });

    await expect(insertRegistration(open(), { userId, eventId })).rejects.toMatchObject({ code: "23505" });
    await insertRegistration(open(), { userId, eventId: await insertEvent(open()) });
  });

  test("a registration of nobody or for nothing", async () => {
    const userId = await insertUser(open());
    const eventId = await insertEvent(open());

    const forNothing = insertRegistration(open(), { userId, eventId: newId<EventId>() });
    const ofNobody = insertRegistration(open(), { userId: newId<UserId>(), eventId });

    await expect(forNothing).rejects.toMatchObject({ code: "23503" });
    await expect(ofNobody).rejects.toMatchObject({ code: "23503" });
  });

  test("two chats with one account of a messenger, while any number know no phone", async () => {
    await insertChat(open(), { platform: "telegram", telegramId: 42 });
    await insertChat(open(), { platform: "whatsapp", whatsappUserId: "US.1" });
    await insertChat(open(), { platform: "whatsapp", whatsappUserId: "US.2" });

    await expect(insertChat(open(), { platform: "telegram", telegramId: 42 })).rejects.toMatchObject({ code: "23505" });
    await expect(insertChat(open(), { platform: "whatsapp", whatsappUserId: "US.1" })).rejects.toMatchObject({
      code: "23505",
    });
  });

  test("an address of an event that a link could not carry", async () => {
    for (const slug of ["", "With Space", "a_b", "x".repeat(61)]) {
      await expect(insertEvent(open(), { slug })).rejects.toMatchObject({ code: "23514" });
    }
    await insertEvent(open(), { slug: "choir-2026" });
    await expect(insertEvent(open(), { slug: "choir-2026" })).rejects.toMatchObject({ code: "23505" });
  });

  test("a message to nobody, and the same message twice", async () => {
    const { db } = open();
    const userId = await insertUser(open());
    const row = { kind: "reply", intent: "{}", dueAt: now, createdAt: now };
    const say = (to: { userId?: UserId; dedupeKey: string }) =>
      db
        .insertInto("outbox")
        .values({ id: newId<OutboxId>(), ...row, ...to })
        .execute();

    await expect(say({ dedupeKey: "to nobody" })).rejects.toMatchObject({ code: "23514" });
    await say({ userId, dedupeKey: "once" });
    await expect(say({ userId, dedupeKey: "once" })).rejects.toMatchObject({ code: "23505" });
  });
});

describeBoth("the view users_wide", (open) => {
  test("shows a person with a column for each messenger, and nobody who became part of another", async () => {
    const { db } = open();
    const ada = await insertUser(open(), { name: "Ada", email: "ada@example.org" });
    await insertUser(open(), { name: "Ada again", mergedInto: ada });
    await insertChat(open(), { platform: "telegram", telegramId: 7_000_000_001, userId: ada });
    await insertChat(open(), { platform: "whatsapp", whatsappPhone: "+491700000000", userId: ada });

    const rows = await db.withTables<{ usersWide: object }>().selectFrom("usersWide").selectAll().execute();

    expect(rows).toEqual([
      {
        id: ada,
        name: "Ada",
        email: "ada@example.org",
        telegramId: 7_000_000_001,
        whatsappPhone: "+491700000000",
        ...moments,
      },
    ]);
  });
});

async function insertUser({ db }: TestDatabase, given: object = {}): Promise<UserId> {
  const id = newId<UserId>();
  await db
    .insertInto("users")
    .values({ id, ...moments, ...given })
    .execute();
  return id;
}

async function insertEvent({ db }: TestDatabase, given: object = {}): Promise<EventId> {
  const id = newId<EventId>();
  const facts = {
    slug: id,
    title: "Choir",
    dateTime: now,
    timeZone: "UTC",
    location: "Hall",
    status: "published",
  } as const;
  await db
    .insertInto("events")
    .values({ id, ...facts, ...moments, ...given })
    .execute();
  return id;
}

async function insertRegistration({ db }: TestDatabase, given: { userId: UserId; eventId: EventId }): Promise<void> {
  const facts = { id: newId<RegistrationId>(), registeredVia: "telegram", status: "confirmed" } as const;
  await db
    .insertInto("eventRegistrations")
    .values({ ...facts, ...moments, ...given })
    .execute();
}

async function insertChat(
  { db }: TestDatabase,
  given: { platform: "telegram" | "whatsapp"; [column: string]: unknown },
) {
  const snapshot = { currentState: "start", stateData: "{}", stateSchema: 1, version: 0 };
  await db
    .insertInto("chats")
    .values({ id: newId<ChatId>(), ...snapshot, ...moments, ...given })
    .execute();
}
