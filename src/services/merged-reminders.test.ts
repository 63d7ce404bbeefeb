import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { act } from "../../test/linking.ts";
import { join, type KnownActor, NOW, newEvent, newPerson } from "../../test/people.ts";
import { listSubjects } from "../database/subjects.ts";
import type { EventId } from "../ids.ts";
import type { EventRecord } from "./events.ts";
import { mergeUsers } from "./merging.ts";
import { remind } from "./reminders.ts";
import { undoMerge } from "./undo-merge.ts";

const HOUR_MS = 60 * 60_000;

describeBoth("one person in two messengers, with a seat from each", (open) => {
  /** The earlier of the two stays when they are merged, and the earlier of the seats. */
  async function openPair() {
    const { db } = open();
    const event = await newEvent(db);
    const [early, late] = [await newPerson(db), await newPerson(db, { platform: "whatsapp" })];
    await db
      .updateTable("users")
      .set({ createdAt: new Date(NOW.getTime() + 60_000) })
      .where("id", "=", late.userId)
      .execute();
    for (const person of [early, late]) await join(db, person, event.id);
    return { event, early, late };
  }
  const merge = (one: KnownActor, other: KnownActor) =>
    act(open().db, one, (trx) => mergeUsers(trx, { chatId: one.chatId, other: { chatId: other.chatId }, now: NOW }));
  const aDayBefore = ({ startsAt }: EventRecord) => new Date(startsAt.getTime() - 24 * HOUR_MS);
  const setPlace = ({ userId }: KnownActor, status: "confirmed" | "waitlisted") =>
    open().db.updateTable("eventRegistrations").set({ status }).where("userId", "=", userId).execute();
  const settle = (person: KnownActor, status: "sent" | "skipped") =>
    open()
      .db.updateTable("outbox")
      .set({ status, sentAt: status === "sent" ? NOW : null })
      .where("userId", "=", person.userId)
      .where("kind", "=", "reminder-24h")
      .execute();

  /** What was or will be said: reminders whose registration still is a seat. */
  async function toBeHeard({ db }: ReturnType<typeof open>, eventId: EventId) {
    const rows = await db
      .selectFrom("outbox")
      .select(["id", "userId", "status"])
      .where("eventId", "=", eventId)
      .where("kind", "=", "reminder-24h")
      .where("status", "in", ["waiting", "sent"])
      .execute();
    const subjects = await listSubjects(
      db,
      rows.map(({ id }) => id),
    );
    return rows
      .filter(({ id, status }) => status === "sent" || subjects.get(id)?.seat === "confirmed")
      .map(({ userId, status }) => [userId, status]);
  }

  test("is reminded once when they become one before the moment", async () => {
    const { event, early, late } = await openPair();
    await merge(early, late);

    await remind(open().db, aDayBefore(event));

    expect(await toBeHeard(open(), event.id)).toEqual([[early.userId, "waiting"]]);
  });

  test("is reminded once when they become one while both reminders wait", async () => {
    const { event, early, late } = await openPair();
    await remind(open().db, aDayBefore(event));
    expect(await toBeHeard(open(), event.id)).toHaveLength(2);

    await merge(early, late);
    await remind(open().db, aDayBefore(event));

    expect(await toBeHeard(open(), event.id)).toEqual([[early.userId, "waiting"]]);
  });

  test.each(["waiting", "sent"] as const)(
    "is not reminded by the seat that stays when the other's reminder is %s",
    async (status) => {
      const { db } = open();
      const { event, early, late } = await openPair();
      await setPlace(early, "waitlisted");
      await remind(db, aDayBefore(event));
      await setPlace(early, "confirmed");
      if (status === "sent") await settle(late, "sent");

      await merge(early, late);
      await remind(db, aDayBefore(event));

      // What was sent stays under whom it was sent to.
      expect(await toBeHeard(open(), event.id)).toEqual([[status === "sent" ? late.userId : early.userId, status]]);
    },
  );

  test("is reminded though the seat that went was not, since its holder wanted none", async () => {
    const { db } = open();
    const { event, early, late } = await openPair();
    await setPlace(early, "waitlisted");
    await remind(db, aDayBefore(event));
    await setPlace(early, "confirmed");
    await settle(late, "skipped");

    await merge(early, late);
    await remind(db, aDayBefore(event));

    expect(await toBeHeard(open(), event.id)).toEqual([[early.userId, "waiting"]]);
  });

  test("is reminded on both, if they were one at the moment and are two again", async () => {
    const { db } = open();
    const { event, early, late } = await openPair();
    const merged = await merge(early, late);
    await remind(db, aDayBefore(event));
    if (!merged) throw new Error("they were to become one");

    await act(db, early, (trx, actor) => undoMerge(trx, { actor, mergeId: merged.mergeId, now: NOW }));
    await remind(db, new Date(aDayBefore(event).getTime() + HOUR_MS));

    expect((await toBeHeard(open(), event.id)).sort()).toEqual(
      [
        [early.userId, "waiting"],
        [late.userId, "waiting"],
      ].sort(),
    );
  });
});
