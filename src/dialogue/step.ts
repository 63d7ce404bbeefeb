import type { Intent } from "../intents.ts";
import type { Locale, Picture, Platform, Point } from "../messages.ts";
import type { Outcome } from "./outcome.ts";
import type { Request } from "./request.ts";
import type { Snapshot } from "./state.ts";

/** Who speaks, and where: given with every input, kept nowhere. */
export interface Speaker {
  platform: Platform;
  profileName: string | undefined;
  languageCode: string | undefined;
  defaultLocale: Locale;
}

export type Input =
  | { type: "text"; text: string }
  | { type: "press"; data: string; messageId: string | undefined }
  | { type: "edited" }
  | { type: "unsupported"; kind: string }
  | ({ type: "place" } & Point)
  | Picture
  | { type: "group" }
  | { type: "outcome"; outcome: Outcome };

export type Said = Exclude<Input, { type: "outcome" }>;

export interface Step {
  snapshot: Snapshot;
  /** At most one; none for a reaction, in a group that knows us already, or while `request` is under way. */
  reply?: Intent;
  /** What the dialogue must know or have done before it can answer. Its outcome is the next input. */
  request?: Request;
}
