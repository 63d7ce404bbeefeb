import fc from "fast-check";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { again, join, type KnownActor, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import { inTransaction } from "../database/faults.ts";
import { type EventId, newId } from "../ids.ts";
import type { Actor } from "../messages.ts";
import type { Wish } from "./comers.ts";
import { type RegisterOutcome, registerAll } from "./joining.ts";
import { giveUp } from "./registrations.ts";

/** What is wanted at an event that is told apart. */
type Asked = Omit<Wish, "eventId">;

const anna = { name: "Анна Петрова", email: "anna@gmail.com", reminders: true };

describeBoth("people who come to an event together", (open) => {
  const come = (wishes: Wish[]) =>
    inTransaction(open().db, async (trx) => (await registerAll(trx, { wishes, now: NOW })).outcomes);
  const comeTogether = (eventId: EventId, asked: Asked[]) => come(asked.map((one) => ({ eventId, ...one })));
  const strangers = (count: number) => Promise.all(Array.from({ length: count }, () => newActor(open().db)));
  const actorsOf = (eventId: EventId) =>
    open()
      .db.selectFrom("registrationChanges")
      .select(["actor", "toStatus"])
      .where("eventId", "=", eventId)
      .orderBy("id")
      .execute();

  test("have the seats in the order in which they came, and the others their numbers in the queue", async () => {
    const { db } = open();
    const { id } = await newEvent(db, { maxParticipants: 20 });
    const crowd = await strangers(50);

    const outcomes = await comeTogether(
      id,
      crowd.map((actor) => ({ actor, person: anna, queue: true })),
    );

    expect(outcomes.map(toPlace)).toEqual([
      ...Array.from({ length: 20 }, (_, n) => `seat, ${n + 1} taken, 0 wait`),
      ...Array.from({ length: 30 }, (_, n) => `number ${n + 1}, 20 taken, ${n + 1} wait`),
    ]);
    const users = await Promise.all(crowd.map(async (actor) => (await again(db, actor)).userId));
    expect(await actorsOf(id)).toEqual(
      users.map((user, n) => ({ actor: `user:${user}`, toStatus: n < 20 ? "confirmed" : "waitlisted" })),
    );
    expect(await findFaults(db, id)).toEqual([]);
  });

  test("are each answered as they stand: known, told, not known, in already, and not waiting", async () => {
    const { db } = open();
    const { id } = await newEvent(db, { maxParticipants: 3 });
    const [max, had, other, unknown, late] = [
      await newPerson(db, { name: "Max Weber" }),
      await newPerson(db),
      ...(await strangers(3)),
    ];
    if (!other || !unknown || !late) throw new Error("nobody came");
    await join(db, had, id);

    const outcomes = await comeTogether(id, [
      { actor: unknown, queue: true },
      { actor: max, queue: false },
      { actor: had, queue: false },
      { actor: other, person: anna, queue: false },
      { actor: late, person: anna, queue: false },
    ]);

    expect(outcomes).toMatchObject([
      { type: "unknown-person", card: { standing: { type: "none" }, seats: { taken: 1 }, person: undefined } },
      { type: "confirmed", card: { seats: { taken: 2 }, person: { name: "Max Weber", email: null } } },
      { type: "already", card: { seats: { taken: 2 }, standing: { type: "confirmed" } } },
      { type: "confirmed", card: { seats: { taken: 3 }, person: { name: "Анна Петрова", email: "anna@gmail.com" } } },
      { type: "full", card: { seats: { taken: 3 }, standing: { type: "none" }, person: undefined } },
    ]);
    for (const actor of [unknown, late]) expect((await again(db, actor)).userId).toBeUndefined();
  });

  test("have the seats of their own event each, and count at no other", async () => {
    const { db } = open();
    const [small, large] = [await newEvent(db, { maxParticipants: 2 }), await newEvent(db, { maxParticipants: 9 })];
    const draft = await newEvent(db, { status: "draft" });
    const crowd = await strangers(8);
    const events = [small.id, large.id, draft.id, small.id, large.id, small.id, newId<EventId>(), large.id];

    const outcomes = await come(
      crowd.map((actor, n) => ({ eventId: at(events, n), actor, person: anna, queue: n % 2 === 1 })),
    );

    expect(outcomes.map(toPlace)).toEqual([
      ...["seat, 1 taken, 0 wait", "seat, 1 taken, 0 wait", "event-missing", "seat, 2 taken, 0 wait"],
      ...["seat, 2 taken, 0 wait", "number 1, 2 taken, 1 wait", "event-missing", "seat, 3 taken, 0 wait"],
    ]);
    for (const { id } of [small, large, draft]) expect(await findFaults(db, id)).toEqual([]);
  });

  test("are kept none of if one of them cannot be", async () => {
    const { db } = open();
    const { id } = await newEvent(db);
    const [one, other] = await strangers(2);
    if (!one || !other) throw new Error("nobody came");
    const wishes = [one, other, one].map((actor) => ({ actor, person: anna, queue: false }));

    await expect(comeTogether(id, wishes)).rejects.toThrow("somebody's");

    expect(await findFaults(db, id)).toEqual([]);
    expect(await actorsOf(id)).toEqual([]);
    expect((await again(db, one)).userId).toBeUndefined();
  });

  test("get what they would one by one, whoever sits and waits there before", { timeout: 240_000 }, async () => {
    const { db, kind } = open();
    const people: KnownActor[] = [];
    for (let n = 0; n < 9; n++) people.push(await newPerson(db));
    const deed = fc.record({ queue: fc.boolean(), askFirst: fc.boolean(), known: fc.boolean() });
    const before = fc.record({ who: fc.nat(8), leaves: fc.boolean(), queue: fc.boolean(), askFirst: fc.boolean() });
    const capacity = fc.option(fc.integer({ min: 1, max: 6 }), { freq: 8 });
    const comers = fc.tuple(
      fc.shuffledSubarray([...people.keys()], { minLength: 1 }),
      fc.array(deed, { minLength: 9 }),
    );

    const law = fc.asyncProperty(
      capacity,
      fc.array(before, { maxLength: 12 }),
      comers,
      async (seats, past, [who, how]) => {
        const events = [await newEvent(db, { maxParticipants: seats }), await newEvent(db, { maxParticipants: seats })];
        const wishes = who.map((n, i) => ({ actor: at(people, n), ...at(how, i) }));
        for (const { id } of events) for (const step of past) await prepare(id, at(people, step.who), step);
        const [together, apart] = [at(events, 0).id, at(events, 1).id];

        const group = await comeTogether(together, wishes.map(toWish));
        const single: RegisterOutcome[] = [];
        for (const { actor, ...how } of wishes) single.push(await join(db, actor, apart, how));

        expect(group.map(toPlace)).toEqual(single.map(toPlace));
        expect(await standings(together)).toEqual(await standings(apart));
        expect(await findFaults(db, together)).toEqual([]);
      },
    );
    await fc.assert(law, { numRuns: kind === "pglite" ? 40 : 30 });

    async function prepare(id: EventId, actor: KnownActor, { leaves, ...how }: { leaves: boolean; queue: boolean }) {
      await join(db, actor, id, how);
      if (leaves) await inTransaction(db, (trx) => giveUp(trx, { actor, eventId: id, sure: true, now: NOW }));
    }

    async function standings(id: EventId) {
      const counts = await db
        .selectFrom("events")
        .select(["takenCount", "waitingCount", "queueHead"])
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      const rows = await db
        .selectFrom("eventRegistrations")
        .select(["userId", "status", "queueNo", "autoTake", "confirmedAt"])
        .where("eventId", "=", id)
        .orderBy("userId")
        .execute();
      return { counts, rows };
    }
  });
});

function at<T>(list: readonly T[], n: number): T {
  const one = list[n];
  if (one === undefined) throw new Error(`no number ${n}`);
  return one;
}

function toWish({ known, ...wish }: { actor: Actor; queue: boolean; askFirst: boolean; known: boolean }): Asked {
  return { ...wish, ...(!known && { person: { name: "Max Weber", email: undefined, reminders: true } }) };
}

/** What somebody was told, in a word: with the seats and the queue as of their turn. */
function toPlace(outcome: RegisterOutcome): string {
  if (outcome.type === "event-missing") return outcome.type;
  const { seats, standing } = outcome.card;
  const where = outcome.type === "confirmed" ? "seat" : `number ${"position" in outcome ? outcome.position : "none"}`;
  const what =
    outcome.type === "confirmed" || outcome.type === "waitlisted" ? where : `${outcome.type} ${standing.type}`;
  return `${what}, ${seats.taken} taken, ${seats.waiting} wait`;
}
