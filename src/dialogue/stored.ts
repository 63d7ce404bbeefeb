import { isRecord, isText, optional } from "./guards.ts";
import { isLocale, isOffered, isState } from "./shapes.ts";
import { isPlan, isWords } from "./staff/shapes.ts";
import { type Snapshot, STATE_SCHEMA } from "./state.ts";

/** A snapshot as `chats` and Redis keep it: the state's type, and the rest beside it. */
export interface Stored {
  state: string;
  data: unknown;
  schema: number;
}

export type Reading = { type: "snapshot"; snapshot: Snapshot } | { type: "unknown-shape" } | { type: "newer" };

/** Reads a stored snapshot. Nothing in it is trusted: older code and newer code have been there. */
export function readSnapshot({ state, data, schema }: Stored): Reading {
  if (schema > STATE_SCHEMA) return { type: "newer" };
  if (schema < STATE_SCHEMA || !isRecord(data)) return { type: "unknown-shape" };
  const { locale, zone, offered, plan, words, ofTeam, album, ...rest } = data;
  const whole: unknown = { ...rest, type: state };
  if (!isState(whole) || !optional(isLocale)(locale) || !optional(isText)(zone) || !isOffered(offered)) {
    return { type: "unknown-shape" };
  }
  if (!optional(isPlan)(plan) || !optional(isWords)(words) || !optional(isText)(album))
    return { type: "unknown-shape" };
  const kept = { ...(plan && { plan }), ...(words && { words }), ...(album && { album }) };
  const desk = { ...kept, ...(ofTeam === true && { ofTeam: true as const }) };
  return { type: "snapshot", snapshot: { state: whole, locale, zone, offered, ...desk } };
}
