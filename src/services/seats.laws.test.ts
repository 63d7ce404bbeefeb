import fc from "fast-check";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { join, type KnownActor, NOW, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import type { EventId } from "../ids.ts";
import { updateEvent } from "./event-changes.ts";
import { stay, takeOffered } from "./offer-answers.ts";
import { passOnOffers } from "./offers.ts";
import { giveUp } from "./registrations.ts";

type Deed =
  | { type: "join"; who: number; queue: boolean; askFirst: boolean }
  | { type: "leave"; who: number; sure: boolean }
  | { type: "take"; who: number }
  | { type: "stay"; who: number }
  /** All who are asked let their time run out, and those who did before may be asked again. */
  | { type: "wait" }
  | { type: "resize"; capacity: number | null };

const PEOPLE = 6;
/** Longer than a hold, which takes a day of waking hours, and not so long that its person may be asked again already. */
const WAIT_MS = 48 * 60 * 60_000;
const who = fc.nat(PEOPLE - 1);
const kind = <T extends string>(type: T) => fc.constant(type);
const deeds = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ type: kind("join"), who, queue: fc.boolean(), askFirst: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ type: kind("leave"), who, sure: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ type: kind("take"), who }) },
    { weight: 1, arbitrary: fc.record({ type: kind("stay"), who }) },
    { weight: 1, arbitrary: fc.record({ type: kind("wait") }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: kind("resize"),
        capacity: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 6 }),
      }),
    },
  ),
  { maxLength: 25 },
);

interface Waiter {
  who: number;
  number: number;
  askFirst: boolean;
  /** Let an offer go, and is not asked again yet. */
  rests: boolean;
}

/** The rules once more, as simply as can be: who sits, who is asked, who waits, and for how many there is room. */
interface Model {
  capacity: number | null;
  drawn: number;
  seated: Set<number>;
  offered: Waiter[];
  queue: Waiter[];
}

describeBoth("seats, offers and queue", (open) => {
  test("are what the rules say, after any sequence of joining, answering, leaving, waiting and resizing", {
    timeout: 240_000,
  }, async () => {
    const { db, kind } = open();
    const people: KnownActor[] = [];
    for (let i = 0; i < PEOPLE; i++) people.push(await newPerson(db));

    const law = fc.asyncProperty(fc.integer({ min: 1, max: 3 }), deeds, async (capacity, sequence) => {
      const { id } = await newEvent(db, { maxParticipants: capacity, startsAt: new Date("2027-12-12T15:00:00Z") });
      const model: Model = { capacity, drawn: 0, seated: new Set(), offered: [], queue: [] };
      let now = NOW;
      for (const deed of sequence) {
        if (deed.type === "wait") now = new Date(now.getTime() + WAIT_MS);
        expect(await act(id, deed, now)).toBe(expected(model, deed));
        expect(await standing(id)).toEqual(toStanding(model));
      }
      expect(await findFaults(db, id)).toEqual([]);
      // Nothing of this event is to be passed on in the next run.
      await db.updateTable("events").set({ status: "cancelled" }).where("id", "=", id).execute();
      await db
        .updateTable("eventRegistrations")
        .set({ offerExpiresAt: null, status: "cancelled" })
        .where("eventId", "=", id)
        .execute();
    });
    await fc.assert(law, { numRuns: kind === "pglite" ? 60 : 30 });

    async function act(eventId: EventId, deed: Deed, now: Date): Promise<string> {
      if (deed.type === "wait") {
        await passOnOffers(db, now);
        return "passed on";
      }
      if (deed.type === "resize") {
        const changes = { maxParticipants: deed.capacity };
        return (await db.transaction().execute((trx) => updateEvent(trx, { eventId, changes, now }))).type;
      }
      const actor = people[deed.who];
      if (!actor) throw new Error("nobody");
      if (deed.type === "join") return (await join(db, actor, eventId, { ...deed, now })).type;
      return db.transaction().execute(async (trx) => {
        if (deed.type === "take") return (await takeOffered(trx, { actor, eventId, now })).type;
        if (deed.type === "stay") return (await stay(trx, { actor, eventId, now })).type;
        return (await giveUp(trx, { actor, eventId, sure: deed.sure, now })).type;
      });
    }

    async function standing(eventId: EventId) {
      const event = await db.selectFrom("events").selectAll().where("id", "=", eventId).executeTakeFirstOrThrow();
      const rows = await db
        .selectFrom("eventRegistrations")
        .select(["userId", "status"])
        .where("eventId", "=", eventId)
        .orderBy("queueNo")
        .execute();
      const of = (status: string) =>
        rows.filter((row) => row.status === status).map((row) => people.findIndex((p) => p.userId === row.userId));
      const { maxParticipants: capacity, takenCount: taken, waitingCount: waiting } = event;
      return {
        ...{ capacity, taken, waiting },
        ...{ seated: of("confirmed").sort(), offered: of("offered"), queue: of("waitlisted") },
      };
    }
  });
});

function toStanding({ capacity, seated, offered, queue }: Model) {
  return {
    ...{ capacity, taken: seated.size + offered.length, waiting: queue.length },
    seated: [...seated].sort(),
    offered: inOrder(offered).map(({ who }) => who),
    queue: inOrder(queue).map(({ who }) => who),
  };
}

/** What the product should answer; changes the model. */
function expected(model: Model, deed: Deed): string {
  switch (deed.type) {
    case "resize":
      return resize(model, deed.capacity);
    case "wait":
      return wait(model);
    case "join":
      return joining(model, deed);
    case "leave":
      return leaving(model, deed);
    case "take":
      return taking(model, deed.who);
    case "stay":
      return staying(model, deed.who);
  }
}

function resize(model: Model, capacity: number | null): string {
  if (capacity !== null && capacity < model.seated.size) return "below-taken";
  model.capacity = capacity;
  while (capacity !== null && model.seated.size + model.offered.length > capacity) {
    const last = inOrder(model.offered).at(-1);
    if (!last) throw new Error("more sit than there are seats");
    model.offered = model.offered.filter((one) => one !== last);
    model.queue.push({ ...last, rests: false });
  }
  serve(model);
  return "changed";
}

function wait(model: Model): string {
  const lapsed = inOrder(model.offered).map((one) => ({ ...one, number: ++model.drawn, rests: true }));
  model.offered = [];
  model.queue = [...model.queue.map((one) => ({ ...one, rests: false })), ...lapsed];
  serve(model);
  return "passed on";
}

function joining(model: Model, { who, queue, askFirst }: Extract<Deed, { type: "join" }>): string {
  const waiter = find(model, who);
  if (waiter && queue && !model.offered.includes(waiter) && waiter.askFirst !== askFirst) {
    waiter.askFirst = askFirst;
    return "waitlisted";
  }
  if (model.seated.has(who) || waiter) return "already";
  if (isFree(model)) model.seated.add(who);
  else if (queue) model.queue.push({ who, number: ++model.drawn, askFirst, rests: false });
  else return "full";
  return model.seated.has(who) ? "confirmed" : "waitlisted";
}

function leaving(model: Model, { who, sure }: Extract<Deed, { type: "leave" }>): string {
  const sits = model.seated.has(who);
  if (!sits && !find(model, who)) return "nothing-to-give-up";
  if (sits && model.queue.length && !sure) return "giving-up-asked";
  remove(model, who);
  serve(model);
  return "given-up";
}

function taking(model: Model, who: number): string {
  const waiter = find(model, who);
  if (!waiter) return "event-found";
  if (!model.offered.includes(waiter) && !isFree(model)) return "offer-over";
  remove(model, who);
  model.seated.add(who);
  return "confirmed";
}

function staying(model: Model, who: number): string {
  const waiter = find(model, who);
  if (waiter) waiter.rests = false;
  serve(model);
  return "event-found";
}

function serve(model: Model): void {
  while (isFree(model)) {
    const next = inOrder(model.queue).find(({ rests }) => !rests);
    if (!next) return;
    model.queue = model.queue.filter((one) => one !== next);
    if (next.askFirst) model.offered.push(next);
    else model.seated.add(next.who);
  }
}

function find({ offered, queue }: Model, who: number): Waiter | undefined {
  return [...offered, ...queue].find((one) => one.who === who);
}

function remove(model: Model, who: number): void {
  model.seated.delete(who);
  model.offered = model.offered.filter((one) => one.who !== who);
  model.queue = model.queue.filter((one) => one.who !== who);
}

function inOrder(waiters: Waiter[]): Waiter[] {
  return waiters.toSorted((one, other) => one.number - other.number);
}

function isFree({ capacity, seated, offered }: Model): boolean {
  return capacity === null || seated.size + offered.length < capacity;
}
