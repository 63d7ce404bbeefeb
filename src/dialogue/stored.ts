import { isRecord, isText, optional } from "./guards.ts";
import { isLocale, isOffered, isState } from "./shapes.ts";
import { isPlan } from "./staff/shapes.ts";
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
  const { locale, zone, offered, plan, ...rest } = data;
  const whole: unknown = { ...rest, type: state };
  if (!isState(whole) || !optional(isLocale)(locale) || !optional(isText)(zone) || !isOffered(offered)) {
    return { type: "unknown-shape" };
  }
  if (!optional(isPlan)(plan)) return { type: "unknown-shape" };
  const snapshot: Snapshot = { state: whole, locale, zone, offered };
  return { type: "snapshot", snapshot: plan ? { ...snapshot, plan } : snapshot };
}
