import type { Platform } from "../../src/messages.ts";
import { CALM } from "../plan.ts";
import type { Sample } from "../results.ts";
import type { Spread } from "../spread.ts";
import { toFigure } from "../table.ts";
import { CALM_PEOPLE } from "./calm.ts";
import { type Pick, pick, ratioOf, spreadOf, toWords } from "./picking.ts";

/** What was to be reached, and whether it was. */
export interface Goal {
  what: string;
  wanted: string;
  measured: string;
  /** undefined: not measured. */
  reached: boolean | undefined;
}

const PEERS: Record<Platform, string[]> = { telegram: ["grammy", "telegraf"], whatsapp: ["whatsapp"] };
const CROWDS = [32, 256];
const SCENES = ["cold", "hot"];

/** Judged by the medians over the rounds. */
export function judgeGoals(samples: readonly Sample[]): Goal[] {
  return [
    ...besidePeers(samples, "telegram"),
    ...besidePeers(samples, "whatsapp"),
    ...openingRush(samples),
    ...limits(samples),
    ...growth(samples),
    ...work(samples),
  ];
}

function besidePeers(samples: readonly Sample[], part: Platform): Goal[] {
  const title = part === "telegram" ? "Telegram" : "WhatsApp";
  const of = (size: number, scene: string, figure: string): Pick => ({
    part,
    subject: "doorlist",
    scene,
    size,
    figure,
  });
  const toOk = (size: number) =>
    goal(
      `${title}, ${size} at once: median to the 200, ms`,
      "under 10",
      spreadOf(samples, of(size, "cold", "okP50")),
      (n) => n < 10,
    );
  const calm = goal(
    `${title}, ${CALM_PEOPLE}: median to the 200, ms`,
    "under 10",
    spreadOf(samples, of(CALM.people, "calm", "okP50")),
    (n) => n < 10,
  );
  const beside = CROWDS.flatMap((size) => {
    const at = (scene: string, figure: string) => of(size, scene, figure);
    const against = SCENES.map((scene) => ({
      scene,
      rate: lowest(PEERS[part].map((subject) => ratioOf(samples, at(scene, "registrationsPerSecond"), { subject }))),
      p99: lowestPeer(samples, at(scene, "replyP99"), PEERS[part]),
    }));
    const rates = against.map(({ scene, rate }) => `${scene} ${rate ? toFigure(rate.median) : "–"}`).join(", ");
    const slow = against.map(({ scene, p99 }) => `${scene} ${p99 === undefined ? "–" : toFigure(p99)}`).join(", ");
    return [
      {
        what: `${title}, ${size} at once: registrations a second, times the best peer`,
        wanted: "at least 1.5",
        measured: rates,
        reached: all(against.map(({ rate }) => rate && rate.median >= 1.5)),
      },
      {
        what: `${title}, ${size} at once: p99 to the reply, times the best peer's`,
        wanted: "at most 1",
        measured: slow,
        reached: all(against.map(({ p99 }) => (p99 === undefined ? undefined : p99 <= 1))),
      },
      toOk(size),
    ];
  });
  return [toOk(1), calm, ...beside];
}

/** Our worst over the peer that is quickest at it. */
function lowestPeer(samples: readonly Sample[], ours: Pick, peers: string[]): number | undefined {
  const mine = spreadOf(samples, ours)?.median;
  const theirs = peers.flatMap((subject) => spreadOf(samples, { ...ours, subject })?.median ?? []);
  return mine === undefined || !theirs.length ? undefined : mine / Math.min(...theirs);
}

function openingRush(samples: readonly Sample[]): Goal[] {
  const ours = (scene: string, size: number): Pick => ({
    part: "opening",
    subject: "doorlist",
    scene,
    size,
    figure: "perSecond",
  });
  const best = Math.max(
    ...samples
      .filter(({ part, subject, scene }) => part === "opening" && subject === "whole" && scene === "hot")
      .flatMap(({ size }) => spreadOf(samples, { ...ours("hot", size), subject: "whole" })?.median ?? []),
  );
  const rush = CROWDS.map((size) =>
    goal(
      `One event, ${size} callers: times pgbench with the same statements on as many connections`,
      "at least 2",
      ratioOf(samples, ours("hot", size), { subject: "whole" }),
      (n) => n >= 2,
    ),
  );
  const floor = CROWDS.map((size) => spreadOf(samples, ours("hot", size)));
  const cold = ratioOf(samples, ours("cold", 10), { subject: "whole" });
  return [
    ...rush,
    {
      what: `One event, ${CROWDS.join(" and ")} callers: registrations a second`,
      wanted: `pgbench's best at any number: ${toFigure(best)}`,
      measured: floor.map(toWords).join("; "),
      reached: all(floor.map((spread) => spread && spread.median >= best)),
    },
    goal("Each another event, 10 callers: times pgbench on 10 connections", "at least 0.7", cold, (n) => n >= 0.7),
  ];
}

function limits(samples: readonly Sample[]): Goal[] {
  const at = (size: number, figure: string): Pick => ({
    part: "telegram",
    subject: "doorlist",
    scene: "cold",
    size,
    figure,
  });
  return CROWDS.flatMap((size) => [
    goal(
      `${size} at once: messages a second, times the echo that stores nothing`,
      "at least 0.5",
      ratioOf(samples, at(size, "messagesPerSecond"), { subject: "echo" }),
      (n) => n >= 0.5,
    ),
    goal(
      `${size} at once: our processor time for a message, ms`,
      "at most 0.25",
      spreadOf(samples, at(size, "cpuMsPerMessage")),
      (n) => n <= 0.25,
    ),
    goal(`${size} at once: peak memory, MB`, "under 200", spreadOf(samples, at(size, "peakMegabytes")), (n) => n < 200),
  ]).filter(({ what }) => !what.startsWith("32 at once: peak"));
}

/** Whatever is measured of the talks, as the factor by which it is worse in the larger tables. */
export const GROWING = [
  { figure: "registrationsPerSecond", title: "registrations a second", more: true },
  { figure: "replyP50", title: "p50 to the reply", more: false },
  { figure: "replyP99", title: "p99 to the reply", more: false },
  { figure: "okP50", title: "p50 to the 200", more: false },
  { figure: "cpuMsPerMessage", title: "processor time for a message", more: false },
] as const;

function growth(samples: readonly Sample[]): Goal[] {
  const [small, large] = [1_000, 1_000_000];
  const worse = GROWING.flatMap(({ figure, title, more }) => {
    const at = (size: number) =>
      spreadOf(samples, { part: "growth", subject: "doorlist", scene: "cold", size, figure })?.median;
    const [from, to] = [at(small), at(large)];
    return from && to ? [{ title, factor: more ? from / to : to / from }] : [];
  });
  const worst = worse.toSorted((a, b) => b.factor - a.factor)[0];
  return [
    {
      what: "From 1,000 to 1,000,000 rows: the measure that worsens most",
      wanted: "at most 1.2 times",
      measured: worst ? `${toFigure(worst.factor)}: ${worst.title}` : "–",
      reached: worst && worst.factor <= 1.2,
    },
  ];
}

function work(samples: readonly Sample[]): Goal[] {
  const enqueued = samples
    .filter(({ part, size }) => part === "reminders" && size === 100_000)
    .flatMap(({ figures }) => figures.lookMs ?? []);
  const slowest = enqueued.length ? Math.max(...enqueued) / 1000 : undefined;
  const sends = pick(samples, {
    part: "dispatch",
    subject: "doorlist",
    scene: "instant",
    size: 10_000,
    figure: "sendsPerSecond",
  });
  const least = sends.length ? Math.min(...sends.map(({ value }) => value)) : undefined;
  return [
    {
      what: "100,000 reminders enqueued, seconds",
      wanted: "under 5",
      measured: toFigure(slowest),
      reached: slowest === undefined ? undefined : slowest < 5,
    },
    {
      what: "The dispatcher alone, sends a second",
      wanted: "over 1,000",
      measured: toFigure(least),
      reached: least === undefined ? undefined : least > 1_000,
    },
  ];
}

function goal(what: string, wanted: string, spread: Spread | undefined, isReached: (median: number) => boolean): Goal {
  return { what, wanted, measured: toWords(spread), reached: spread && isReached(spread.median) };
}

/** Against the best of several: the smallest of the ratios. */
function lowest(ratios: readonly (Spread | undefined)[]): Spread | undefined {
  return ratios.filter((one) => one !== undefined).toSorted((a, b) => a.median - b.median)[0];
}

function all(verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}
