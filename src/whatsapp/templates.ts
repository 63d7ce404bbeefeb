import type { Choice, Intent } from "../intents.ts";
import type { Locale, Platform } from "../messages.ts";
import type { Worded } from "../texts/worded.ts";
import { LIMITS } from "./limits.ts";
import { drawSpans } from "./markup.ts";

export type Word = (intent: Intent, platform: Platform) => Worded;

export interface Template {
  /** Its name at Meta. */
  name: string;
  /** The key of the text it stands for; its own words are `template-` and this. */
  text: string;
  /** For each variable of its words the phrase that fills it, after `template-value-`. */
  values: Record<string, string>;
  /** The labels of its quick replies; a press goes into one by its label. */
  buttons: string[];
  /** The key of a text that says less, for as long as Meta has not approved this one. */
  instead?: string;
}

const NAME = { name: "name" };
const EVENT = { title: "title", where: "where" };
const EVENT_WHEN = { ...EVENT, when: "when" };

/** What may have to be said when WhatsApp's 24 hours are over. "Other events" is no button here: that would be marketing. */
export const TEMPLATES: Template[] = [
  {
    ...named("reminder-24h"),
    values: { ...NAME, when: "in-a-day", ...EVENT },
    buttons: ["button-coming", "button-show-ticket", "button-cannot-come"],
  },
  {
    ...named("reminder-1h"),
    values: { ...NAME, when: "in-an-hour", ...EVENT },
    buttons: ["button-show-ticket", "button-cannot-come"],
  },
  {
    ...named("event-changed"),
    values: { ...EVENT_WHEN, code: "code" },
    buttons: ["button-ticket", "button-give-up"],
  },
  { ...named("event-changed-waiting"), values: EVENT_WHEN, buttons: ["button-leave-queue"] },
  { ...named("event-cancelled"), values: { title: "title", day: "day", contact: "contact" }, buttons: [] },
  {
    ...named("event-cancelled-word"),
    values: { title: "title", day: "day", words: "words", contact: "contact" },
    buttons: [],
    instead: "event-cancelled",
  },
  { ...named("place-cancelled"), values: { title: "title", when: "when", contact: "contact" }, buttons: [] },
  {
    ...named("event-news"),
    values: { title: "title", day: "day", organisation: "organisation", words: "words" },
    buttons: ["button-my-place"],
  },
  {
    ...named("seat-offered"),
    values: { title: "title", when: "when", until: "until" },
    buttons: ["button-take-seat", "button-leave-list"],
  },
  {
    ...named("seat-yours"),
    values: { ...EVENT_WHEN, code: "code" },
    buttons: ["button-ticket", "button-give-up"],
  },
];

const BY_TEXT = new Map(TEMPLATES.map((template) => [template.text, template]));

export interface TemplateMessage {
  type: "template";
  template: { name: string; language: { code: Locale }; components: Component[] };
}

type Component =
  | { type: "body"; parameters: { type: "text"; parameter_name: string; text: string }[] }
  | { type: "button"; sub_type: "quick_reply"; index: string; parameters: [{ type: "payload"; payload: string }] };

type Spoken = Intent & { locale: Locale };

/** The same, said by an approved template in the language of the intent; undefined if there is none for it. */
export function toTemplate(intent: Spoken, word: Word): TemplateMessage | undefined {
  const template = BY_TEXT.get(intent.text);
  if (!template) return undefined;
  const { name, buttons } = template;
  const body = { type: "body" as const, parameters: fill(template, intent, word) };
  const components: Component[] = [body, ...buttons.flatMap((key, index) => toButton(findPress(intent, key), index))];
  return { type: "template", template: { name, language: { code: intent.locale }, components } };
}

/** What is said where a template is not there; undefined where nothing says as much. */
export function insteadOf(text: string): string | undefined {
  return BY_TEXT.get(text)?.instead;
}

/** What fills each variable. All have room, so that no title, however long, makes Meta refuse the whole. */
function fill(template: Template, intent: Spoken, word: Word) {
  const names = Object.entries(template.values);
  const words = sayWords(template, { locale: intent.locale, word });
  const values = names.map(([name, phrase]) => {
    const worded = word({ ...toPhrase(intent), text: `template-value-${phrase}` }, "whatsapp");
    return { name, line: toOneLine(worded) };
  });
  const rooms = shareRoom(
    values.map(({ line }) => toValue(line, LIMITS.templateBody).length),
    LIMITS.templateBody - words.length,
  );
  return values.map(({ name, line }, index) => ({
    type: "text" as const,
    parameter_name: name,
    text: toValue(line, rooms[index] ?? 0),
  }));
}

/** Gives each as much as it needs, as far as there is room; what is too long gets the same as the others that are. */
function shareRoom(needs: number[], room: number): number[] {
  let left = room;
  const shares = new Map<number, number>();
  const byNeed = [...needs.keys()].toSorted((one, other) => (needs[one] ?? 0) - (needs[other] ?? 0));
  byNeed.forEach((index, place) => {
    const share = Math.min(needs[index] ?? 0, Math.floor(left / (needs.length - place)));
    shares.set(index, share);
    left -= share;
  });
  return needs.map((_, index) => shares.get(index) ?? 0);
}

/** The words as Meta has them: `{{name}}` where something varies. */
export function sayWords({ text, values }: Template, { locale, word }: { locale: Locale; word: Word }): string {
  const params = Object.fromEntries(Object.keys(values).map((name) => [name, `{{${name}}}`]));
  const { body } = word({ text: `template-${text}`, params, locale, choices: [] }, "whatsapp");
  return body.map((span) => span.text).join("");
}

/** A phrase about the same, for the same person. */
function toPhrase({ params, locale, zone }: Intent): Omit<Intent, "text"> {
  return { params, locale, zone, choices: [] };
}

/** Meta refuses a value with line breaks or tabs, and one with many spaces in a row. */
function toOneLine({ body }: Worded): string {
  return body
    .map(({ text }) => text)
    .join("")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** Meta refuses an empty value. */
function toValue(line: string, room: number): string {
  return drawSpans([{ text: line, bold: false }], room).trim() || "…";
}

function findPress({ choices }: Intent, key: string): Choice | undefined {
  return choices.flat().find((choice) => choice.type === "press" && choice.label.key === key);
}

/** Without a press of ours a button answers with its words, which are understood as if they were typed. */
function toButton(choice: Choice | undefined, index: number): Component[] {
  if (choice?.type !== "press") return [];
  const parameters: [{ type: "payload"; payload: string }] = [{ type: "payload", payload: choice.data }];
  return [{ type: "button", sub_type: "quick_reply", index: String(index), parameters }];
}

/** What a template is called at Meta, which knows no hyphens. */
export function nameOf(text: string): string {
  return text.replaceAll("-", "_");
}

function named(text: string): Pick<Template, "name" | "text"> {
  return { name: nameOf(text), text };
}
