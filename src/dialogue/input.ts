import type { Locale, Picture, Platform, Point } from "../messages.ts";
import type { Outcome } from "./outcome.ts";

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
