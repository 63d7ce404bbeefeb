import { sql } from "kysely";
import { expect, test } from "vitest";
import { describeBoth, type TestDatabase } from "../../test/database.ts";
import { join, type KnownActor, NOW, newEvent, newPerson } from "../../test/people.ts";
import { countComing } from "../database/registrations.ts";
import type { EventId } from "../ids.ts";
import { updateEvent } from "./event-changes.ts";
import type { EventRecord } from "./events.ts";
import { giveUp } from "./registrations.ts";
import { answerReminder } from "./reminder-answers.ts";
import { remind, sayComing } from "./reminders.ts";

const HOUR_MS = 60 * 60_000;

/** So many hours before the event's start. */
function before({ startsAt }: EventRecord, hours: number): Date {
  return new Date(startsAt.getTime() - hours * HOUR_MS);
}

async function remindersOf({ db }: TestDatabase, { id }: { id: EventId }) {
  return db
    .selectFrom("outbox")
    .select(["kind", "status", "reason", "startsAt", "expiresAt", "userId", "intent", "dedupeKey"])
    .where("eventId", "=", id)
    .where("kind", "like", "reminder-%")
    .orderBy("startsAt")
    .orderBy("kind", "desc")
    .orderBy("registrationId")
    .execute();
}

async function statusesOf(database: TestDatabase, event: { id: EventId }): Promise<string[]> {
  const rows = await remindersOf(database, event);
  return rows.map(({ kind, status, reason }) =>
    [kind.replace("reminder-", ""), status, reason].filter(Boolean).join(" "),
  );
}

async function markSent({ db }: TestDatabase, { id }: { id: EventId }, now: Date): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ status: "sent", sentAt: now })
    .where("eventId", "=", id)
    .where("status", "=", "waiting")
    .execute();
}

describeBoth("reminders", (open) => {
  const move = (event: { id: EventId }, startsAt: Date, now: Date) =>
    open()
      .db.transaction()
      .execute((trx) => updateEvent(trx, { eventId: event.id, changes: { startsAt }, now }));

  /** An event with one person in it, since long. */
  async function eventWith(person: { joinedAt?: Date } & Partial<EventRecord> = {}) {
    const { joinedAt = NOW, ...given } = person;
    const { db } = open();
    const event = await newEvent(db, given);
    const holder = await newPerson(db);
    await join(db, holder, event.id, { now: joinedAt });
    return { event, holder };
  }

  test("come 24 hours and 1 hour before the start, once each, however often we look", async () => {
    const { db } = open();
    const { event, holder } = await eventWith();

    await remind(db, before(event, 24.01));
    expect(await remindersOf(open(), event)).toEqual([]);
    await remind(db, before(event, 24));
    await remind(db, before(event, 23.9));
    await remind(db, before(event, 1.02));
    expect(await statusesOf(open(), event)).toEqual(["24h waiting"]);
    await remind(db, before(event, 1));
    await remind(db, before(event, 0.9));

    expect(await remindersOf(open(), event)).toMatchObject([
      {
        ...{ kind: "reminder-24h", status: "waiting", startsAt: event.startsAt, expiresAt: before(event, 2) },
        ...{ userId: holder.userId, intent: { text: "reminder-24h", locale: "en", params: { name: "Max Weber" } } },
      },
      { kind: "reminder-1h", status: "waiting", startsAt: event.startsAt, expiresAt: event.startsAt },
    ]);
  });

  test("speak the person's language, and know their zone", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const person = await newPerson(db, { locale: "ru", zone: "Asia/Tokyo" });
    await join(db, person, event.id);
    await db.updateTable("users").set({ name: "Анна" }).where("id", "=", person.userId).execute();

    await remind(db, before(event, 24));

    const [row] = await remindersOf(open(), event);
    expect(row?.intent).toMatchObject({ locale: "ru", zone: "Asia/Tokyo", params: { name: "Анна", named: 1 } });
  });

  test("go to nobody who only waits, gave the seat up, or whose event is a draft or cancelled", async () => {
    const { db } = open();
    const full = await newEvent(db, { maxParticipants: 1 });
    const leaver = await newPerson(db);
    await join(db, leaver, full.id);
    await join(db, await newPerson(db), full.id);
    const left = await eventWith();
    const cancelled = await eventWith();
    await db.transaction().execute(async (trx) => {
      await giveUp(trx, { actor: left.holder, eventId: left.event.id, sure: true, now: NOW });
      await updateEvent(trx, { eventId: cancelled.event.id, changes: { status: "cancelled" }, now: NOW });
    });

    await remind(db, before(full, 24));

    expect(await remindersOf(open(), full)).toMatchObject([{ userId: leaver.userId }]);
    expect(await remindersOf(open(), left.event)).toEqual([]);
    expect(await remindersOf(open(), cancelled.event)).toEqual([]);
  });

  test("are skipped, with the reason, for whoever said stop or wants none", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const silent = await newPerson(db);
    const quiet = await newPerson(db);
    for (const person of [silent, quiet]) await join(db, person, event.id);
    await db.updateTable("users").set({ silencedAt: NOW }).where("id", "=", silent.userId).execute();
    await db.updateTable("users").set({ remindersOffAt: NOW }).where("id", "=", quiet.userId).execute();

    await remind(db, before(event, 24));
    await remind(db, before(event, 1));

    expect((await statusesOf(open(), event)).sort()).toEqual([
      "1h skipped the person said stop",
      "1h skipped the person wants no reminders",
      "24h skipped the person said stop",
      "24h skipped the person wants no reminders",
    ]);
  });

  test("are skipped for whoever was let in at the door", async () => {
    const { db } = open();
    const event = await newEvent(db);
    await join(db, await newPerson(db), event.id);
    await remind(db, before(event, 24));
    const checkedInAt = before(event, 2);
    await db.updateTable("eventRegistrations").set({ checkedInAt }).where("eventId", "=", event.id).execute();
    await remind(db, before(event, 1));
    expect(await statusesOf(open(), event)).toEqual(["24h waiting", "1h skipped the person is there already"]);
  });

  test.each([
    [30, ["24h waiting", "1h waiting"]],
    [26.5, ["24h skipped the seat was confirmed shortly before", "1h waiting"]],
    [20, ["24h skipped the seat was confirmed after its moment", "1h waiting"]],
    [
      0.5,
      ["24h skipped the seat was confirmed after its moment", "1h skipped the seat was confirmed after its moment"],
    ],
  ])("of somebody who registers %d hours before the start", async (hours, expected) => {
    const { db } = open();
    const event = await newEvent(db);
    await join(db, await newPerson(db), event.id, { now: before(event, hours) });

    for (const look of [25, 24, 10, 1, 0.4]) if (look <= hours) await remind(db, before(event, look));

    expect(await statusesOf(open(), event)).toEqual(expected);
  });

  test("of somebody seated from the queue after the first moment is the second alone", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    const holder = await newPerson(db);
    const waiter = await newPerson(db);
    for (const person of [holder, waiter]) await join(db, person, event.id);
    await remind(db, before(event, 24));
    const leaving = { actor: holder, eventId: event.id, sure: true, now: before(event, 5) };
    await db.transaction().execute((trx) => giveUp(trx, leaving));

    for (const look of [4.9, 1]) await remind(db, before(event, look));

    const theirs = (await remindersOf(open(), event)).filter(({ userId }) => userId === waiter.userId);
    expect(theirs).toMatchObject([
      { kind: "reminder-24h", status: "skipped", reason: "the seat was confirmed after its moment" },
      { kind: "reminder-1h", status: "waiting" },
    ]);
  });

  test("of somebody seated meanwhile, by a clock that is behind, are written down too", async () => {
    const { db } = open();
    const { event } = await eventWith();
    await remind(db, before(event, 24));
    await join(db, await newPerson(db), event.id, { now: before(event, 24.1) });

    await remind(db, before(event, 23.9));
    await remind(db, before(event, 23.8));

    expect((await statusesOf(open(), event)).sort()).toEqual([
      "24h skipped the seat was confirmed shortly before",
      "24h waiting",
    ]);
  });

  test.each([
    [3, "24h waiting"],
    [2, "24h expired its time had passed"],
    [1.5, "24h expired its time had passed"],
  ])("that a stopped process missed come late, until it is too late: %d hours before", async (hours, expected) => {
    const { db } = open();
    const { event } = await eventWith({ startsAt: new Date("2027-05-12T15:00:00Z") });

    const counted = await remind(db, before(event, hours));

    expect(await statusesOf(open(), event)).toEqual([expected]);
    expect(counted).toMatchObject(hours > 2 ? { late: 1, expired: 0 } : { late: 0, expired: 1 });
  });

  test("of the last hour come late until the start, and are written down after it", async () => {
    const { db } = open();
    const late = await eventWith({ startsAt: new Date("2027-07-12T15:00:00Z") });
    const later = await eventWith({ startsAt: before(late.event, 0.5) });

    const counted = await remind(db, before(late.event, 0.1));

    expect(await statusesOf(open(), late.event)).toEqual(["24h expired its time had passed", "1h waiting"]);
    expect(await statusesOf(open(), later.event)).toEqual([
      "24h expired its time had passed",
      "1h expired its time had passed",
    ]);
    expect(counted).toEqual({ read: 4, waiting: 1, late: 1, skipped: 0, expired: 3 });
  });

  test("come for the new start of an event that moved, though the old one was reminded of", async () => {
    const { db } = open();
    const { event } = await eventWith();
    await remind(db, before(event, 24));
    await markSent(open(), event, before(event, 24));
    const startsAt = before(event, -72);
    await move(event, startsAt, before(event, 20));

    await remind(db, before(event, 1));
    await remind(db, before({ ...event, startsAt }, 24));
    await remind(db, before({ ...event, startsAt }, 1));

    expect(await remindersOf(open(), event)).toMatchObject([
      { kind: "reminder-24h", status: "sent", startsAt: event.startsAt },
      { kind: "reminder-24h", status: "waiting", startsAt },
      { kind: "reminder-1h", status: "waiting", startsAt },
    ]);
  });

  test("that the new start leaves no time for are skipped, and nobody was late", async () => {
    const { event } = await eventWith({ startsAt: new Date("2027-09-12T15:00:00Z") });
    const startsAt = before(event, 70);
    await move(event, startsAt, before(event, 71));

    const counted = await remind(open().db, before(event, 70.95));

    expect(await statusesOf(open(), event)).toEqual([
      "24h skipped the event was changed too late for it",
      "1h waiting",
    ]);
    expect(counted).toEqual({ read: 2, waiting: 1, late: 0, skipped: 1, expired: 0 });
  });

  test.each([
    ["was not sent", "skipped", "24h waiting"],
    ["was sent", "sent", "24h sent"],
    ["still waits", "waiting", "24h waiting"],
  ] as const)("of an event that moved away and back, when the first %s", async (_, status, expected) => {
    const { db } = open();
    const { event } = await eventWith();
    await remind(db, before(event, 24));
    const sentAt = status === "sent" ? before(event, 24) : null;
    await db.updateTable("outbox").set({ status, sentAt }).where("eventId", "=", event.id).execute();

    await move(event, before(event, -72), before(event, 23));
    await remind(db, before(event, 22));
    await move(event, event.startsAt, before(event, 21));
    await remind(db, before(event, 20));

    expect(await statusesOf(open(), event)).toEqual([expected]);
  });

  test("of an event that moved away and back keep the reason why they were not sent, once it is too late for them", async () => {
    const { db } = open();
    const { event } = await eventWith();
    await remind(db, before(event, 24));
    const reason = "no chat of this person can be reached";
    await db.updateTable("outbox").set({ status: "skipped", reason }).where("eventId", "=", event.id).execute();
    await move(event, before(event, -72), before(event, 23));
    await move(event, event.startsAt, before(event, 21));

    const counted = await remind(db, before(event, 1.5));

    expect(await statusesOf(open(), event)).toEqual([`24h skipped ${reason}`]);
    expect(counted).toEqual({ read: 1, waiting: 0, late: 0, skipped: 0, expired: 0 });
  });

  test.each([
    ["forward", "2027-03-28T01:30:00Z", "2027-03-27T01:30:00Z"],
    ["back", "2027-10-31T01:30:00Z", "2027-10-30T01:30:00Z"],
  ])("come 24 hours of real time before, when the clocks go %s in between", async (_, start, moment) => {
    const { db } = open();
    const startsAt = new Date(start);
    const joinedAt = before({ startsAt } as EventRecord, 60);
    const { event } = await eventWith({ startsAt, timeZone: "Europe/Berlin", joinedAt });

    await remind(db, new Date(Date.parse(moment) - 1));
    expect(await statusesOf(open(), event)).toEqual([]);
    await remind(db, new Date(moment));

    expect(await statusesOf(open(), event)).toEqual(["24h waiting"]);
  });

  test("go to each once from five processes that look at once", async () => {
    const { db } = open();
    const event = await newEvent(db);
    await seat(open(), event, 2_000);
    const look = () => Promise.all([1, 2, 3, 4, 5].map(() => remind(db, before(event, 24))));
    await Promise.all([1, 2, 3, 4, 5].map(() => sql`select pg_sleep(0.05)`.execute(db))); // so that all are connected

    const counts = await look();

    expect(counts.map(({ read }) => read).reduce((sum, read) => sum + read, 0)).toBe(2_000);
    const rows = await remindersOf(open(), event);
    expect(rows).toHaveLength(2_000);
    expect(new Set(rows.map(({ userId }) => userId)).size).toBe(2_000);
  });

  test("go in several commits when they are more than fit into one, and are told as far as they were committed", async () => {
    const { db } = open();
    const event = await newEvent(db);
    await seat(open(), event, 5_001);
    const told: number[] = [];
    const giveWay = ({ waiting }: { waiting: number }) => {
      told.push(waiting);
      throw new Error("the process is stopped here");
    };

    await expect(remind(db, before(event, 24), giveWay)).rejects.toThrow("stopped here");

    expect(told).toEqual([5_000]);
    expect(await remindersOf(open(), event)).toHaveLength(5_000);
    expect(await remind(db, before(event, 24))).toMatchObject({ read: 1, waiting: 1 });
    expect(await remind(db, before(event, 24))).toMatchObject({ read: 0 });
  });

  test("that come back with their event are routed anew", async () => {
    const { db } = open();
    const { event, holder } = await eventWith();
    await remind(db, before(event, 24));
    await db
      .updateTable("outbox")
      .set({ status: "skipped", platform: "telegram", way: holder.chatId, tried: [holder.chatId], attempts: 3 })
      .where("eventId", "=", event.id)
      .execute();
    await move(event, before(event, -72), before(event, 23));
    await move(event, event.startsAt, before(event, 21));

    await remind(db, before(event, 20));

    const rows = await db
      .selectFrom("outbox")
      .select(["status", "reason", "platform", "way", "tried", "attempts"])
      .where("eventId", "=", event.id)
      .where("kind", "=", "reminder-24h")
      .execute();
    expect(rows).toEqual([{ status: "waiting", reason: null, platform: null, way: null, tried: [], attempts: 0 }]);
  });
});

/** Many people at once, as registering would leave them. */
async function seat({ db }: TestDatabase, { id }: { id: EventId }, people: number): Promise<void> {
  await sql`with made as (
      insert into users (id, name, created_at, updated_at)
      select gen_random_uuid(), 'Person', ${NOW}, ${NOW} from generate_series(1, ${sql.lit(people)}) returning id
    )
    insert into event_registrations
      (id, user_id, event_id, registered_via, status, confirmed_at, created_at, updated_at)
    select gen_random_uuid(), id, ${id}, 'api', 'confirmed', ${NOW}, ${NOW}, ${NOW} from made`.execute(db);
}

describeBoth("“I'm coming”", (open) => {
  const say = (actor: KnownActor, eventId: EventId, now = NOW) =>
    open()
      .db.transaction()
      .execute((trx) => sayComing(trx, { actor, eventId, now }));

  test("is counted, once a person, until they give the seat up", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const [one, other] = [await newPerson(db), await newPerson(db)];
    for (const person of [one, other]) await join(db, person, event.id);

    expect(await say(one, event.id)).toMatchObject({ type: "coming-noted", event: { id: event.id } });
    await say(one, event.id);
    await say(other, event.id);
    expect(await countComing(db, event.id)).toEqual(new Map([[event.id, 2]]));

    await db.transaction().execute((trx) => giveUp(trx, { actor: one, eventId: event.id, sure: true, now: NOW }));
    expect((await countComing(db)).get(event.id)).toBe(1);
  });

  test("counts for one start only", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const person = await newPerson(db);
    await join(db, person, event.id);
    await say(person, event.id);
    const change = (changes: object) =>
      db.transaction().execute((trx) => updateEvent(trx, { eventId: event.id, changes, now: NOW }));

    await change({ location: "Park" });
    expect((await countComing(db, event.id)).get(event.id)).toBe(1);
    await change({ startsAt: before(event, -24) });
    expect((await countComing(db, event.id)).get(event.id)).toBeUndefined();
  });

  test("from somebody without a seat, or too late, is answered with how things stand", async () => {
    const { db } = open();
    const event = await newEvent(db, { maxParticipants: 1 });
    const [holder, waiter] = [await newPerson(db), await newPerson(db)];
    for (const person of [holder, waiter]) await join(db, person, event.id);

    expect(await say(waiter, event.id)).toMatchObject({
      ...{ type: "event-found", card: { standing: { type: "waitlisted", position: 1 } } },
    });
    expect(await say(holder, event.id, event.startsAt)).toMatchObject({
      ...{ type: "event-found", card: { closed: "started", standing: { type: "confirmed" } } },
    });
    expect((await countComing(db, event.id)).get(event.id)).toBeUndefined();
  });
});

describeBoth("An answer in words", (open) => {
  const say = (actor: KnownActor, comes: boolean, { offhand = false, now = NOW } = {}) =>
    open()
      .db.transaction()
      .execute((trx) => answerReminder(trx, { actor, comes, offhand, now }));
  const missing = { type: "reminder-missing" };

  /** Somebody with a seat, whose reminder arrived. */
  async function reminded() {
    const { db } = open();
    const event = await newEvent(db);
    const person = await newPerson(db);
    await join(db, person, event.id);
    await remind(db, before(event, 24));
    await markSent(open(), event, before(event, 23));
    return { db, event, person };
  }

  test("is to the reminder that came, and a mere yes or no only as the first word after it", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const person = await newPerson(db);
    await join(db, person, event.id);
    expect(await say(person, true)).toEqual(missing);

    await remind(db, before(event, 24));
    expect(await say(person, true)).toEqual(missing); // it waits still
    await markSent(open(), event, before(event, 23));

    expect(await say(person, false, { now: event.startsAt })).toEqual(missing);
    const noted = { type: "coming-noted", event: { id: event.id } };
    expect(await say(person, true, { offhand: true })).toMatchObject(noted);
    const lastInboundAt = before(event, 22);
    await db.updateTable("chats").set({ lastInboundAt }).where("userId", "=", person.userId).execute();
    expect(await say(person, true, { offhand: true })).toEqual(missing);
    expect(await say(person, true)).toMatchObject(noted);
  });

  test("that somebody cannot come is asked about, also if nobody waits", async () => {
    const { person } = await reminded();

    for (const offhand of [true, false])
      expect(await say(person, false, { offhand })).toMatchObject({ type: "giving-up-asked", waiting: 0 });
  });

  test("is to none of two reminders, since nobody can tell which is meant", async () => {
    const { db } = open();
    const [one, other] = [await newEvent(db), await newEvent(db)];
    const person = await newPerson(db);
    for (const event of [one, other]) await join(db, person, event.id);
    await remind(db, before(one, 24));
    for (const event of [one, other]) await markSent(open(), event, before(one, 24));

    for (const comes of [true, false]) {
      expect(await say(person, comes, { offhand: true })).toEqual(missing);
      expect(await say(person, comes)).toEqual(missing);
    }
  });

  test("is to nothing once the event moved, until it is reminded anew", async () => {
    const { db, event, person } = await reminded();
    const changes = { startsAt: before(event, -72) };
    await db.transaction().execute((trx) => updateEvent(trx, { eventId: event.id, changes, now: NOW }));
    expect(await say(person, false)).toEqual(missing);
  });
});
