import type { Chart } from "../chart.ts";
import { WRITING } from "../profile.ts";
import { PROGRAMS, type ProgramName } from "../programs.ts";
import type { Sample } from "../results.ts";
import { drawTable, toFigure } from "../table.ts";
import { GROWING } from "./goals.ts";
import { ratioOf, sizesOf, spreadOf, toWords } from "./picking.ts";

/** Confirmations at the call against pgbench. */
export function drawOpening(samples: readonly Sample[]): string {
  const rows = (["hot", "cold"] as const).flatMap((scene) =>
    sizesOf(samples, "opening", scene).map((size) => {
      const at = (subject: string) => ({ part: "opening", subject, scene, size, figure: "perSecond" }) as const;
      return [
        `${scene === "hot" ? "one event" : "each another event"}, ${size} at once`,
        ...["doorlist", "whole", "facts"].map((subject) => toWords(spreadOf(samples, at(subject)))),
        toWords(ratioOf(samples, at("doorlist"), { subject: "whole" })),
        toWords(ratioOf(samples, at("doorlist"), { subject: "facts" })),
      ];
    }),
  );
  const head = [
    "registrations/s",
    "Doorlist",
    "pgbench, same facts and step",
    "pgbench, facts alone",
    "times the first",
    "times the second",
  ];
  return drawTable(head, rows);
}

export function chartOpening(samples: readonly Sample[]): Chart {
  const titles = { doorlist: "Doorlist", whole: "pgbench, the same rows", facts: "pgbench, facts alone" };
  const groups = sizesOf(samples, "opening", "hot").map((size) => ({
    title: `${size} callers, or connections, at one event`,
    bars: Object.entries(titles).flatMap(([subject, title]) => {
      const value = spreadOf(samples, { part: "opening", subject, scene: "hot", size, figure: "perSecond" });
      return value ? [{ title, value, isOurs: subject === "doorlist" }] : [];
    }),
  }));
  const told = groups.map(
    ({ title, bars }) => `${title}: ${bars.map((bar) => `${bar.title} ${toFigure(bar.value.median)}`).join(", ")}`,
  );
  return {
    title: "The opening rush, past the messengers",
    description: `Registrations a second at one event. ${told.join(". ")}.`,
    unit: "registrations a second: median, and from the least to the most of the rounds",
    groups,
  };
}

export function drawStarts(samples: readonly Sample[]): string {
  const names = Object.keys(PROGRAMS) as ProgramName[];
  const rows = names.map((subject) => [
    PROGRAMS[subject].title,
    toWords(spreadOf(samples, { part: "start", subject, scene: "start", size: 1, figure: "startMs" })),
  ]);
  return drawTable(["", "ms to the first answer"], rows);
}

const EMBEDDED = { postgres: "Postgres and Redis", pglite: "nothing installed: PGlite, no Redis" };

export function drawEmbedded(samples: readonly Sample[]): string {
  const rows = Object.entries(EMBEDDED).map(([subject, title]) => {
    const at = (figure: string) => ({ part: "embedded", subject, scene: "cold", size: 32, figure }) as const;
    const figures = ["registrationsPerSecond", "replyP50", "replyP99", "peakMegabytes", "startMs"];
    return [title, ...figures.map((figure) => toWords(spreadOf(samples, at(figure))))];
  });
  return drawTable(["32 people at once", "registrations/s", "reply p50 ms", "p99 ms", "peak MB", "start ms"], rows);
}

export function drawGrowth(samples: readonly Sample[]): string {
  const sizes = sizesOf(samples, "growth", "cold");
  const rows = sizes.map((size) => {
    const at = (figure: string) => ({ part: "growth", subject: "doorlist", scene: "cold", size, figure }) as const;
    return [toFigure(size), ...GROWING.map(({ figure }) => toWords(spreadOf(samples, at(figure))))];
  });
  return drawTable(["users and registrations", ...GROWING.map(({ title }) => title)], rows);
}

export function drawWork(samples: readonly Sample[]): string {
  const looks = samples
    .filter(({ part }) => part === "reminders")
    .map(({ scene, figures }) => [`Reminders, ${scene}`, `${toFigure(figures.lookMs)} ms`]);
  const at = {
    part: "dispatch",
    subject: "doorlist",
    scene: "instant",
    size: 10_000,
    figure: "sendsPerSecond",
  } as const;
  const sends = ["10,000 sends through gates and leases", `${toWords(spreadOf(samples, at))} a second`];
  return drawTable(["", "took"], [...looks, sends]);
}

/** Where our processor time goes, the most first. */
export function drawProfile(samples: readonly Sample[]): string {
  const [telegram, whatsapp] = ["telegram", "whatsapp"].map(
    (scene) => samples.find((one) => one.part === "profile" && one.scene === scene)?.figures ?? {},
  );
  const rooms = [...new Set([telegram, whatsapp].flatMap((figures) => Object.keys(figures ?? {})))];
  const share = (figures: Sample["figures"] | undefined, room: string) => figures?.[room] ?? 0;
  const toRow = (room: string) => [
    room,
    ...[telegram, whatsapp].map((one) => `${Math.round(share(one, room) * 100)} %`),
  ];
  const rows = rooms
    .filter((room) => room !== WRITING)
    .toSorted((a, b) => share(telegram, b) - share(telegram, a))
    .map(toRow);
  const [, ...writing] = toRow(WRITING);
  return drawTable(["32 people at once", "Telegram", "WhatsApp"], [...rows, [`of all that: ${WRITING}`, ...writing]]);
}
