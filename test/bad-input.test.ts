import { expect, test } from "vitest";
import { choicesOf, type Message } from "../src/sandbox/conversation.ts";
import { MEET_UP, openJourney, signUp } from "./journey.ts";

/** What a person may type for a name, and what stands on the ticket. */
const NAMES: [typed: string, name: string][] = [
  ["x".repeat(100), "x".repeat(100)],
  ["  Anna \t\n  Petrova  ", "Anna Petrova"],
  ["Jose\u0301 Nun\u0303ez", "José Nuñez"],
  ["\u202eavorteP\u202c Anna\u0007\u200b", "avorteP Anna"],
  ["Anna\0 Petrova", "Anna Petrova"],
  ["Anna\ud800 Petrova", "Anna Petrova"],
  ["Anna 👩‍🚀 Петрова", "Anna 👩‍🚀 Петрова"],
  ["李小龙", "李小龙"],
  ["نجيب محفوظ", "نجيب محفوظ"],
  ["<b>Anna</b> & Co. <script>alert(1)</script>", "<b>Anna</b> & Co. <script>alert(1)</script>"],
  ["*Anna* _Petrova_ ~x~ `y` [z](http://a.b)", "*Anna* _Petrova_ ~x~ `y` [z](http://a.b)"],
  ["&lt;b&gt; %s {$y} { $name }", "&lt;b&gt; %s {$y} { $name }"],
  ["'; drop table users; --", "'; drop table users; --"],
];

const NO_NAMES: [typed: string, answer: RegExp][] = [
  ["x".repeat(101), /too long for a ticket/],
  ["a".repeat(10_000), /too long for a ticket/],
  ["🙂".repeat(5_000), /too long for a ticket/],
  ["12345", /There is no name/],
  ["...", /There is no name/],
  ["\u202e\u200b", /There is no name/],
];

test.each(["telegram", "whatsapp"] as const)(
  "a name in any script is taken as it was meant, and is only text, on %s",
  async (platform) => {
    await using journey = await openJourney();
    const { world } = journey;
    await world.publish(MEET_UP);
    const phone = world.sandbox.person("Max")[platform];
    await phone.asks(
      platform === "telegram" ? "/start e_spring-meet-up" : "Hello! I would like to come: spring-meet-up",
    );
    await phone.taps(platform === "telegram" ? "Other name" : "Sign me up");
    await phone.hears(/What name/);

    for (const [typed, answer] of NO_NAMES) expect((await phone.asks(typed)).text).toMatch(answer);
    for (const [typed, name] of NAMES) {
      const answer = await phone.asks(typed);
      expect(answer.text).toMatch(/your e-mail/);
      expectPlainly(answer, name);
      await phone.forges("correct-name");
      const again = await phone.hears(/What name/);
      world.clock.moveForward(2_000);
      if (!hasLink(name)) expect(bold(again)).toBe(name);
    }
    expectNoFault(world.logged);
  },
);

const ADDRESSES: [typed: string, address: string | undefined][] = [
  ["Anna.Petrova+club@Example.ORG", "Anna.Petrova+club@example.org"],
  ["имя@пример.рф", "имя@пример.рф"],
  ["write to <o'neil@club.example>!", "o'neil@club.example"],
  [`${"a".repeat(64)}@${"b.".repeat(93)}cc`, `${"a".repeat(64)}@${"b.".repeat(93)}cc`],
  [`${"a".repeat(64)}@${"b.".repeat(94)}cc`, undefined],
  ["anna@", undefined],
  ["@club.example", undefined],
  ["anna@club", undefined],
  ["anna@club,example", undefined],
  ["a".repeat(10_000), undefined],
  ["<a@b.example><script>", undefined],
];

test("an e-mail is found in what was typed, its domain in lower case, or asked for again", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await world.publish(MEET_UP);
  const { telegram } = world.sandbox.person("Max");
  await telegram.asks("/start e_spring-meet-up");
  await telegram.taps("Register as Max Weber");
  await telegram.hears(/e-mail/);

  for (const [typed, address] of ADDRESSES) {
    const { text } = await telegram.asks(typed);
    if (address === undefined) expect(text).toContain("does not look like an e-mail address");
    else expect(text).toContain(`E-mail: ${address}\n`);
    await telegram.forges("correct-email");
    await telegram.hears(/e-mail/);
    world.clock.moveForward(2_000);
  }
  expectNoFault(world.logged);
});

const TITLES = [
  `<b>Tea</b> & "cake" <a href="http://evil.example">here</a>`,
  "*Tea* _and_ ~cake~ `x` > y",
  'Чай &amp; торт { $organisation } {"x"}',
  "👩‍👩‍👧".repeat(20),
  "𝕏".repeat(95),
  "a".repeat(200),
];

test("titles and places are only text on cards, lists and tickets of both messengers, and on the page", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const slugs: string[] = [];
  for (const [n, title] of TITLES.entries()) {
    const startsAt = `2099-12-0${n + 1}T18:00:00+03:00`;
    slugs.push((await world.publish({ title, startsAt, location: `<i>Hall</i> *${n}* & _co_` })).slug);
  }
  const { telegram, whatsapp } = world.sandbox.person("Max");
  for (const phone of [telegram, whatsapp]) {
    const list = await phone.asks("events");
    for (const title of TITLES.slice(0, 3)) expect(asTyped(list.text)).toContain(title);
    for (const [n, slug] of slugs.entries()) {
      const card = await phone.asks(phone === telegram ? `/start e_${slug}` : `Hello! I would like to come: ${slug}`);
      if (!hasLink(TITLES[n])) expect(bold(card)).toContain(TITLES[n]);
      expectPlainly(card, `<i>Hall</i> *${n}* & _co_`);
      world.clock.moveForward(2_000);
    }
  }

  await signUp(telegram, slugs[0] ?? "");
  expect(bold(telegram.last)).toBe(TITLES[0]);
  const url = choicesOf(telegram.last).find((choice) => choice.type === "url")?.url ?? "";
  const html = await (await world.fetch(new URL(url).pathname.replace("/event.ics", ""))).text();
  expect(html).toContain("&lt;b&gt;Tea&lt;/b&gt; &amp; &quot;cake&quot;");
  expect(html).not.toContain('evil.example"');
  expectNoFault(world.logged);
});

test("ten thousand characters, in any state, are one message like any other", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await world.publish(MEET_UP);
  const long = [
    "слово ".repeat(1_700),
    "a-".repeat(5_000),
    "@".repeat(10_000),
    "\n".repeat(10_000),
    "1".repeat(10_000),
  ];
  const { whatsapp } = world.sandbox.person("Anna");

  const writeAll = async () => {
    for (const text of long) await whatsapp.asks(text);
    world.clock.moveForward(10_000);
  };

  await whatsapp.asks("Hello! I would like to come: spring-meet-up");
  await writeAll();
  await whatsapp.asks("sign me up");
  await writeAll();
  await whatsapp.asks("Anna");
  await writeAll();
  await whatsapp.asks("no");
  await writeAll();
  await whatsapp.asks("yes", /You are in/);
  await writeAll();
  await whatsapp.asks("forget me");
  await writeAll();

  expectNoFault(world.logged);
});

/** WhatsApp has no escape character, so what would be markup is drawn with signs that look the same. */
function asTyped(text: string): string {
  const marks: Record<string, string> = { "∗": "*", ˍ: "_", "∼": "~", ˋ: "`", "˃": ">" };
  return text.replace(/[∗ˍ∼ˋ˃]/g, (mark) => marks[mark] ?? mark);
}

/** WhatsApp takes a mark at the end of a link for a part of it, so that nothing there is bold. */
function hasLink(text: string | undefined): boolean {
  return text?.includes("http://") ?? false;
}

function expectPlainly({ spans, text }: Message, words: string): void {
  expect(asTyped(text)).toContain(words);
  const styles = spans.flatMap((span) => span.styles).filter((style) => style !== "bold");
  expect(styles).toEqual([]);
}

function bold({ spans }: Message): string {
  const words = spans.filter(({ styles }) => styles.includes("bold")).map(({ text }) => text);
  return asTyped(words.join(""));
}

function expectNoFault(logged: string[]): void {
  expect(logged.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
}
