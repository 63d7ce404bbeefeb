import { expect, test } from "vitest";
import type { Sample } from "../results.ts";
import { judgeGoals } from "./goals.ts";

function talk(subject: string, round: number, figures: Sample["figures"], scene = "cold"): Sample {
  return { part: "telegram", subject, scene, size: 32, round, commit: "abc", figures };
}

const RATE = "Telegram, 32 at once: registrations a second, times the best peer";

function judged(what: string, samples: Sample[]) {
  return judgeGoals(samples).find((goal) => goal.what === what);
}

function rates(ours: number, grammy: number, telegraf: number): Sample[] {
  return ["cold", "hot"].flatMap((scene) => [
    talk("doorlist", 1, { registrationsPerSecond: ours }, scene),
    talk("grammy", 1, { registrationsPerSecond: grammy }, scene),
    talk("telegraf", 1, { registrationsPerSecond: telegraf }, scene),
  ]);
}

test("it is the best of the peers that counts", () => {
  expect(judged(RATE, rates(300, 100, 150))).toMatchObject({ measured: "cold 2.00, hot 2.00", reached: true });
  expect(judged(RATE, rates(300, 100, 250))).toMatchObject({ measured: "cold 1.20, hot 1.20", reached: false });
});

test("people who take their time are judged by themselves, beside the crowd of as many", () => {
  const calm = { ...talk("doorlist", 1, { okP50: 4 }, "calm"), size: 256 };
  const crowd = { ...talk("doorlist", 1, { okP50: 170 }), size: 256 };
  const who = "256 people who take their time, 100 messages a second in all";

  expect(judged(`Telegram, ${who}: median to the 200, ms`, [calm, crowd])).toMatchObject({ reached: true });
  expect(judged("Telegram, 256 at once: median to the 200, ms", [calm, crowd])).toMatchObject({ reached: false });
  expect(judged(`WhatsApp, ${who}: median to the 200, ms`, [calm, crowd])).toMatchObject({ reached: undefined });
});

test("what misses in one scene is missed", () => {
  const cold = rates(300, 100, 100).filter(({ scene }) => scene === "cold");
  const hot = rates(110, 100, 100).filter(({ scene }) => scene === "hot");
  expect(judged(RATE, [...cold, ...hot])).toMatchObject({ reached: false });
});

test("nothing measured is neither reached nor missed", () => {
  for (const { what, reached } of judgeGoals([])) expect([what, reached]).toEqual([what, undefined]);
});

test("the larger tables are judged by what worsens most", () => {
  const growth = (size: number, figures: Sample["figures"]): Sample => ({
    part: "growth",
    subject: "doorlist",
    scene: "cold",
    size,
    round: 1,
    commit: "abc",
    figures,
  });
  const samples = [
    growth(1_000, { registrationsPerSecond: 300, replyP50: 10 }),
    growth(1_000_000, { registrationsPerSecond: 290, replyP50: 13 }),
  ];
  const goal = judged("From 1,000 to 1,000,000 rows: the measure that worsens most", samples);
  expect(goal).toMatchObject({ measured: "1.30: p50 to the reply", reached: false });
});

test("the slowest look for a hundred thousand reminders counts", () => {
  const look = (round: number, lookMs: number): Sample => ({
    part: "reminders",
    subject: "doorlist",
    scene: "100,000 due",
    size: 100_000,
    round,
    commit: "abc",
    figures: { lookMs },
  });
  const goal = judged("100,000 reminders enqueued, seconds", [look(1, 4_000), look(2, 6_000)]);
  expect(goal).toMatchObject({ measured: "6.00", reached: false });
});
