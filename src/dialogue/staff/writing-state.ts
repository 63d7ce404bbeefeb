import type { BroadcastProgress, BroadcastReport, Words } from "../../broadcasts.ts";
import type { BroadcastId, EventId } from "../../ids.ts";
import type { Audience } from "../../messages.ts";
import type { DeskEvent, EventVersion } from "./desk-event.ts";

export type WritingQuestion =
  /** What is to be written to them? */
  | { type: "wording"; of: EventVersion; audience: Audience; longest: number }
  /** These words were shown, and whom they reach. */
  | { type: "words"; id: BroadcastId };

/** Asked of the services. All of them are for those who may write to people. */
export type WritingRequest =
  /** `audience`: already chosen. */
  | { type: "count-audiences"; event: EventId; audience?: Audience }
  /** `id`: of words that were shown before, and are the same. */
  | { type: "preview-words"; event: EventId; audience: Audience; text: string; id?: BroadcastId }
  /** `messageId`: of the message on Telegram that is to tell how far it is. */
  | { type: "send-words"; words: Words; atOnce: boolean; messageId?: string }
  | { type: "show-broadcast"; broadcast: BroadcastId }
  | { type: "stop-broadcast"; broadcast: BroadcastId };

export type WritingOutcome =
  | { type: "audiences-counted"; event: DeskEvent; counts: Record<Audience, number> }
  /** `night`: for so many of them it is night, and they would get it in the morning. */
  | { type: "words-previewed"; event: DeskEvent; words: Words; reach: WordsReach; night: number }
  /** The event was changed since they were shown. */
  | { type: "words-outdated"; words: Words }
  | { type: "words-sent"; progress: BroadcastProgress }
  /** A draft, or called off; or nobody is there. */
  | { type: "unwritable"; event: DeskEvent; why: "hidden" | "cancelled" | "nobody" }
  | { type: "broadcast-shown"; report: BroadcastReport }
  | { type: "broadcast-stopped"; progress: BroadcastProgress }
  | { type: "broadcast-missing" };

/** Whom words would reach if they went now. */
export interface WordsReach {
  total: number;
  free: number;
  byTemplate: number;
  /** More than the WhatsApp account may write to today. */
  overLimit: number;
  unreached: number;
  /** The first of those whom nothing reaches. */
  unreachable: { name: string | undefined }[];
}
