import type { Platform } from "../../src/messages.ts";
import { CALM } from "../plan.ts";
import { PROGRAMS } from "../programs.ts";
import type { Sample } from "../results.ts";
import { drawTable, toFigure } from "../table.ts";
import { spreadOf } from "./picking.ts";
import { roundsOf } from "./rounds.ts";
import { subjectsOf, toTroubles } from "./talks.ts";

export const CALM_PEOPLE = `${CALM.people} people who take their time, ${CALM.messagesPerSecond} messages a second in all`;

const HEAD = [
  "",
  "messages/s",
  "ms to the reply: p50 / p95 / p99",
  "to the 200",
  "CPU ms a message",
  "of both stores",
  "of the machine, with stores and people",
  "not taken at once",
];

/** The programs of one messenger before people who read and type. */
export function drawCalm(samples: readonly Sample[], part: Platform): string {
  const rows = subjectsOf(samples, part, "calm").map((subject) => {
    const spread = (figure: string) => spreadOf(samples, { part, subject, scene: "calm", size: CALM.people, figure });
    const median = (figure: string) => toFigure(spread(figure)?.median);
    const share = spread("machineOurs")?.median;
    return [
      PROGRAMS[subject].title,
      median("messagesPerSecond"),
      ["replyP50", "replyP95", "replyP99"].map(median).join(" / "),
      ["okP50", "okP95", "okP99"].map(median).join(" / "),
      median("cpuMsPerMessage"),
      median("storesCpuMsPerMessage"),
      share === undefined ? "–" : `${Math.round(share * 100)} %`,
      toTroubles(spread("refused"), spread("failed")),
    ];
  });
  const rounds = roundsOf(samples, { part, scene: "calm" });
  return [`**${CALM_PEOPLE}** (${rounds})`, "", drawTable(HEAD, rows)].join("\n");
}
