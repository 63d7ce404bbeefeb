import type { BroadcastProgress, Unsent } from "../src/broadcasts.ts";
import type { Voice } from "../src/dialogue/replies/reply.ts";
import type { DeskEvent } from "../src/dialogue/staff/desk-event.ts";
import * as broadcasts from "../src/dialogue/staff/replies/broadcasts.ts";
import * as pages from "../src/dialogue/staff/replies/pages.ts";
import * as writing from "../src/dialogue/staff/replies/writing.ts";
import { type BroadcastId, newId } from "../src/ids.ts";
import { type Intent, label } from "../src/intents.ts";
import type { EventFacts } from "../src/messages.ts";

const WHYS: Unsent[] = [
  ...(["stopped", "silenced", "unreachable", "left", "called-off"] as const),
  ...(["over-limit", "too-late", "forgotten", "failed"] as const),
];

/** Everything that is said about writing to people. */
export function writingIntents(voice: Voice, facts: EventFacts): Intent[] {
  const event: DeskEvent = {
    facts,
    seats: { capacity: 300, taken: 9, waiting: 3 },
    status: "published",
    revision: 3,
    description: null,
  };
  const id = newId<BroadcastId>();
  const audiences = ["all", "coming", "waiting"] as const;
  const words = { id, event: facts.id, revision: 3, text: "Bring <b>a cup</b>.\n\nSee you!" };
  const names = ["Ada", undefined, "Ben", "Cid", "Dan"].map((name) => ({ name }));
  const reach = { total: 120, free: 106, byTemplate: 6, overLimit: 2, unreached: 8, unreachable: names };
  const all = { total: 1, free: 1, byTemplate: 0, overLimit: 0, unreached: 0, unreachable: [] };
  const told: BroadcastProgress = {
    ...{ id, event: facts, audience: "all", people: 120, reachable: 112, sent: 40 },
    ...{ waiting: 72, underWay: 2, later: 1, stopped: false, over: false },
  };
  const stages = [told, { ...told, later: 0 }, { ...told, stopped: true }, { ...told, waiting: 0, over: true }];
  const ways = ["telegram", "whatsapp", "mail"].map((platform) => ({ platform, people: 10 }));
  const unsent = WHYS.map((why) => ({ why, people: 7, names: ["Ada", undefined] }));
  const leads = ["words-kept", "words-dropped", "words-outdated", "words-gone"].map((key) => label(`desk-lead-${key}`));
  const unwritable = ["hidden", "cancelled", "nobody"].map((why) => label(`desk-lead-unwritable-${why}`));
  return [
    writing.audienceQuestion(voice, event, { counts: { all: 12, coming: 9, waiting: 3 } }),
    ...audiences.flatMap((audience) => [
      writing.wordsQuestion(voice, event, { audience, people: 9, longest: 700 }),
      ...[0, 1, 3].map((night) => writing.wordsPreview(voice, event, { words: { ...words, audience }, reach, night })),
    ]),
    ...[undefined, ...leads].map((lead) =>
      writing.wordsPreview(voice, event, { words: { ...words, audience: "all" }, reach: all, night: 0, lead }),
    ),
    ...unwritable.map((lead) => pages.pageReply(voice, event, lead)),
    ...stages.map((stage) => broadcasts.progressReply(voice, stage)),
    ...stages.map((stage) => broadcasts.reportReply(voice, { ...stage, ways, delivered: 8, read: 5, unsent })),
  ];
}
