import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { heard, linkByCode, newEmail, newHolder, prove, userOf } from "../../test/linking.ts";
import { join, type KnownActor, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import { inTransaction } from "../database/faults.ts";
import type { Actor } from "../messages.ts";
import { giveUp } from "./registrations.ts";
import { dropTraces, type Expired, expire, listExpired } from "./retention.ts";

const DAY_MS = 24 * 60 * 60_000;
const later = (from: Date, days: number) => new Date(from.getTime() + days * DAY_MS);

describeBoth("forgetting people when their time is over", (open) => {
  const promisedAt = (now: Date) => ({ retentionDays: 90, now });
  const expireAt = (now: Date, expired: Expired) =>
    inTransaction(open().db, (trx) => expire(trx, expired, promisedAt(now)));

  async function listedAt(now: Date): Promise<string[]> {
    const ids: string[] = [];
    for await (const each of listExpired(open().db, promisedAt(now))) {
      ids.push("userId" in each ? each.userId : each.chatId);
    }
    return ids;
  }
  /** Somebody whose only sign-up is for an event on 12 December, and who has been silent since. */
  async function visitor(event: Partial<Parameters<typeof newEvent>[1]> = {}): Promise<KnownActor> {
    const { id } = await newEvent(open().db, event);
    const person = await newPerson(open().db, { name: "Max Weber" });
    await join(open().db, person, id);
    await heard(open().db, person, NOW);
    return person;
  }
  const nameOf = async ({ userId }: KnownActor) =>
    (await open().db.selectFrom("users").select("name").where("id", "=", userId).executeTakeFirstOrThrow()).name;
  const theEvent = new Date("2026-12-12T15:00:00Z");

  test("is due so many days after the end of the last event, and not before", async () => {
    const person = await visitor();
    const longOne = await visitor({ endsAt: later(theEvent, 2) });

    expect(await listedAt(later(theEvent, 89.9))).not.toContain(person.userId);
    const listed = await listedAt(later(theEvent, 90.1));
    expect(listed).toContain(person.userId);
    expect(listed).not.toContain(longOne.userId);
    expect(await listedAt(later(theEvent, 92.1))).toContain(longOne.userId);
  });

  test("empties the person and the chat without a word, and leaves the seat counted", async () => {
    const { db } = open();
    const event = await newEvent(db);
    const person = await newPerson(db, { name: "Maximilian Expired" });
    await join(db, person, event.id);
    const said = await db.selectFrom("outbox").select("id").execute();

    const addresses = await expireAt(later(theEvent, 91), { userId: person.userId });

    expect(addresses).toEqual([expect.objectContaining({ platform: "telegram" })]);
    expect(await nameOf(person)).toBeNull();
    const chat = await db.selectFrom("chats").selectAll().where("id", "=", person.chatId).executeTakeFirstOrThrow();
    expect(chat).toMatchObject({ userId: null, telegramId: null, addressHash: null, stateData: {} });
    expect(await db.selectFrom("outbox").select("id").execute()).toEqual(said);
    const { takenCount } = await db
      .selectFrom("events")
      .selectAll()
      .where("id", "=", event.id)
      .executeTakeFirstOrThrow();
    expect(takenCount).toBe(1);
    expect(await findFaults(db, event.id)).toEqual([]);
  });

  test("waits for the last of several events", async () => {
    const person = await visitor();
    const second = await newEvent(open().db, { startsAt: later(theEvent, 30) });
    await join(open().db, person, second.id);

    expect(await listedAt(later(theEvent, 100))).not.toContain(person.userId);
    expect(await listedAt(later(theEvent, 120.1))).toContain(person.userId);
  });

  test("counts from the moment when a seat was given up, not from an event that they did not go to", async () => {
    const { db } = open();
    const event = await newEvent(db, { startsAt: later(NOW, 300) });
    const person = await newPerson(db);
    await join(db, person, event.id);
    await inTransaction(db, (trx) => giveUp(trx, { actor: person, eventId: event.id, sure: true, now: NOW }));

    expect(await listedAt(later(NOW, 89))).not.toContain(person.userId);
    expect(await listedAt(later(NOW, 91))).toContain(person.userId);
  });

  test("does not cut off a talk, but comes back to it", async () => {
    const person = await visitor();
    const now = later(theEvent, 91);
    await heard(open().db, person, later(now, -0.5));

    expect(await listedAt(now)).not.toContain(person.userId);
    expect(await expireAt(now, { userId: person.userId })).toBeUndefined();
    expect(await listedAt(later(now, 1))).toContain(person.userId);
  });

  test("of whoever signed up for nothing, the last word counts", async () => {
    const { db } = open();
    const bare = await newPerson(db);
    const nobody = await newActor(db, { platform: "whatsapp" });
    for (const actor of [bare, nobody]) await heard(db, actor, NOW);

    const early = await listedAt(later(NOW, 89));
    const due = await listedAt(later(NOW, 91));

    for (const id of [bare.userId, nobody.chatId]) {
      expect(early).not.toContain(id);
      expect(due).toContain(id);
    }
    expect(await expireAt(later(NOW, 91), { chatId: nobody.chatId })).toHaveLength(1);
    expect(await listedAt(later(NOW, 91))).not.toContain(nobody.chatId);
  });

  test("takes all of a person who was two", async () => {
    const { db } = open();
    const email = newEmail();
    const max = await newHolder(db, { email, name: "Max Weber" });
    const other = await newPerson(db, { platform: "whatsapp", name: "Maximilian Weber" });
    await linkByCode(db, max, other, { email });

    const addresses = await expireAt(later(NOW, 91), { userId: (await userOf(db, max)) ?? max.userId });

    expect(addresses?.map(({ platform }) => platform).toSorted()).toEqual(["telegram", "whatsapp"]);
    expect([await nameOf(max), await nameOf(other)]).toEqual([null, null]);
    expect([await userOf(db, max), await userOf(db, other)]).toEqual([undefined, undefined]);
  });

  test("spares whoever signed up again between the look and the deed", async () => {
    const person = await visitor();
    const now = later(theEvent, 91);
    expect(await listedAt(now)).toContain(person.userId);
    const next = await newEvent(open().db, { startsAt: later(now, 10) });
    await join(open().db, person, next.id, { now });

    expect(await expireAt(now, { userId: person.userId })).toBeUndefined();
    expect(await nameOf(person)).toBe("Max Weber");
  });

  test("in two processes at once it is done once", async () => {
    const person = await visitor();
    const now = later(theEvent, 91);

    const both = await Promise.all([1, 2].map(() => expireAt(now, { userId: person.userId })));

    expect(both.filter((addresses) => addresses !== undefined)).toHaveLength(1);
    const audits = await open()
      .db.selectFrom("auditLog")
      .select("id")
      .where("subject", "=", `user:${person.userId}`)
      .where("action", "=", "expire")
      .execute();
    expect(audits).toHaveLength(1);
  });

  test("comes to everybody, however many they are", async () => {
    const crowd: Actor[] = [];
    for (let n = 0; n < 205; n++) crowd.push(await newActor(open().db));
    const listed = await listedAt(later(NOW, 91));
    expect(crowd.filter(({ chatId }) => !listed.includes(chatId))).toEqual([]);
    expect(new Set(listed).size).toBe(listed.length);
  });

  test("codes, misses, hashes and old letters go as well", async () => {
    const { db } = open();
    const email = newEmail();
    const holder = await newHolder(db, { email });
    await prove(db, await newActor(db), email, { mail: true });
    const hashed = { addressHash: Buffer.from("hash"), forgottenAt: NOW };
    await db.updateTable("chats").set(hashed).where("id", "=", holder.chatId).execute();
    await db.updateTable("outbox").set({ status: "sent" }).where("mailTo", "is not", null).execute();
    const left = async () => ({
      requests: (await db.selectFrom("linkRequests").select("id").where("email", "=", email).execute()).length,
      hash: (await db.selectFrom("chats").select("addressHash").where("id", "=", holder.chatId).execute())[0]
        ?.addressHash,
      letters: (await db.selectFrom("outbox").select("id").where("mailTo", "=", email).execute()).length,
    });

    await dropTraces(db, promisedAt(later(NOW, 9)));
    expect(await left()).toEqual({ requests: 1, hash: expect.anything(), letters: 1 });
    await dropTraces(db, promisedAt(later(NOW, 11)));
    expect(await left()).toEqual({ requests: 0, hash: null, letters: 1 });
    await dropTraces(db, promisedAt(later(NOW, 91)));
    expect(await left()).toEqual({ requests: 0, hash: null, letters: 0 });
  });
});
