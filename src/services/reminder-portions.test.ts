import { expect, test } from "vitest";
import { openTestDatabase } from "../../test/database.ts";
import { hold } from "../../test/held-rows.ts";
import { join, newEvent, newPerson } from "../../test/people.ts";
import { FAULT, sabotage } from "../../test/sabotage.ts";
import { remind } from "./reminders.ts";

test("events too many for one commit are reminded each, though one of them fails", async () => {
  const { db, url, close } = await openTestDatabase("postgres");
  const events = [];
  for (let n = 0; n < 4; n++) {
    const event = await newEvent(db);
    await join(db, await newPerson(db), event.id);
    events.push(event);
  }
  // As if so many had a seat that no two of them fit into one commit.
  await db.updateTable("events").set({ takenCount: 5_000 }).execute();
  const [first, ...others] = events;
  const now = new Date((first?.startsAt.getTime() ?? 0) - 60 * 60_000);
  const undo = await sabotage(url, { table: "outbox", code: FAULT, where: `new.event_id = '${first?.id}'` });

  await expect(remind(db, now)).rejects.toThrow("sabotage");
  await undo();

  const reminded = db.selectFrom("outbox").select("eventId").distinct().orderBy("eventId");
  expect((await reminded.execute()).map(({ eventId }) => eventId)).toEqual(others.map(({ id }) => id).sort());
  await remind(db, now);
  expect(await reminded.execute()).toHaveLength(4);
  await close();
});

test("an event that somebody holds is passed over, and the others are reminded of", async () => {
  const { db, url, close } = await openTestDatabase("postgres");
  const [held, other] = [await newEvent(db), await newEvent(db)];
  for (const { id } of [held, other]) await join(db, await newPerson(db), id);
  const now = new Date(held.startsAt.getTime() - 60 * 60_000);
  const holder = await hold(url, `select from events where id = '${held.id}' for update`);
  const reminded = async () =>
    new Set((await db.selectFrom("outbox").select("eventId").execute()).map(({ eventId }) => eventId));

  await remind(db, now);
  expect(await reminded()).toEqual(new Set([other.id]));

  await holder.release();
  await remind(db, now);
  expect(await reminded()).toEqual(new Set([held.id, other.id]));
  await close();
});
