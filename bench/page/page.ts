import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { type Chart, drawChart } from "../chart.ts";
import type { Facts } from "../facts.ts";
import { PARTS, type PartName } from "../plan.ts";
import { RESULTS, type Results, type Sample } from "../results.ts";
import { type Spread, toSpread } from "../spread.ts";
import { drawTable, toFigure } from "../table.ts";
import { drawCalm } from "./calm.ts";
import { judgeGoals } from "./goals.ts";
import { chartOpening, drawEmbedded, drawGrowth, drawOpening, drawProfile, drawStarts, drawWork } from "./own.ts";
import { drawReceipts } from "./receipts.ts";
import { roundsOf } from "./rounds.ts";
import { chartTalks, drawCounts, drawTalks } from "./talks.ts";
import { LIMITS, METHOD, OPENING, PEERS, TIME } from "./words.ts";

const DOCS = join(import.meta.dirname, "..", "..", "docs");

/**
 * Draws all that was measured. What proves nothing leaves the documentation alone, and is drawn beside its results:
 * a quick run, one that is not whole yet, and one on a machine that had other work.
 */
export async function drawPage({ samples, facts }: Results, { quick }: { quick: boolean }): Promise<string> {
  const isWhole = PARTS.every((part) => samples.some((sample) => sample.part === part));
  const folder = quick || !isWhole || isDisturbed(samples) ? RESULTS : DOCS;
  const images = join(folder, "images");
  await mkdir(images, { recursive: true });
  const charts: Record<string, Chart> = {
    "performance-telegram": chartTalks(samples, "telegram", "cold"),
    "performance-telegram-hot": chartTalks(samples, "telegram", "hot"),
    "performance-whatsapp": chartTalks(samples, "whatsapp", "cold"),
    "performance-whatsapp-hot": chartTalks(samples, "whatsapp", "hot"),
    "performance-opening": chartOpening(samples),
  };
  for (const [name, chart] of Object.entries(charts)) await writeFile(join(images, `${name}.svg`), drawChart(chart));
  const show = (name: string) => `![${charts[name]?.description}](images/${name}.svg)`;
  const page = join(folder, "performance.md");
  await writeFile(page, compose(samples, facts, show));
  return relative(process.cwd(), page);
}

function compose(samples: readonly Sample[], facts: Facts, show: (name: string) => string): string {
  const measuredIn = (part: PartName) => `Measured in ${roundsOf(samples, { part })}.`;
  const sections = [
    OPENING,
    `## What was to be reached\n\n${drawGoals(samples)}`,
    `## The machine\n\n${drawMachine(samples, facts)}`,
    METHOD,
    `## Telegram\n\n${show("performance-telegram")}\n\n${show("performance-telegram-hot")}\n\n${drawTalks(samples, "telegram")}\n\n${drawCalm(samples, "telegram")}`,
    `## WhatsApp\n\n${show("performance-whatsapp")}\n\n${show("performance-whatsapp-hot")}\n\n${drawTalks(samples, "whatsapp")}\n\n${drawCalm(samples, "whatsapp")}\n\n${drawReceipts(samples)}`,
    `## What the stores are asked\n\nWhat is asked was counted in ${roundsOf(samples, { scene: "counts" })}; the processor time and the calls are those of the tables above.\n\n${drawCounts(samples)}`,
    PEERS,
    `## The opening rush\n\nEverybody wants the same event in the same minute, and one row is the bottleneck. Here the call that commits a confirmation is measured, past messengers and dialogue, against \`pgbench\` with one registration in each transaction on as many connections; Doorlist has its usual 10. ${measuredIn("opening")}\n\n${show("performance-opening")}\n\n${drawOpening(samples)}`,
    `## Start\n\n${measuredIn("start")}\n\n${drawStarts(samples)}`,
    `## Embedded\n\nDoorlist needs neither Postgres nor Redis. PGlite does not wait for the disk, which the real Postgres here does. ${measuredIn("embedded")}\n\n${drawEmbedded(samples)}`,
    `## Growth\n\n${drawGrowth(samples)}\n\nWith each user come a chat, a registration and its history, a message in the outbox and an update in the inbox. ${measuredIn("growth")}`,
    `## Reminders and the dispatcher\n\nThe reminders among 1,000 events and 1,000,000 registrations, one look a row; the sends to a channel that takes each at once, in ${roundsOf(samples, { part: "dispatch" })}.\n\n${drawWork(samples)}`,
    `## Where the time goes\n\n${drawProfile(samples)}\n\n${measuredIn("profile")} ${TIME}`,
    LIMITS,
  ];
  return `${sections.join("\n\n")}\n`;
}

function drawGoals(samples: readonly Sample[]): string {
  const verdict = { true: "yes", false: "**no**", undefined: "not measured" };
  const rows = judgeGoals(samples).map(({ what, wanted, measured, reached }) => [
    what,
    wanted,
    measured,
    verdict[`${reached}`],
  ]);
  return drawTable(["", "wanted", "measured", "reached"], rows);
}

/** Facts of when it was drawn; the commits are those of when it was measured. */
function drawMachine(samples: readonly Sample[], facts: Facts): string {
  const { processors, memory, system, node, postgres, redis, syncsPerSecond, date } = facts;
  const commits = [...new Set(samples.map(({ commit }) => commit))].join(", ");
  const crowds = samples.filter(({ scene }) => scene !== "calm"); // those who take their time leave it idle
  const share = (figure: string) => toSpread(crowds.flatMap(({ figures }) => figures[figure] ?? []));
  const others = share("machineOthers");
  const rows = [
    ["processors", processors],
    ["memory", memory],
    ["system", system],
    ["programs", [`Node ${node}`, postgres, redis].join("; ")],
    ["its disk", `can be made to keep 8 kB ${toFigure(syncsPerSecond)} times a second`],
    ["measured", `${date}, commit ${commits}`],
    ["the processors at work, but for those who take their time", toPercents(share("machineBusy"))],
    ["of that, for others than what is measured", toPercents(others)],
    ["of one processor, the people and the doubles", toPercents(share("crowdShare"))],
  ];
  const table = drawTable(["", ""], rows);
  return isDisturbed(samples) ? `${table}\n\n${WARNING}` : table;
}

function isDisturbed(samples: readonly Sample[]): boolean {
  const others = toSpread(samples.flatMap(({ figures }) => figures.machineOthers ?? []));
  return others !== undefined && others.median > MUCH;
}

/** More of the machine than this, and it was not ours. */
const MUCH = 0.1;
const WARNING = "**The machine had other work during this run: these figures prove nothing.**";

function toPercents(spread: Spread | undefined): string {
  if (!spread) return "–";
  const [median, least, most] = [spread.median, spread.least, spread.most].map((part) => Math.round(part * 100));
  return `${median} % (${least} to ${most})`;
}
