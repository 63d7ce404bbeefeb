import { expect, test } from "vitest";
import { meetUp } from "../../../../test/club.ts";
import type { BroadcastProgress } from "../../../broadcasts.ts";
import { type BroadcastId, newId } from "../../../ids.ts";
import { progressReply } from "./broadcasts.ts";

const { event: facts } = meetUp();
const under: BroadcastProgress = {
  ...{ id: newId<BroadcastId>(), event: facts, audience: "all", people: 3, reachable: 3, sent: 1 },
  ...{ waiting: 2, underWay: 0, later: 0, stopped: false, over: false },
};
const textOf = (progress: Partial<BroadcastProgress>) =>
  progressReply({ locale: "en", zone: undefined, platform: "telegram" }, { ...under, ...progress }).text;

test("a stop that came when everybody had the words already stopped nothing", () => {
  expect(textOf({})).toBe("desk-progress-under-way");
  expect(textOf({ stopped: true })).toBe("desk-progress-stopped");
  expect(textOf({ stopped: true, over: true, waiting: 0 })).toBe("desk-progress-stopped");
  expect(textOf({ stopped: true, over: true, waiting: 0, sent: 3 })).toBe("desk-progress-over");
});
