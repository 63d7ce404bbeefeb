import fc from "fast-check";
import { expect, test } from "vitest";
import type { EventId } from "../ids.ts";
import { type Choice, type Intent, label, type Params } from "../intents.ts";
import type { EventFacts, Locale } from "../messages.ts";
import { commands } from "./commands.ts";
import { createTexts, labelText } from "./texts.ts";
import type { House, Worded } from "./worded.ts";

const house: House = {
  organisation: "Зелёный клуб",
  contact: "info@club.example",
  retentionDays: 90,
  locale: "en",
  publicUrl: "https://club.example",
  telegramBot: "green_club_bot",
  whatsappPhone: "79990001122",
};

const meetUp: EventFacts = {
  id: "0198c5a8-8a5e-7000-8000-000000000001" as EventId,
  slug: "spring-meetup",
  title: "Весенняя встреча",
  startsAt: "2026-12-12T15:00:00.000Z",
  endsAt: null,
  timeZone: "Europe/Moscow",
  location: "зал библиотеки, Лесная, 5",
  locationUrl: null,
};

const event = (more: Partial<EventFacts> = {}) => ({ type: "event", event: { ...meetUp, ...more } }) as const;

function intent(text: string, params: Params, more: Partial<Intent> = {}): Intent {
  return { text, params, locale: "ru", choices: [], ...more };
}

function bodyOf(worded: Worded): string {
  return worded.body.map(({ text, bold }) => (bold ? `*${text}*` : text)).join("");
}

function say(text: string, params: Params, more: Partial<Intent> = {}): string {
  return bodyOf(createTexts(house, fail).word(intent(text, params, more), "whatsapp"));
}

function fail(problem: object): never {
  throw new Error(JSON.stringify(problem));
}

test.each([
  ["en", 0, "Connect this WhatsApp with the Telegram of somebody who has told no name yet?"],
  ["en", 1, "Connect this WhatsApp with Telegram of *M•• W••*?"],
  ["ru", 0, "Связать этот WhatsApp с чьим-то Telegram, где имя ещё не указано?"],
  ["ru", 1, "Связать этот WhatsApp с Telegram человека *M•• W••*?"],
] as const)("in %s somebody who told no name is asked about in words (%d)", (locale, named, question) => {
  const messengers = { here: label("messenger-whatsapp"), messenger: label("messenger-telegram") };
  const params = { ...messengers, name: named ? "M•• W••" : "", named };
  expect(say("link-question", params, { locale }).split("? ")[0]).toBe(question.slice(0, -1));
});

test("a card tells title, day with the zone, place and seats, in the language of the person", () => {
  const params = { event: event(), seats: label("seats-left", { left: 43, capacity: 300 }), about: "", notes: "" };
  expect(say("card", params)).toBe(
    "*Весенняя встреча*\nСуббота, 12 декабря, 18:00 (по Москве)\nЗал библиотеки, Лесная, 5\nСвободно 43 места из 300",
  );
  expect(say("card", params, { locale: "en" })).toBe(
    "*Весенняя встреча*\nSaturday 12 December, 18:00 (Moscow time)\nЗал библиотеки, Лесная, 5\n43 of 300 seats left",
  );
});

test("a person in another zone is told their own hour too, with the day where it differs", () => {
  const when = (zone: string, locale: Locale) => say("waiting", { event: event(), position: 1 }, { zone, locale });
  expect(when("Europe/Berlin", "en")).toContain("18:00 (Moscow time; 16:00 in your time zone)");
  expect(when("Europe/Berlin", "ru")).toContain("18:00 (по Москве; у вас 16:00)");
  expect(when("Asia/Vladivostok", "ru")).toContain("18:00 (по Москве; у вас воскресенье, 13 декабря, 01:00)");
  expect(when("Europe/Moscow", "ru")).toContain("18:00 (по Москве).");
  expect(when("Europe/Istanbul", "ru")).toContain("18:00 (по Москве).");
});

test("Telegram has its own shorter words", () => {
  const short = createTexts(house, fail).word(intent("waiting", { event: event(), position: 5 }), "telegram");
  expect(bodyOf(short)).toContain("сб, 12 декабря, 18:00 (по Москве)");
});

test("mail has WhatsApp's words where it has none of its own", () => {
  const line = label("line-event", { number: 1, event: event(), seats: label("seats-unlimited") });
  expect(createTexts(house).plainText(line, "ru", "mail")).toBe(labelText("ru", line, "whatsapp"));
});

test.each([
  [1, "Ждёт 1 человек", "1 person is waiting"],
  [2, "Ждут 2 человека", "2 people are waiting"],
  [5, "Ждут 5 человек", "5 people are waiting"],
  [11, "Ждут 11 человек", "11 people are waiting"],
  [21, "Ждёт 21 человек", "21 people are waiting"],
])("%i waiting is counted right", (waiting, russian, english) => {
  expect(say("give-up-question", { event: event(), waiting })).toContain(`${russian}: `);
  expect(say("give-up-question", { event: event(), waiting }, { locale: "en" })).toContain(`${english}: `);
});

test.each([
  [1, "1 место"],
  [2, "2 места"],
  [5, "5 мест"],
  [11, "11 мест"],
  [21, "21 место"],
])("%i seats left are counted right", (left, russian) => {
  expect(labelText("ru", label("seats-left", { left, capacity: 300 }), "whatsapp")).toBe(`Свободно ${russian} из 300`);
});

test.each([
  [1, "1 день"],
  [3, "3 дня"],
  [11, "11 дней"],
  [90, "90 дней"],
  [91, "91 день"],
])("%i days until the data goes are counted right", (retentionDays, russian) => {
  const texts = createTexts({ ...house, retentionDays }, fail);
  const words = bodyOf(texts.word(intent("privacy", { link: "" }), "whatsapp"));
  expect(words).toContain(`${russian} после вашего последнего события`);
});

test.each([
  ["2026-12-07", "в понедельник 7 декабря", "на понедельник 7 декабря"],
  ["2026-12-08", "во вторник 8 декабря", "на вторник 8 декабря"],
  ["2026-12-09", "в среду 9 декабря", "на среду 9 декабря"],
  ["2026-12-12", "в субботу 12 декабря", "на субботу 12 декабря"],
])("the weekday of %s stands in its case", (day, on, forIt) => {
  const params = { event: event({ startsAt: `${day}T15:00:00Z` }), waiting: 4 };
  expect(say("give-up-question", params)).toContain(`${on}? `);
  expect(say("stopped-seat", params)).toContain(`Место ${forIt} остаётся`);
});

test("a house whose name comes with quotation marks gets no second pair", () => {
  const texts = createTexts({ ...house, organisation: "«Зелёный клуб»" }, fail);
  expect(bodyOf(texts.word(intent("stopped", {}), "whatsapp"))).toContain("пишу: «Зелёный клуб» не");
});

test("a place or a contact that nobody gave is talked around", () => {
  const blank = createTexts({ ...house, contact: "" }, fail);
  expect(bodyOf(blank.word(intent("not-understood", {}), "whatsapp"))).toContain(
    "Если нужна помощь человека: организаторы.",
  );
  const params = { event: event({ location: "" }), code: "K7QM-3FPA", link: "", notes: "" };
  expect(say("ticket", params)).toContain("(по Москве), место сообщим.");
});

test("what was wrong is said first, in a paragraph of its own", () => {
  const lead = label("lead-email-wrong", { typed: "anna at" });
  expect(say("ask-email-again", { name: "Анна" }, { lead })).toBe(
    "«anna at» не похоже на электронную почту. Она выглядит так: anna@example.com.\n\nАнна, напишите, пожалуйста, вашу почту.",
  );
});

test("a ticket's picture holds the address of its page", () => {
  const { picture } = createTexts(house).word(
    intent("ticket", {}, { picture: { type: "ticket", code: "K7QM3FPA" } }),
    "telegram",
  );
  expect(picture).toEqual({ qr: "https://club.example/t/K7QM3FPA" });
});

const links: Choice[][] = [
  [{ type: "url", label: label("button-calendar"), link: { to: "calendar", code: "K7QM3FPA" } }],
  [{ type: "url", label: label("button-map"), link: { to: "map", code: "K7QM3FPA" } }],
  [{ type: "url", label: label("button-privacy"), link: { to: "privacy" } }],
  [{ type: "url", label: label("button-my-data"), link: { to: "my-data", token: "a/b" } }],
  [{ type: "url", label: label("button-connect-telegram"), link: { to: "telegram", start: "link_482915" } }],
  [{ type: "url", label: label("button-connect-whatsapp"), link: { to: "whatsapp", text: "LINK 482915" } }],
];

test("links lead to this deployment's pages and bots", () => {
  const { rows } = createTexts(house).word(intent("help", {}, { choices: links }), "telegram");
  expect(rows.flat().map((choice) => choice.type === "url" && choice.url)).toEqual([
    "https://club.example/t/K7QM3FPA/event.ics",
    "https://club.example/t/K7QM3FPA/map",
    "https://club.example/privacy",
    "https://club.example/my-data/a%2Fb",
    "https://t.me/green_club_bot?start=link_482915",
    "https://wa.me/79990001122?text=LINK%20482915",
  ]);
});

test("a link to a messenger that is not here is left out, with its row", () => {
  const lonely = createTexts({ ...house, telegramBot: undefined, whatsappPhone: undefined });
  const { rows } = lonely.word(intent("help", {}, { choices: links }), "telegram");
  expect(rows).toHaveLength(4);
});

test("the bot's name counts from the moment it is learned", () => {
  const learning: House = { ...house, telegramBot: undefined };
  const texts = createTexts(learning);
  learning.telegramBot = "late_bot";
  const { rows } = texts.word(intent("help", {}, { choices: links }), "telegram");
  expect(rows[4]).toEqual([{ type: "url", title: "Связать Telegram", url: "https://t.me/late_bot?start=link_482915" }]);
});

test("a button's title is what is matched when it is typed, whatever the person's zone", () => {
  const title = label("button-event", { number: 1, event: event() });
  const long = label("waiting", { number: 1, event: event(), position: 1 });
  const choice: Choice = { type: "press", label: title, data: "x", description: long };
  const { rows } = createTexts(house).word(intent("help", {}, { choices: [[choice]], zone: "Asia/Tokyo" }), "whatsapp");
  const description = labelText("ru", long, "whatsapp");
  expect(rows).toEqual([[{ type: "press", title: "1 · сб 12 дек., 18:00", data: "x", description }]]);
  expect(labelText("ru", title, "whatsapp")).toBe("1 · сб 12 дек., 18:00");
});

test("a text that is missing costs nobody the message, and is reported", () => {
  const problems: object[] = [];
  const texts = createTexts(house, (problem) => problems.push(problem));
  expect(bodyOf(texts.word(intent("no-such-key", {}), "telegram"))).toBe("no-such-key");
  expect(bodyOf(texts.word(intent("ask-email-again", {}), "telegram"))).toContain("напишите");
  expect(problems).toEqual([
    { key: "no-such-key", locale: "ru", error: "no such text" },
    { key: "no-such-key", locale: "en", error: "no such text" },
    { key: "ask-email-again", locale: "ru", error: "Unknown variable: $name" },
  ]);
});

test("names and titles never make bold words, wherever they stand", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("<b>x</b>", "</b>", "<b>", "\ue000b>", "{ $name }", "a\ue000"));
  fc.assert(
    fc.property(text, text, (name, title) => {
      const texts = createTexts(house, fail);
      const params = { event: event({ title }), name, email: name, position: 2, asks: 0 };
      const worded = texts.word(intent("confirm-queue", params), "whatsapp");
      const shown = (written: string) => written.replaceAll("\ue000", "");
      expect(worded.body.filter(({ bold }) => bold).map((span) => span.text)).toEqual(
        [shown(title), "«Зелёный клуб»", "данные"].filter(Boolean),
      );
      const whole = worded.body.map((span) => span.text).join("");
      expect(whole).toContain(`Имя: ${shown(name)}\n`);
      expect(whole).not.toContain("\ue000");
    }),
  );
});

test("Telegram's menu has a line for every command in both languages", () => {
  for (const locale of ["en", "ru"] as const) {
    const menu = commands(locale);
    expect(menu.length).toBeGreaterThan(5);
    for (const { command, description } of menu) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
      expect(description).toMatch(/^\p{Lu}.{0,255}$/u);
    }
  }
});

test("a line of a page names the house, without markup", () => {
  const texts = createTexts({ ...house, contact: "info@<b>club.example" }, fail);
  expect(texts.plainText(label("privacy-page-title"), "en")).toBe("What Зелёный клуб keeps about you, and why");
  expect(texts.plainText(label("privacy-page-who"), "ru")).toContain("жалобы: info@<b>club.example.");
  expect(texts.plainText(label("stopped"), "ru")).toContain("напишите старт.");
});

test("somebody whose language nothing told hears the house's own", () => {
  const unknown = { text: "welcome", params: {}, choices: [] };
  for (const [locale, words] of [
    ["en", "You are welcome!"],
    ["ru", "Пожалуйста!"],
  ] as const) {
    const worded = createTexts({ ...house, locale }, fail).word(unknown, "telegram");
    expect(worded).toMatchObject({ locale, body: [{ text: words }] });
  }
});
