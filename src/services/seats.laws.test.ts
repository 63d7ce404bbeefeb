import fc from "fast-check";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { join, type KnownActor, NOW, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import type { EventId } from "../ids.ts";
import { updateEvent } from "./event-changes.ts";
import { giveUp } from "./registrations.ts";

type Deed =
  | { type: "join"; who: number; queue: boolean }
  | { type: "leave"; who: number; sure: boolean }
  | { type: "resize"; capacity: number | null };

const PEOPLE = 6;
const who = fc.nat(PEOPLE - 1);
const deeds = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ type: fc.constant("join" as const), who, queue: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant("leave" as const), who, sure: fc.boolean() }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant("resize" as const),
        capacity: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 6 }),
      }),
    },
  ),
  { maxLength: 25 },
);

/** The rules once more, as simply as can be: who sits, who waits, and for how many there is room. */
interface Model {
  capacity: number | null;
  seated: Set<number>;
  queue: number[];
}

describeBoth("seats and queue", (open) => {
  test("are what the rules say, after any sequence of joining, leaving and resizing", {
    timeout: 120_000,
  }, async () => {
    const { db, kind } = open();
    const people: KnownActor[] = [];
    for (let i = 0; i < PEOPLE; i++) people.push(await newPerson(db));

    const law = fc.asyncProperty(fc.integer({ min: 1, max: 3 }), deeds, async (capacity, sequence) => {
      const { id } = await newEvent(db, { maxParticipants: capacity });
      const model: Model = { capacity, seated: new Set(), queue: [] };
      for (const deed of sequence) {
        expect(await act(id, deed)).toBe(expected(model, deed));
        const { maxParticipants, takenCount, waitingCount } = await db
          .selectFrom("events")
          .selectAll()
          .where("id", "=", id)
          .executeTakeFirstOrThrow();
        expect([maxParticipants, takenCount, waitingCount]).toEqual([
          ...[model.capacity, model.seated.size, model.queue.length],
        ]);
      }
      expect(await standing(id)).toEqual({ seated: [...model.seated].sort(), queue: model.queue });
      expect(await findFaults(db, id)).toEqual([]);
    });
    await fc.assert(law, { numRuns: kind === "pglite" ? 60 : 30 });

    async function act(eventId: EventId, deed: Deed): Promise<string> {
      if (deed.type === "resize") {
        const changes = { maxParticipants: deed.capacity };
        return (await db.transaction().execute((trx) => updateEvent(trx, { eventId, changes, now: NOW }))).type;
      }
      const actor = people[deed.who];
      if (!actor) throw new Error("nobody");
      if (deed.type === "join") return (await join(db, actor, eventId, deed)).type;
      const { sure } = deed;
      return (await db.transaction().execute((trx) => giveUp(trx, { actor, eventId, sure, now: NOW }))).type;
    }

    async function standing(eventId: EventId): Promise<{ seated: number[]; queue: number[] }> {
      const rows = await db
        .selectFrom("eventRegistrations")
        .select(["userId", "status"])
        .where("eventId", "=", eventId)
        .orderBy("queueNo")
        .execute();
      const numbers = (status: string) =>
        rows.filter((row) => row.status === status).map((row) => people.findIndex((p) => p.userId === row.userId));
      return { seated: numbers("confirmed").sort(), queue: numbers("waitlisted") };
    }
  });
});

/** What the product should answer; changes the model. */
function expected(model: Model, deed: Deed): string {
  const { seated, queue } = model;
  if (deed.type === "resize") {
    if (deed.capacity !== null && deed.capacity < seated.size) return "below-taken";
    model.capacity = deed.capacity;
    serve(model);
    return "changed";
  }
  const sits = seated.has(deed.who);
  const waits = queue.includes(deed.who);
  if (deed.type === "join") {
    if (sits || waits) return "already";
    if (isFree(model) && !queue.length) seated.add(deed.who);
    else if (deed.queue) queue.push(deed.who);
    else return "full";
    return seated.has(deed.who) ? "confirmed" : "waitlisted";
  }
  if (!sits && !waits) return "nothing-to-give-up";
  if (sits && queue.length && !deed.sure) return "giving-up-asked";
  seated.delete(deed.who);
  model.queue = queue.filter((other) => other !== deed.who);
  serve(model);
  return "given-up";
}

function serve(model: Model): void {
  while (isFree(model)) {
    const next = model.queue.shift();
    if (next === undefined) return;
    model.seated.add(next);
  }
}

function isFree({ capacity, seated }: Model): boolean {
  return capacity === null || seated.size < capacity;
}
