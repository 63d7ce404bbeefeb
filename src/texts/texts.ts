import { type Choice, type Intent, type Label, label } from "../intents.ts";
import type { Locale } from "../messages.ts";
import { ticketUrl, toUrl } from "./links.ts";
import { toPlain, toSpans } from "./markup.ts";
import type { ReportProblem, Voice } from "./phrases.ts";
import { type Speech, say } from "./values.ts";
import type { House, Worded, WordedChoice } from "./worded.ts";

export interface Texts {
  /** Puts an intent into words: body, buttons, links of this deployment. */
  word(intent: Intent, voice: Voice): Worded;
  /** One phrase without markup, with the house's name in it: a subject line, a line of a page. */
  plainText(label: Label, locale: Locale, voice?: Voice): string;
}

/**
 * Words for one deployment. `house` is read at each use, since the bot's name and the number are learned after the start.
 * Problems with a text go to `onProblem`: nobody's message is lost for want of a word.
 */
export function createTexts(house: House, onProblem: ReportProblem = ignore): Texts {
  return {
    plainText: (phrase, locale, voice = "mail") =>
      toPlain(say(phrase, { locale, voice, zone: undefined, house, report: onProblem })),
    word: (intent, voice) =>
      wordIntent(intent, { locale: intent.locale ?? house.locale, zone: intent.zone, voice, house, report: onProblem }),
  };
}

function wordIntent(intent: Intent, speech: Speech & { house: House }): Worded {
  const title = (phrase: Label) => toTitle(phrase, speech);
  return {
    body: toSpans(sayBody(intent, speech)),
    rows: intent.choices
      .map((row) => row.filter(isFor(speech.voice)).flatMap((choice) => wordChoice(choice, speech.house, title)))
      .filter((row) => row.length > 0),
    locale: speech.locale,
    listButton: title(intent.listLabel ?? label("list-choose")),
    picture: intent.picture && wordPicture(intent.picture, speech.house),
  };
}

function wordPicture(picture: NonNullable<Intent["picture"]>, house: House): Worded["picture"] {
  return picture.type === "ticket" ? { qr: ticketUrl(picture.code, house) } : { fileId: picture.fileId };
}

/** What a button says, so that typed words can be matched against it: the same in every deployment. */
export function labelText(locale: Locale, label: Label, voice: Voice): string {
  return toTitle(label, { locale, voice, zone: undefined, house: undefined, report: ignore });
}

/** Buttons know no house and no zone of the person: `labelText` has neither, and must say the same. */
function toTitle(label: Label, speech: Speech): string {
  return toPlain(say(label, { ...speech, zone: undefined, house: undefined }));
}

/** Paragraphs that turned out empty leave no gap. */
function sayBody({ lead, text, params }: Intent, speech: Speech): string {
  const body = say({ type: "text", key: text, params }, speech);
  const whole = lead ? `${say(lead, speech)}\n\n${body}` : body;
  return whole.replaceAll(/\n{3,}/g, "\n\n").trim();
}

function isFor(voice: Voice): (choice: Choice) => boolean {
  return (choice) => choice.type !== "press" || choice.only === undefined || choice.only === voice;
}

function wordChoice(choice: Choice, house: House, title: (phrase: Label) => string): WordedChoice[] {
  switch (choice.type) {
    case "press": {
      const description = choice.description && title(choice.description);
      return [{ type: "press", title: title(choice.label), data: choice.data, description }];
    }
    case "url": {
      const url = toUrl(choice.link, house);
      return url ? [{ type: "url", title: title(choice.label), url }] : [];
    }
    case "copy":
      return [{ type: "copy", title: title(choice.label), text: choice.text }];
  }
}

function ignore(): void {}
