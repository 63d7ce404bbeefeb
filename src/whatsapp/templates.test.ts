import fc from "fast-check";
import { expect, test } from "vitest";
import { type EventId, newId } from "../ids.ts";
import { type Intent, label } from "../intents.ts";
import type { EventFacts } from "../messages.ts";
import { createTexts } from "../texts/texts.ts";
import type { House } from "../texts/worded.ts";
import { type Declaration, declareTemplates } from "./declarations.ts";
import { TEMPLATES, type TemplateMessage, toTemplate } from "./templates.ts";

const house: House = {
  organisation: "Green Club",
  contact: "info@club.example",
  retentionDays: 90,
  locale: "en",
  publicUrl: "https://club.example",
  telegramBot: undefined,
  whatsappPhone: undefined,
};
const { word } = createTexts(house, ({ key, error }) => {
  throw new Error(`${key}: ${error}`);
});

const event: EventFacts = {
  id: newId<EventId>(),
  slug: "spring-meet-up",
  title: "Spring meet-up",
  startsAt: "2026-12-12T15:00:00Z",
  endsAt: null,
  timeZone: "Europe/Moscow",
  location: "Library hall, Lesnaya 5",
  locationUrl: null,
};
const params: Intent["params"] = {
  event: { type: "event", event },
  until: { type: "moment", at: "2026-12-11T17:00:00Z", zone: "Europe/Moscow" },
  name: "Anna Petrova",
  named: 1,
  days: 1,
  minutes: 60,
  code: "K7QM-3FPA",
  words: "The hall has\nno heating.",
};
const reminder = { text: "reminder-24h", params, locale: "en" as const, choices: [] };
const press = (key: string, data: string) => ({ type: "press" as const, label: label(key), data });

const declared = declareTemplates(word);
const bodyOf = ({ components }: Declaration) => components.find(({ type }) => type === "BODY") as { text: string };
const buttonsOf = ({ components }: Declaration) => components.flatMap((one) => ("buttons" in one ? one.buttons : []));

/** What the person reads: the approved words with the values in them. */
function read(message: TemplateMessage | undefined): string {
  const { name, language, components } = message?.template ?? { name: "", language: { code: "en" }, components: [] };
  const template = declared.find((one) => one.name === name && one.language === language.code);
  const [body] = components;
  const values = body?.type === "body" ? body.parameters : [];
  return values.reduce(
    (text, value) => text.replaceAll(`{{${value.parameter_name}}}`, value.text),
    template ? bodyOf(template).text : "(none)",
  );
}

test("every template is declared in both languages, as a utility with named variables", () => {
  expect(declared).toHaveLength(TEMPLATES.length * 2);
  for (const { name, language, category, parameter_format } of declared) {
    expect(name).toMatch(/^[a-z0-9_]+$/);
    expect(["en", "ru"]).toContain(language);
    expect([category, parameter_format]).toEqual(["UTILITY", "NAMED"]);
  }
});

test.each(declared.map((one) => [`${one.name} (${one.language})`, one] as const))(
  "Meta's rules hold for %s",
  (_, one) => {
    const { text } = bodyOf(one);
    const variables = [...text.matchAll(/\{\{([a-z_]+)\}\}/g)].map(([, name]) => name);
    const template = TEMPLATES.find(({ name }) => name === one.name);
    expect(variables.toSorted()).toEqual(Object.keys(template?.values ?? {}).toSorted());
    expect(text.length).toBeLessThan(1024);
    expect(text).not.toMatch(/^[^\p{L}\p{N}]*\{\{|\}\}[^\p{L}\p{N}]*$/u);
    expect(text).not.toMatch(/\}\}\s*\{\{/);
    const ours = text.replaceAll(/\{\{\w+\}\}/g, "").match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [];
    expect(ours.length).toBeGreaterThan(2 * variables.length);
    for (const button of buttonsOf(one)) expect(button.text.length).toBeLessThanOrEqual(20);
  },
);

test("every variable has an example, as a real message would fill it", () => {
  const { components } = declared.find(({ name, language }) => name === "reminder_24h" && language === "ru") ?? {};
  expect(components?.[0]).toMatchObject({
    example: {
      body_text_named_params: [
        { param_name: "name", example: "Анна Петрова" },
        { param_name: "when", example: "Завтра, в субботу 12 декабря, в 18:00 (по Москве)" },
        { param_name: "title", example: "Весенняя встреча" },
        { param_name: "where", example: "зал библиотеки, Лесная, 5" },
      ],
    },
  });
});

test("a reminder goes with its presses in the buttons that Meta knows, in whatever order they are offered", () => {
  const choices = [
    [press("button-coming", "coming:1"), press("button-cannot-come", "give-up:1")],
    [press("button-show-ticket", "ticket:1")],
  ];
  expect(toTemplate({ ...reminder, choices }, word)).toEqual({
    type: "template",
    template: {
      name: "reminder_24h",
      language: { code: "en" },
      components: [
        {
          type: "body",
          parameters: [
            { type: "text", parameter_name: "name", text: "Anna Petrova" },
            { type: "text", parameter_name: "when", text: "Tomorrow, Saturday 12 December, at 18:00 (Moscow time)" },
            { type: "text", parameter_name: "title", text: "Spring meet-up" },
            { type: "text", parameter_name: "where", text: "Library hall, Lesnaya 5" },
          ],
        },
        button("0", "coming:1"),
        button("1", "ticket:1"),
        button("2", "give-up:1"),
      ],
    },
  });
});

function button(index: string, payload: string) {
  return { type: "button", sub_type: "quick_reply", index, parameters: [{ type: "payload", payload }] };
}

test("the texts read as they should, in both languages", () => {
  const say = (text: string, locale: "en" | "ru", more = {}) =>
    read(toTemplate({ ...reminder, text, locale, params: { ...params, ...more } }, word));
  expect([say("reminder-24h", "en"), say("reminder-24h", "ru", { named: 0, days: 0 })]).toEqual([
    "Hello Anna Petrova! This is the reminder that you asked for. Tomorrow, Saturday 12 December, at 18:00 (Moscow time): Spring meet-up, Library hall, Lesnaya 5. Are you coming?",
    "Здравствуйте, гость! Это напоминание, о котором вы просили. Сегодня, в субботу 12 декабря, в 18:00 (по Москве): «Spring meet-up», Library hall, Lesnaya 5. Скажите, пожалуйста, вы придёте?",
  ]);
  expect(say("reminder-1h", "en")).toMatch("In one hour, at 18:00 (Moscow time): Spring meet-up");
  expect(say("seat-offered", "ru")).toBe(
    "Освободилось место: «Spring meet-up», суббота, 12 декабря, 18:00 (по Москве). Оно остаётся за вами до пятницы, 11 декабря, 20:00. Хотите его занять?",
  );
  expect(say("event-cancelled", "en")).toBe(
    "I am sorry: Spring meet-up (Saturday 12 December) is cancelled. There is nothing you need to do. Please ask info@club.example if you have questions.",
  );
  expect(say("event-cancelled-word", "ru")).toBe(
    "К сожалению, событие «Spring meet-up» (суббота, 12 декабря) отменено. Организаторы добавляют: The hall has no heating. Вам ничего делать не нужно. Кому задать вопросы: info@club.example. Спасибо за понимание.",
  );
  expect(say("event-news", "en")).toBe(
    "This is about Spring meet-up (Saturday 12 December), where you have a place or wait for one. Green Club writes: The hall has no heating. The button below shows how you are signed up.",
  );
  expect(say("seat-yours", "en")).toMatch("Your code: K7QM-3FPA.");
});

test("somebody elsewhere is told their own time in a template too", () => {
  expect(read(toTemplate({ ...reminder, zone: "Asia/Vladivostok" }, word))).toMatch("18:00 (Moscow time; ");
});

test("there is a template for what comes unasked, and none for an answer", () => {
  for (const text of ["ticket", "card", "constructor", "__proto__"]) {
    expect(toTemplate({ ...reminder, text }, word)).toBeUndefined();
  }
});

test("whatever people typed into titles, names and places, Meta can take the message", () => {
  const typed = fc.string({ unit: "binary", maxLength: 400 });
  fc.assert(
    fc.property(typed, typed, typed, fc.constantFrom(...TEMPLATES), (title, location, name, { text }) => {
      const facts = { type: "event" as const, event: { ...event, title, location } };
      const message = toTemplate({ ...reminder, text, params: { ...params, name, event: facts } }, word);
      const [body] = message?.template.components ?? [];
      for (const value of body?.type === "body" ? body.parameters : []) {
        expect(value.text).toMatch(/\S/);
        expect(value.text).not.toMatch(/[\n\t]| {4}|[*~`]/);
        expect(value.text.isWellFormed()).toBe(true);
      }
      expect(read(message).length).toBeLessThanOrEqual(1024);
    }),
  );
});

test("what one leaves of the room is the others'", () => {
  const words = "w".repeat(700);
  for (const locale of ["en", "ru"] as const) {
    const said = toTemplate({ ...reminder, locale, text: "event-cancelled-word", params: { ...params, words } }, word);
    expect(read(said)).toContain(words);
  }
});

test("however long a title, a place and a name are, each is heard, and the whole is not too long", () => {
  const facts = { type: "event" as const, event: { ...event, title: "t".repeat(2000), location: "w".repeat(2000) } };
  for (const { text } of TEMPLATES) {
    const said = read(
      toTemplate({ ...reminder, text, params: { ...params, name: "n".repeat(2000), event: facts } }, word),
    );
    expect(said.length).toBeLessThanOrEqual(1024);
    expect(said).toMatch(/t{100,}…/);
  }
});
