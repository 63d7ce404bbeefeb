import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { join, type KnownActor, NOW, newEvent, newPerson } from "../../test/people.ts";
import type { Words } from "../broadcasts.ts";
import { inTransaction } from "../database/faults.ts";
import { type BroadcastId, newId } from "../ids.ts";
import type { Audience, Platform } from "../messages.ts";
import { sendWords, stopBroadcast } from "./broadcasts.ts";
import type { EventRecord } from "./events.ts";
import { dropTraces } from "./retention.ts";

const DAY_MS = 24 * 3_600_000;
const carriers = { platforms: ["telegram", "whatsapp"] as readonly Platform[], mail: false };
/** Of a December night in Moscow, where it is day in New York. */
const NIGHT = new Date("2026-12-01T20:00:00Z");

describeBoth("words to the people of an event", (open) => {
  const wordsFor = (event: EventRecord, audience: Audience = "all"): Words => ({
    id: newId<BroadcastId>(),
    event: event.id,
    revision: event.revision,
    audience,
    text: "Bring a cup.",
  });
  const send = (actor: KnownActor, words: Words, { now = NOW, atOnce = false } = {}) =>
    inTransaction(open().db, (trx) => sendWords(trx, { ...carriers, actor, words, atOnce, messageId: undefined, now }));
  const rowsOf = ({ id }: Words) =>
    open()
      .db.selectFrom("outbox")
      .select(["userId", "dueAt", "expiresAt", "status", "reason"])
      .where("broadcastId", "=", id)
      .orderBy("dueAt")
      .execute();
  async function fill(event: EventRecord, zones: (string | undefined)[] = [undefined]) {
    for (const zone of zones) {
      const person = await newPerson(open().db);
      if (zone) await open().db.updateTable("users").set({ timeZone: zone }).where("id", "=", person.userId).execute();
      await join(open().db, person, event.id);
    }
    return newPerson(open().db);
  }

  test("go to each of the audience once, however often they are sent", async () => {
    const event = await newEvent(open().db, { maxParticipants: 2 });
    const max = await fill(event, [undefined, undefined, undefined]);
    const words = wordsFor(event, "coming");
    const first = await send(max, words);
    expect(first).toMatchObject({ type: "sent", progress: { people: 2, reachable: 2, waiting: 2, over: false } });
    expect(await send(max, words)).toEqual(first);
    expect(await rowsOf(words)).toHaveLength(2);
    const waiting = wordsFor(event, "waiting");
    await send(max, waiting);
    expect(await rowsOf(waiting)).toHaveLength(1);
  });

  test("are not sent as they were shown before the event was changed, or called off, or where nobody is", async () => {
    const event = await newEvent(open().db);
    const max = await fill(event, []);
    expect(await send(max, wordsFor(event))).toMatchObject({ type: "nobody" });
    expect(await send(max, { ...wordsFor(event), revision: 0 })).toEqual({ type: "changed-meanwhile" });
    const off = await newEvent(open().db, { status: "cancelled" });
    expect(await send(max, wordsFor(off))).toMatchObject({ type: "unwritable" });
  });

  test("wait for the morning where it is night, unless they are sent at once, or the event is near", async () => {
    const event = await newEvent(open().db);
    const max = await fill(event, [undefined, "America/New_York"]);
    const words = wordsFor(event);
    await send(max, words, { now: NIGHT });
    expect((await rowsOf(words)).map(({ dueAt }) => dueAt)).toEqual([NIGHT, new Date("2026-12-02T05:00:00Z")]);
    const [row] = await rowsOf(words);
    expect(row?.expiresAt).toEqual(new Date("2026-12-03T05:00:00Z"));

    const now = wordsFor(event);
    await send(max, now, { now: NIGHT, atOnce: true });
    expect((await rowsOf(now)).map(({ dueAt }) => dueAt)).toEqual([NIGHT, NIGHT]);

    const soon = await newEvent(open().db, { startsAt: new Date(NIGHT.getTime() + 9 * 3_600_000) });
    const late = wordsFor(soon);
    await send(await fill(soon), late, { now: NIGHT });
    expect(await rowsOf(late)).toMatchObject([{ dueAt: NIGHT, expiresAt: soon.startsAt }]);
  });

  test("that are stopped leave alone what somebody is sending just now", async () => {
    const event = await newEvent(open().db);
    const max = await fill(event, [undefined, undefined]);
    const words = wordsFor(event);
    await send(max, words);
    const { id } = await open()
      .db.selectFrom("outbox")
      .select("id")
      .where("broadcastId", "=", words.id)
      .executeTakeFirstOrThrow();
    const lease = { leaseToken: newId(), leasedUntil: new Date(Date.now() + 60_000) };
    await open().db.updateTable("outbox").set(lease).where("id", "=", id).execute();
    const stop = () =>
      inTransaction(open().db, (trx) => stopBroadcast(trx, { id: words.id, userId: max.userId, now: NOW }));
    expect(await stop()).toMatchObject({ stopped: true, waiting: 1, underWay: 1 });
    expect((await rowsOf(words)).map(({ status }) => status).toSorted()).toEqual(["skipped", "waiting"]);

    // Its process died, and nothing is heard of it any more.
    await open()
      .db.updateTable("outbox")
      .set({ leasedUntil: new Date(0) })
      .where("id", "=", id)
      .execute();
    await inTransaction(open().db, (trx) => stopBroadcast(trx, { id: words.id, userId: max.userId, now: NOW }));
    const audits = await open()
      .db.selectFrom("auditLog")
      .select("action")
      .where("subject", "=", `event:${event.id}`)
      .execute();
    expect(audits.map(({ action }) => action)).toEqual(["people-written-to", "broadcast-stopped"]);
  });

  test("are forgotten when the retention is over, and no sooner", async () => {
    const event = await newEvent(open().db);
    const max = await fill(event);
    const words = wordsFor(event);
    await send(max, words);
    await open().db.updateTable("broadcasts").set({ closedAt: NOW }).where("id", "=", words.id).execute();
    const kept = async (now: Date) => {
      await dropTraces(open().db, { retentionDays: 90, now });
      return open().db.selectFrom("broadcasts").select("words").where("id", "=", words.id).executeTakeFirstOrThrow();
    };
    expect(await kept(new Date(event.startsAt.getTime() + 89 * DAY_MS))).toEqual({ words: "Bring a cup." });
    expect(await kept(new Date(event.startsAt.getTime() + 91 * DAY_MS))).toEqual({ words: "" });
  });
});
