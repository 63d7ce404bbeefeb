import { beforeEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { join, type KnownActor, NOW, newEvent, newPerson } from "../../test/people.ts";
import { findFaults } from "../../test/seats.ts";
import { inTransaction } from "../database/faults.ts";
import { findRegistration } from "../database/registrations.ts";
import { type EventId, newId, type RegistrationId, type UserId } from "../ids.ts";
import { addPerson, cancelPlace, moveUp } from "./person-desk.ts";
import { giveUp } from "./registrations.ts";

const AFTER = new Date("2027-01-01T10:00:00Z");

describeBoth("what organisers do with the places of others", (open) => {
  let organiser: UserId;
  beforeEach(async () => {
    organiser = (await newPerson(open().db)).userId;
  });

  const doing = (now = NOW) => ({ userId: organiser, platform: "whatsapp", now }) as const;
  async function placeOf(person: KnownActor, eventId: EventId) {
    const place = await findRegistration(open().db, { eventId, userId: person.userId });
    if (!place) throw new Error("no such registration");
    return place;
  }
  const cancel = (registration: RegistrationId, now?: Date) =>
    inTransaction(open().db, (trx) => cancelPlace(trx, { registration, ...doing(now) }));
  const up = (registration: RegistrationId, now?: Date) =>
    inTransaction(open().db, (trx) => moveUp(trx, { registration, ...doing(now) }));
  const add = (eventId: EventId, { queue = false, now = NOW } = {}) =>
    inTransaction(open().db, (trx) => addPerson(trx, { eventId, name: "Ada", queue, ...doing(now) }));
  const historyOf = async (registrationId: RegistrationId) =>
    (
      await open()
        .db.selectFrom("registrationChanges")
        .selectAll()
        .where("registrationId", "=", registrationId)
        .orderBy("id")
        .execute()
    ).map(({ fromStatus, toStatus, actor, via }) => [fromStatus, toStatus, actor.split(":")[0], via].join(" "));
  const toldTo = async ({ userId }: KnownActor) =>
    (await open().db.selectFrom("outbox").select("kind").where("userId", "=", userId).orderBy("id").execute()).map(
      ({ kind }) => kind,
    );
  const audits = async () =>
    (
      await open()
        .db.selectFrom("auditLog")
        .selectAll()
        .where("actor", "=", `user:${organiser}`)
        .orderBy("id")
        .execute()
    ).map(({ action, subject }) => [action, subject]);

  /** One seat, so many people, of whom the first has it. */
  async function crowd(size: number, { askFirst = false } = {}) {
    const { id } = await newEvent(open().db, { maxParticipants: 1 });
    const people: KnownActor[] = [];
    for (let n = 0; n < size; n++) people.push(await newPerson(open().db));
    for (const [n, person] of people.entries()) await join(open().db, person, id, { askFirst: n > 0 && askFirst });
    return { id, people: people as [KnownActor, KnownActor, KnownActor] };
  }

  test("a place that is cancelled goes to the next, the person is told, and who did it is written down", async () => {
    const { id, people } = await crowd(2);
    const place = await placeOf(people[0], id);
    expect(await cancel(place.id)).toEqual({ type: "cancelled", served: 1 });
    expect((await placeOf(people[1], id)).status).toBe("confirmed");
    expect(await toldTo(people[0])).toEqual(["place-cancelled"]);
    expect(await historyOf(place.id)).toEqual([" confirmed user telegram", "confirmed cancelled user whatsapp"]);
    const last = await open()
      .db.selectFrom("registrationChanges")
      .select("actor")
      .where("registrationId", "=", place.id)
      .orderBy("id", "desc")
      .executeTakeFirst();
    expect(last?.actor).toBe(`user:${organiser}`);
    expect(await audits()).toEqual([["place-cancelled", `user:${people[0].userId}`]]);
    expect(await cancel(place.id)).toEqual({ type: "stays", why: "gone" });
    expect(await toldTo(people[0])).toEqual(["place-cancelled"]);
    expect(await findFaults(open().db, id)).toEqual([]);
  });

  test("whoever is moved up is first in the queue, and has the next free seat", async () => {
    const { id, people } = await crowd(3);
    const [holder, second, third] = people;
    expect(await up((await placeOf(third, id)).id)).toEqual({ type: "first" });
    expect(await up((await placeOf(third, id)).id)).toEqual({ type: "stays", why: "first" });
    expect(await toldTo(third)).toEqual([]);
    await inTransaction(open().db, (trx) => giveUp(trx, { actor: holder, eventId: id, sure: true, now: NOW }));
    expect((await placeOf(third, id)).status).toBe("confirmed");
    expect((await placeOf(second, id)).status).toBe("waitlisted");
    expect(await toldTo(third)).toEqual(["seat-yours"]);
    expect(await historyOf((await placeOf(third, id)).id)).toEqual([
      " waitlisted user telegram",
      "waitlisted waitlisted user whatsapp",
      "waitlisted confirmed system system",
    ]);
    expect(await findFaults(open().db, id)).toEqual([]);
  });

  test("with a seat free it comes to them, as they chose when they joined", async () => {
    for (const [askFirst, type] of [
      [true, "asked"],
      [false, "seated"],
    ] as const) {
      const { id, people } = await crowd(3, { askFirst });
      const [holder, second, third] = people;
      // Everybody let a seat go of late, so one is free while they wait.
      const rest = { offerExpiresAt: NOW };
      await open()
        .db.updateTable("eventRegistrations")
        .set(rest)
        .where("eventId", "=", id)
        .where("status", "=", "waitlisted")
        .execute();
      await inTransaction(open().db, (trx) => giveUp(trx, { actor: holder, eventId: id, sure: true, now: NOW }));
      expect((await placeOf(second, id)).status).toBe("waitlisted");
      expect(await up((await placeOf(third, id)).id)).toEqual({ type });
      expect(await toldTo(third)).toEqual([askFirst ? "seat-offered" : "seat-yours"]);
      expect(await up((await placeOf(third, id)).id)).toEqual({ type: "stays", why: type });
    }
  });

  test("whoever gave up has a seat again, only while one is free", async () => {
    const { id, people } = await crowd(2);
    const [holder, second] = people;
    const given = await placeOf(holder, id);
    await inTransaction(open().db, (trx) => giveUp(trx, { actor: holder, eventId: id, sure: true, now: NOW }));
    expect(await up(given.id)).toEqual({ type: "stays", why: "full" });
    await inTransaction(open().db, (trx) => giveUp(trx, { actor: second, eventId: id, sure: true, now: NOW }));
    expect(await up(given.id)).toEqual({ type: "seated" });
    expect(await placeOf(holder, id)).toMatchObject({ status: "confirmed", registeredVia: "telegram" });
    expect(await toldTo(holder)).toEqual(["seat-yours"]);
    expect(await findFaults(open().db, id)).toEqual([]);
  });

  test("somebody added by name has a ticket and nothing else, and waits only if that is wanted", async () => {
    const { id } = await newEvent(open().db, { maxParticipants: 1 });
    const first = await add(id);
    const place = await open()
      .db.selectFrom("eventRegistrations as r")
      .innerJoin("users as u", "u.id", "r.userId")
      .selectAll("r")
      .select(["u.name", "u.email", "u.locale", "u.consentAt", "u.consentVersion"])
      .where("r.id", "=", first.type === "added" ? first.registration : newId<RegistrationId>())
      .executeTakeFirst();
    expect(place).toMatchObject({
      ...{ name: "Ada", email: null, locale: null, consentAt: NOW, consentVersion: null },
      ...{ registeredVia: "desk", status: "confirmed", ticketCode: expect.stringMatching(/^[A-Z2-9]{8}$/) },
    });
    expect(await historyOf(place?.id as RegistrationId)).toEqual([" confirmed user whatsapp"]);
    expect(await audits()).toEqual([["person-added", `user:${place?.userId}`]]);
    expect(await add(id)).toMatchObject({ type: "full", seats: { capacity: 1, taken: 1 } });
    expect(await add(id, { queue: true })).toMatchObject({ type: "added" });
    expect(await findFaults(open().db, id)).toEqual([]);
  });

  test("nothing of it at an event that has begun, was called off, or is still a draft", async () => {
    const { id, people } = await crowd(2);
    const place = await placeOf(people[0], id);
    expect(await cancel(place.id, AFTER)).toEqual({ type: "stays", why: "over" });
    expect(await up(place.id, AFTER)).toEqual({ type: "stays", why: "over" });
    expect(await add(id, { now: AFTER })).toMatchObject({ type: "closed", why: "over" });
    await open().db.updateTable("events").set({ status: "cancelled" }).where("id", "=", id).execute();
    expect(await cancel(place.id)).toEqual({ type: "stays", why: "called-off" });
    expect(await add(id)).toMatchObject({ type: "closed", why: "called-off" });
    expect(await add((await newEvent(open().db, { status: "draft" })).id)).toEqual({ type: "missing" });
    expect(await cancel(newId())).toEqual({ type: "missing" });
    expect(await audits()).toEqual([]);
  });
});
