import { expect, test } from "vitest";
import { meetUp } from "../../test/club.ts";
import type { BroadcastProgress } from "../broadcasts.ts";
import type { Outcome } from "../dialogue/outcome.ts";
import type { Desk } from "../dialogue/staff/outcome.ts";
import { type BroadcastId, type ChatId, newId } from "../ids.ts";
import { tellNews } from "./desk-news.ts";

const ASKER = {
  chatId: newId<ChatId>(),
  voice: { locale: "en", zone: undefined, platform: "telegram" },
} as const;
const DESK: Desk = { role: "owner", now: "2026-11-21T09:00:00.000Z", zone: "UTC", clubNamed: true, clubFixed: false };

const PROGRESS: BroadcastProgress = {
  ...{ id: newId<BroadcastId>(), event: meetUp().event, audience: "all", people: 3, reachable: 3, sent: 1 },
  ...{ waiting: 2, underWay: 0, later: 0, stopped: false, over: false },
};

function newsOf(...outcomes: Outcome[]): string[] {
  const news: string[] = [];
  tellNews(
    {
      onTeamChange: () => news.push("team"),
      onBroadcast: () => news.push("broadcast"),
      onExamine: ({ chatId }) => news.push(chatId),
    },
    outcomes,
    ASKER,
  );
  return news;
}

test("what was only looked at is no news", () => {
  expect(newsOf({ type: "desk-opened", desk: DESK }, { type: "team-listed", team: [] })).toEqual([]);
});

test("whoever joins or leaves the team, and a new name of the club, are", () => {
  expect(newsOf({ type: "role-taken", desk: DESK, kept: false })).toEqual(["team"]);
  expect(newsOf({ type: "desk-opened", desk: DESK, joined: true })).toEqual(["team"]);
  expect(newsOf({ type: "club-named", desk: DESK })).toEqual(["team"]);
  expect(newsOf({ type: "member-removed", name: "Max", role: "door" }, { type: "team-listed", team: [] })).toEqual([
    "team",
  ]);
});

test("words that are on their way, or stopped, are", () => {
  expect(newsOf({ type: "words-sent", progress: PROGRESS })).toEqual(["broadcast"]);
  expect(newsOf({ type: "broadcast-stopped", progress: PROGRESS })).toEqual(["broadcast"]);
});

test("whoever wants to know whether everything is working hears of it", () => {
  expect(newsOf({ type: "examination-begun" })).toEqual([ASKER.chatId]);
});
