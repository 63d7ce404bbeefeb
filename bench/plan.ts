import { OperatorError } from "../src/errors.ts";

export const PARTS = [
  "telegram",
  "whatsapp",
  "opening",
  "start",
  "embedded",
  "growth",
  "reminders",
  "dispatch",
  "profile",
] as const;
export type PartName = (typeof PARTS)[number];
export type Scene = "cold" | "hot" | "counts" | "calm" | "receipts";
const SCENES: Scene[] = ["cold", "hot", "counts", "calm", "receipts"];

/** Those who take their time: how many, and how much they write together. */
export const CALM = { people: 256, messagesPerSecond: 100 };

/** What a run does, as its arguments say. */
export interface Plan {
  parts: PartName[];
  scenes: Scene[];
  /** People side by side. */
  crowds: number[];
  /** Those of them, or of its own, that a scene is played with. */
  crowdsOf(scene: Scene): number[];
  rounds: number;
  /** How long a program runs before it is measured, and how long it is measured. */
  warmMs: number;
  forMs: number;
  /** Seats of the hot event, by the size of the crowd. */
  seats(atOnce: number): number;
  /** Rows in the tables. */
  sizes: number[];
  quick: boolean;
  /** Keeps what an earlier run has measured, and does the rest. */
  resume: boolean;
  /** Only draws the page of what was measured. */
  draw: boolean;
}

const FULL = { rounds: 5, crowds: [1, 32, 256], warmMs: 4_000, forMs: 4_000, sizes: [1_000, 100_000, 1_000_000] };
const QUICK = { rounds: 1, crowds: [32], warmMs: 1_500, forMs: 2_000, sizes: [1_000, 100_000] };
const COUNTED_CROWDS = [1, 32];
export const RECEIPTS_CROWD = 32;
const QUICK_PARTS: PartName[] = ["telegram", "whatsapp", "start", "dispatch"];

/** Words choose parts and scenes, numbers crowds; none of a kind means all of it. @throws OperatorError for another word */
export function readPlan(args: readonly string[]): Plan {
  const quick = args.includes("--quick");
  const usual = quick ? QUICK : FULL;
  const words = args.filter((arg) => /^[a-z]/.test(arg));
  const parts = PARTS.filter((part) => words.includes(part));
  const scenes = SCENES.filter((scene) => words.includes(scene));
  const named = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
  const crowds = named.length ? named : usual.crowds;
  const rounds = args.map((arg) => /^--rounds=(\d+)$/.exec(arg)?.[1]).find(Boolean);
  const known = new Set<string>([...PARTS, ...SCENES, "--quick", "--resume", "--draw"]);
  const strange = args.find((arg) => !known.has(arg) && !/^(--rounds=)?\d+$/.test(arg));
  if (strange) throw new OperatorError(`${strange}: not known. ${USAGE}`);
  const talks: PartName[] = ["telegram", "whatsapp"];
  return {
    ...usual,
    parts: parts.length ? parts : scenes.length || named.length ? talks : quick ? QUICK_PARTS : [...PARTS],
    scenes: scenes.length ? scenes : SCENES,
    crowds,
    crowdsOf(scene) {
      if (scene === "counts") return crowds.filter((size) => COUNTED_CROWDS.includes(size));
      if (scene === "receipts") return crowds.filter((size) => size === RECEIPTS_CROWD);
      if (scene === "calm") return named.length ? named.filter((size) => size === CALM.people) : [CALM.people];
      return crowds;
    },
    rounds: rounds ? Number(rounds) : usual.rounds,
    seats: (atOnce) => (quick ? 150 : atOnce === 1 ? 150 : atOnce <= 32 ? 600 : 1_000),
    quick,
    resume: args.includes("--resume"),
    draw: args.includes("--draw"),
  };
}

const USAGE = `npm run bench [-- ${[...PARTS, ...SCENES].join("|")}|CROWD ... --quick --rounds=N --resume --draw]`;
