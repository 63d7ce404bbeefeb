import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { findSetting, setSetting } from "./settings.ts";

const now = new Date("2026-03-01T10:00:00Z");

describeBoth("a setting", (open) => {
  test("is what was last set, of any shape, and undefined before that", async () => {
    const { db } = open();
    expect(await findSetting(db, "clock")).toBeUndefined();

    for (const value of [3_600_000, "a text", { chatId: 1, some_key: [true] }, null]) {
      await setSetting(db, "clock", value, now);
      expect(await findSetting(db, "clock")).toEqual(value);
    }
  });
});
