import { isRecord, isText, isTrue, maybe, shape, type Test } from "./guards.ts";
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

type Beside = Omit<Snapshot, "state">;

const BESIDE: { [Key in keyof Beside]-?: Test } = {
  locale: maybe(isLocale),
  zone: maybe(isText),
  offered: isOffered,
  plan: maybe(isPlan),
  words: maybe(isWords),
  ofTeam: maybe(isTrue),
  album: maybe(isText),
};
const isBeside = shape<Beside>(BESIDE);

/** Reads a stored snapshot. Nothing in it is trusted: older code and newer code have been there. */
export function readSnapshot({ state: type, data, schema }: Stored): Reading {
  if (schema > STATE_SCHEMA) return { type: "newer" };
  if (schema < STATE_SCHEMA || !isRecord(data)) return { type: "unknown-shape" };
  const { beside = [], ofState = [] } = Object.groupBy(Object.entries(data), ([key]) =>
    Object.hasOwn(BESIDE, key) ? "beside" : "ofState",
  );
  const kept: unknown = Object.fromEntries(beside);
  const state: unknown = { ...Object.fromEntries(ofState), type };
  if (!isState(state) || !isBeside(kept)) return { type: "unknown-shape" };
  return { type: "snapshot", snapshot: { ...kept, state } };
}
