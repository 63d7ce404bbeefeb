import type { BroadcastProgress, BroadcastReport } from "../../../broadcasts.ts";
import { type Intent, type Label, label } from "../../../intents.ts";
import { event, lines, say, type Voice } from "../../replies/reply.ts";
import { backToPage, deskButton } from "./button.ts";
import { namesLabel } from "./writing.ts";

/** How far the sending of words is. On Telegram it is written over and over. */
export function progressReply(voice: Voice, progress: BroadcastProgress): Intent {
  const { id, sent, reachable, underWay, waiting, later, stopped, over } = progress;
  const stop = deskButton("desk-button-stop-sending", { act: "stop-sending", broadcast: id });
  const report = deskButton("desk-button-broadcast", { act: "broadcast", broadcast: id });
  const isCutShort = stopped && !(over && sent >= reachable);
  const stage = isCutShort ? "stopped" : over ? "over" : "under-way";
  return say(voice, {
    text: `desk-progress-${stage}`,
    params: {
      event: event(progress.event),
      sent,
      total: Math.max(reachable, sent),
      "under-way": stopped ? waiting : underWay,
      later,
    },
    choices: stage === "under-way" ? [[stop]] : [[report]],
    ...(stage === "under-way" && { asks: true as const }),
  });
}

/** What became of it: to how many it went and by which way, who did not get it, and why. */
export function reportReply(voice: Voice, report: BroadcastReport): Intent {
  const { id, people, sent, waiting, ways, delivered, read, unsent, over } = report;
  const said: Label[] = [];
  for (const { platform, people: n } of ways) {
    said.push(label(`desk-report-${platform}`, { people: n, delivered, read }));
  }
  if (waiting > 0) said.push(label("desk-report-waiting", { people: waiting }));
  for (const { why, people: n, names } of unsent) {
    said.push(label(`desk-report-${why}`, { people: n, names: namesLabel(names, n) }));
  }
  const again = deskButton("desk-button-broadcast", { act: "broadcast", broadcast: id });
  const stop = deskButton("desk-button-stop-sending", { act: "stop-sending", broadcast: id });
  return say(voice, {
    text: "desk-report",
    params: { event: event(report.event), sent, people, report: lines(said) },
    choices: [[over || report.stopped ? again : stop, backToPage(report.event.id)]],
  });
}
