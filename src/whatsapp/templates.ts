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

/** What fills each variable. Each has the same room, so that no title, however long, makes Meta refuse the whole. */
function fill(template: Template, intent: Spoken, word: Word) {
  const names = Object.entries(template.values);
  const words = sayWords(template, { locale: intent.locale, word });
  const room = Math.floor((LIMITS.templateBody - words.length) / names.length);
  return names.map(([name, phrase]) => ({
    type: "text" as const,
    parameter_name: name,
    text: toValue(word({ ...toPhrase(intent), text: `template-value-${phrase}` }, "whatsapp"), room),
  }));
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

/** Meta refuses an empty value, one with line breaks or tabs, and one with many spaces in a row. */
function toValue({ body }: Worded, room: number): string {
  const line = body
    .map(({ text }) => text)
    .join("")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
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
