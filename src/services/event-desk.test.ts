import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { NOW, newEvent } from "../../test/people.ts";
import { listPage } from "./event-desk.ts";

const HOUR = 60 * 60_000;

describeBoth("the list of events at the desk", (open) => {
  test("holds those to come first, the soonest on top, and then those that are over, the latest on top", async () => {
    const { db } = open();
    const starts = { "last week": -168, "in a month": 720, yesterday: -24, "under way": -1, tomorrow: 24 };
    for (const [title, hours] of Object.entries(starts)) {
      await newEvent(db, { title, startsAt: new Date(NOW.getTime() + hours * HOUR) });
    }
    await newEvent(db, { title: "a draft", startsAt: new Date(NOW.getTime() + 48 * HOUR), status: "draft" });
    const titlesOf = async (page: number, drafts = true) => {
      const { events } = await listPage(db, { page, pageSize: 4, now: NOW, drafts });
      return events.map(({ title }) => title);
    };

    expect(await titlesOf(0)).toEqual(["under way", "tomorrow", "a draft", "in a month"]);
    expect(await titlesOf(1)).toEqual(["yesterday", "last week"]);
    expect(await titlesOf(0, false)).toEqual(["under way", "tomorrow", "in a month", "yesterday"]);
  });
});
