import type { Platform } from "../../src/messages.ts";
import type { Chart } from "../chart.ts";
import { PROGRAMS, type ProgramName } from "../programs.ts";
import type { Sample } from "../results.ts";
import type { Spread } from "../spread.ts";
import { drawTable, toFigure } from "../table.ts";
import { ratioOf, sizesOf, spreadOf, toWords } from "./picking.ts";
import { roundsOf } from "./rounds.ts";

const SCENES = { cold: "each another event", hot: "everybody the same event, until it is full" } as const;
type Scene = keyof typeof SCENES;

/** The programs of one messenger beside each other: a table for each scene and crowd. */
export function drawTalks(samples: readonly Sample[], part: Platform): string {
  const tables = (["cold", "hot"] as const).flatMap((scene) =>
    sizesOf(samples, part, scene).map((size) =>
      [
        `**${size === 1 ? "One person" : `${size} people`} at once, ${SCENES[scene]}** (${roundsOf(samples, { part, scene, size })})`,
        "",
        drawCrowd(samples, part, { scene, size }),
      ].join("\n"),
    ),
  );
  return tables.join("\n\n");
}

const HEAD = [
  "",
  "registrations/s",
  "Doorlist is … times",
  "messages/s",
  "ms to the reply: p50 / p95 / p99",
  "to the 200",
  "CPU s per 1,000",
  "peak MB",
  "not taken at once",
];

function drawCrowd(
  samples: readonly Sample[],
  part: Platform,
  { scene, size }: { scene: Scene; size: number },
): string {
  const subjects = subjectsOf(samples, part, scene);
  const rows = subjects.map((subject) => {
    const at = (figure: string) => ({ part, subject, scene, size, figure });
    const median = (figure: string) => toFigure(spreadOf(samples, at(figure))?.median);
    const isEcho = subject === "echo";
    const figure = isEcho ? "messagesPerSecond" : "registrationsPerSecond";
    const ratio = ratioOf(samples, { ...at(figure), subject: "doorlist" }, { subject });
    return [
      PROGRAMS[subject].title,
      isEcho ? "–" : toWords(spreadOf(samples, at("registrationsPerSecond"))),
      subject === "doorlist" ? "" : toWords(ratio),
      median("messagesPerSecond"),
      ["replyP50", "replyP95", "replyP99"].map(median).join(" / "),
      ["okP50", "okP95", "okP99"].map(median).join(" / "),
      isEcho ? "–" : median("cpuSecondsPer1000"),
      median("peakMegabytes"),
      toTroubles(spreadOf(samples, at("refused")), spreadOf(samples, at("failed"))),
    ];
  });
  return drawTable(HEAD, rows);
}

export function subjectsOf(samples: readonly Sample[], part: Platform, scene: string): ProgramName[] {
  const names = Object.keys(PROGRAMS) as ProgramName[];
  return names.filter((name) => samples.some((s) => s.part === part && s.subject === name && s.scene === scene));
}

const HEAD_OF_COUNTS = [
  "for each message",
  "statements",
  "commits that write",
  "Redis round trips",
  "CPU ms of both",
  "CPU ms of the program",
  "platform calls",
];

/** The worst round's. */
export function toTroubles(refused: Spread | undefined, failed: Spread | undefined): string {
  const [again, lost] = [refused?.most ?? 0, failed?.most ?? 0];
  return lost > 0 ? `${again}, and ${lost} lost` : String(again);
}

/** What the stores are asked for one message. */
export function drawCounts(samples: readonly Sample[]): string {
  const rows = (["telegram", "whatsapp"] as const).flatMap((part) =>
    subjectsOf(samples, part, "counts").flatMap((subject) =>
      sizesOf(samples, part, "counts").map((size) => {
        const median = (figure: string) =>
          toFigure(spreadOf(samples, { part, subject, scene: "counts", size, figure })?.median);
        const figures = ["statementsPerMessage", "commitsPerMessage", "redisTripsPerMessage"].map(median);
        const more = ["storesCpuMsPerMessage", "cpuMsPerMessage", "callsPerMessage"].map((figure) =>
          toFigure(spreadOf(samples, { part, subject, scene: "cold", size, figure })?.median),
        );
        return [`${PROGRAMS[subject].title}, ${toTitle(part)}, ${size} at once`, ...figures, ...more];
      }),
    ),
  );
  return drawTable(HEAD_OF_COUNTS, rows);
}

/** Registrations a second, a group for each crowd. */
export function chartTalks(samples: readonly Sample[], part: Platform, scene: Scene): Chart {
  const groups = sizesOf(samples, part, scene).map((size) => ({
    title: `${size} at once`,
    bars: subjectsOf(samples, part, scene)
      .filter((subject) => subject !== "echo")
      .flatMap((subject) => {
        const value = spreadOf(samples, { part, subject, scene, size, figure: "registrationsPerSecond" });
        return value ? [{ title: PROGRAMS[subject].title, value, isOurs: subject === "doorlist" }] : [];
      }),
  }));
  const told = groups.map(
    ({ title, bars }) => `${title}: ${bars.map((bar) => `${bar.title} ${toFigure(bar.value.median)}`).join(", ")}`,
  );
  return {
    title: `${toTitle(part)}, ${SCENES[scene]}`,
    description: `Completed registrations a second. ${told.join(". ")}.`,
    unit: "completed registrations a second: median, and from the least to the most of the rounds",
    groups,
  };
}

export function toTitle(platform: Platform): string {
  return platform === "telegram" ? "Telegram" : "WhatsApp";
}
