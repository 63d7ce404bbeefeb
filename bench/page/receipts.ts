import { RECEIPTS_CROWD } from "../plan.ts";
import { PROGRAMS } from "../programs.ts";
import type { Sample } from "../results.ts";
import { drawTable, toFigure } from "../table.ts";
import { ratioOf, spreadOf, toWords } from "./picking.ts";
import { roundsOf } from "./rounds.ts";
import { subjectsOf, toTroubles } from "./talks.ts";

const HEAD = [
  "",
  "registrations/s",
  "Doorlist is … times",
  "times the same without receipts",
  "receipts/s",
  "ms to the reply: p50 / p95 / p99",
  "to the 200",
  "a receipt to the 200",
  "CPU ms a message, with its receipts",
  "not taken at once",
];

/** The programs of WhatsApp when it tells, as it does in life, what became of each message. */
export function drawReceipts(samples: readonly Sample[]): string {
  const [part, scene, size] = ["whatsapp", "receipts", RECEIPTS_CROWD] as const;
  const rows = subjectsOf(samples, part, scene).map((subject) => {
    const at = (figure: string) => ({ part, subject, scene, size, figure });
    const median = (figure: string) => toFigure(spreadOf(samples, at(figure))?.median);
    const rate = at("registrationsPerSecond");
    return [
      PROGRAMS[subject].title,
      toWords(spreadOf(samples, rate)),
      subject === "doorlist" ? "" : toWords(ratioOf(samples, { ...rate, subject: "doorlist" }, { subject })),
      toWords(ratioOf(samples, rate, { scene: "cold" })),
      median("receiptsPerSecond"),
      ["replyP50", "replyP95", "replyP99"].map(median).join(" / "),
      ["okP50", "okP95", "okP99"].map(median).join(" / "),
      ["receiptOkP50", "receiptOkP95", "receiptOkP99"].map(median).join(" / "),
      median("cpuMsPerMessage"),
      toTroubles(spreadOf(samples, at("refused")), spreadOf(samples, at("failed"))),
    ];
  });
  const title = `**${size} people at once, each another event, and each message is told sent, delivered and read**`;
  return [`${title} (${roundsOf(samples, { part, scene })})`, "", drawTable(HEAD, rows)].join("\n");
}
