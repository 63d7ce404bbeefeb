import type { Report } from "./crowd/order.ts";
import { toPercentiles } from "./percentiles.ts";

export type TalkFigures = Record<(typeof NAMES)[number], number | undefined>;

const NAMES = [
  "registrationsPerSecond",
  "messagesPerSecond",
  "replyP50",
  "replyP95",
  "replyP99",
  "okP50",
  "okP95",
  "okP99",
  "receiptsPerSecond",
  "receiptOkP50",
  "receiptOkP95",
  "receiptOkP99",
  "cpuMsPerMessage",
  "cpuSecondsPer1000",
  "peakMegabytes",
  "callsPerMessage",
  "crowdShare",
  "storesCpuMsPerMessage",
  "machineBusy",
  "machineOthers",
  "machineOurs",
  "turnedAway",
  "failed",
  "refused",
] as const;

/** What a crowd saw, in figures that can be compared. */
export function toFigures(report: Report): TalkFigures {
  const { messages, registrations, seconds, program, crowd, stores, toReply, toOk, toReceiptOk, calls } = report;
  const reply = toPercentiles(toReply);
  const ok = toPercentiles(toOk);
  const receipt = toPercentiles(toReceiptOk);
  const said = Object.values(calls).reduce((sum, n) => sum + n, 0);
  return {
    registrationsPerSecond: registrations / seconds,
    messagesPerSecond: messages / seconds,
    replyP50: reply.p50,
    replyP95: reply.p95,
    replyP99: reply.p99,
    okP50: ok.p50,
    okP95: ok.p95,
    okP99: ok.p99,
    receiptsPerSecond: toReceiptOk.length / seconds,
    receiptOkP50: receipt.p50,
    receiptOkP95: receipt.p95,
    receiptOkP99: receipt.p99,
    cpuMsPerMessage: program && program.cpuMs / messages,
    cpuSecondsPer1000: program && registrations > 0 ? program.cpuMs / registrations : undefined,
    peakMegabytes: program && program.peakBytes / 2 ** 20,
    callsPerMessage: said / messages,
    crowdShare: crowd.cpuMs / 1000 / seconds,
    storesCpuMsPerMessage: stores.cpuMs / messages,
    machineBusy: report.machine?.busy,
    machineOthers: report.machine?.others,
    machineOurs: report.machine && report.machine.busy - report.machine.others,
    turnedAway: report.turnedAway,
    failed: report.failed,
    refused: report.refused,
  };
}
