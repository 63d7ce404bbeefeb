import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { NOW } from "../../test/people.ts";
import { listComing } from "./cards.ts";
import { insertDemoEvents } from "./demo-events.ts";

describeBoth("a database without events", (open) => {
  test("gets three to try, once: one soon, one with two seats, one with many", async () => {
    const { db } = open();
    const insert = (now: Date) =>
      db.transaction().execute((trx) => insertDemoEvents(trx, { now, timeZone: "Europe/Moscow" }));

    expect(await insert(NOW)).toBe(true);
    expect(await insert(new Date(NOW.getTime() + 60_000))).toBe(false);

    const { events } = await listComing(db, { page: 0, pageSize: 10, now: NOW });
    expect(events.map(({ event, seats }) => [event.startsAt, seats.capacity, event.timeZone])).toEqual([
      ["2026-12-01T11:10:00.000Z", 20, "Europe/Moscow"],
      ["2026-12-04T16:00:00.000Z", 2, "Europe/Moscow"],
      ["2026-12-13T16:00:00.000Z", 300, "Europe/Moscow"],
    ]);
  });
});
