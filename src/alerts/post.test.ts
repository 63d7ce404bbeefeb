import { expect, test } from "vitest";
import { createLogger } from "../logger.ts";
import type { Channel, ChannelName, Delivery, OutgoingMessage } from "../outbox/channel.ts";
import { createTexts } from "../texts/texts.ts";
import type { News } from "./alarms.ts";
import { createPost } from "./post.ts";
import { keyOf, type Trouble } from "./trouble.ts";

const texts = createTexts(
  {
    organisation: "Green Club",
    contact: "info@club.example",
    retentionDays: 90,
    locale: "en",
    publicUrl: "https://club.example",
    telegramBot: undefined,
    whatsappPhone: undefined,
  },
  (problem) => {
    throw new Error(JSON.stringify(problem));
  },
);
const revoked: Delivery = { type: "channel-stopped", reason: "401 Unauthorized" };
const network: Delivery = { type: "retry", afterMs: undefined, scope: "chat", unknown: false, reason: "ECONNREFUSED" };

/** An office with the given ways to reach it; a channel answers every message alike. */
function openOffice(ways: { telegram?: Delivery; mail?: Delivery; sentry?: boolean; locale?: "en" | "ru" }) {
  const sent: OutgoingMessage[] = [];
  const elsewhere: string[] = [];
  const channel = (name: ChannelName, answer: Delivery): Channel => ({
    name,
    async send(message) {
      sent.push(message);
      return answer;
    },
  });
  const { telegram, mail, sentry, locale = "en" } = ways;
  const post = createPost({
    telegram: () => telegram && { channel: channel("telegram", telegram), chatId: -100500 },
    mail: () => mail && { channel: channel("mail", mail), email: "info@club.example" },
    sentry:
      sentry === undefined
        ? undefined
        : async (words) => {
            elsewhere.push(words);
            return sentry;
          },
    locale,
    timeZone: "Europe/Moscow",
    log: createLogger({ level: "silent", pretty: false }),
  });
  return {
    post,
    sent,
    elsewhere,
    words: () =>
      sent.map(({ intent }) =>
        texts
          .word(intent, "telegram")
          .body.map(({ text }) => text)
          .join(""),
      ),
  };
}

const ok: Delivery = { type: "sent", providerMessageId: "77" };
const news = (trouble: Trouble, more: Partial<News> = {}): News => ({
  trouble,
  since: new Date("2026-11-21T08:42:00Z"),
  times: 1,
  over: undefined,
  messageId: undefined,
  ...more,
});

test("an alert goes to the admins' chat, with what broke in its first line", async () => {
  const office = openOffice({ telegram: ok, mail: ok, sentry: true });

  expect(await office.post(news({ type: "postgres" }))).toEqual({ by: "telegram", messageId: "77" });

  expect(office.sent.map(({ to }) => to)).toEqual([{ platform: "telegram", telegramId: -100500 }]);
  expect(office.elsewhere).toEqual([]);
  expect(office.words()[0]?.split("\n")).toEqual([
    "🔴 Green Club: Postgres cannot be reached",
    expect.stringContaining("nothing is lost"),
    "It began Sat 21 November, 11:42, seen once.",
  ]);
});

test("a count is written over the first message, an end is a new one", async () => {
  const office = openOffice({ telegram: ok });

  await office.post(news({ type: "redis" }, { times: 12, messageId: "77" }));
  await office.post(news({ type: "redis" }, { times: 12, messageId: "77", over: new Date("2026-11-21T09:00:00Z") }));

  expect(office.sent.map(({ intent }) => intent.edits)).toEqual(["77", undefined]);
  expect(office.words()[1]).toBe(
    "🟢 Green Club: Redis is back\nIt began Sat 21 November, 11:42 and ended Sat 21 November, 12:00, seen 12 times.",
  );
});

test.each([
  ["its own token was revoked", revoked],
  ["it cannot be reached", network],
])("what Telegram cannot carry since %s goes by e-mail and to Sentry", async (_, answer) => {
  const office = openOffice({ telegram: answer, mail: ok, sentry: true });

  const told = await office.post(news({ type: "stopped", channel: "telegram", reason: "401 Unauthorized" }));

  expect(told).toEqual({ by: "mail", messageId: undefined });
  expect(office.sent[1]?.to).toEqual({ platform: "mail", email: "info@club.example" });
  expect(office.elsewhere).toEqual([expect.stringContaining("stopped:telegram")]);
});

test("Sentry alone is enough, and nobody at all is not", async () => {
  const trouble = news({ type: "postgres" });
  expect(await openOffice({ telegram: revoked, sentry: true }).post(trouble)).toMatchObject({ by: "sentry" });
  expect(await openOffice({ telegram: revoked, mail: network, sentry: false }).post(trouble)).toBeUndefined();
});

test("without anybody to tell, the log has it and it is not tried again", async () => {
  expect(await openOffice({}).post(news({ type: "postgres" }))).toMatchObject({ by: "log" });
});

const everyFlaw = [
  ...["missing", "pending", "rejected", "paused", "disabled"],
  ...["recategorised", "announced", "disliked", "differs", "refused"],
].map((flaw) => ({ template: "reminder_24h", language: "ru", flaw }));
const everyTrouble: Trouble[] = [
  { type: "postgres" },
  { type: "redis" },
  { type: "stopped", channel: "telegram", reason: "401 Unauthorized" },
  { type: "stopped", channel: "mail", reason: "mail: 535" },
  { type: "held", channel: "whatsapp", reason: "131048 spam", minutes: 60 },
  { type: "held", channel: "telegram", reason: "429", minutes: 180 },
  { type: "payment" },
  { type: "templates", flawed: everyFlaw.slice(0, 2) },
  { type: "templates", flawed: everyFlaw.slice(2, 7) },
  { type: "templates", flawed: everyFlaw.slice(4) },
  { type: "account", reason: "ACCOUNT_VIOLATION: SPAM" },
  { type: "over-limit", day: "2026-12-12", people: 251, limit: 250, elsewhere: 0 },
  { type: "over-limit", day: "2026-12-12", people: 301, limit: 250, elsewhere: 1 },
  { type: "over-limit", day: "2026-12-12", people: 302, limit: 250, elsewhere: 22 },
  { type: "unreachable", channel: "whatsapp", reason: "no answer" },
  { type: "webhook", reason: "Read timeout <b>" },
  { type: "outbox", waiting: 1, minutes: 1 },
  { type: "outbox", waiting: 22, minutes: 65 },
  { type: "given-up" },
  { type: "fault", place: "chats/answer.ts:63" },
];

test("templates are named with what is wrong, the first few of many", async () => {
  const office = openOffice({ telegram: ok });
  await office.post(news({ type: "templates", flawed: everyFlaw.slice(0, 7) }));
  const lines = office.words()[0]?.split("\n") ?? [];
  expect(lines.slice(0, 3)).toEqual([
    "🔴 Green Club: Templates of WhatsApp cannot be sent",
    "reminder_24h (ru): missing at Meta",
    "reminder_24h (ru): Meta is still looking at it",
  ]);
  expect(lines[6]).toBe("and 2 more");
});

test("a limit that is too low tells how many are over it, and what becomes of them", async () => {
  const office = openOffice({ telegram: ok });
  await office.post(news({ type: "over-limit", day: "2026-12-12", people: 300, limit: 250, elsewhere: 30 }));
  expect(office.words()[0]).toMatch(
    /limit is too low on Saturday 12 December\n300 people need .* may write to 250 new people a day: 50 over\. 30 of them can also be reached/,
  );
});

test.each(["en", "ru"] as const)("every trouble and its end have their words in %s", async (locale) => {
  const office = openOffice({ telegram: ok, locale });
  for (const trouble of everyTrouble) {
    await office.post(news(trouble, { times: 3 }));
    await office.post(news(trouble, { times: 3, over: new Date("2026-11-21T09:00:00Z") }));
  }
  const words = office.words();
  expect(new Set(words).size).toBe(everyTrouble.length + new Set(everyTrouble.map(keyOf)).size);
  for (const said of words) expect(said).not.toMatch(/\{ ?\$|undefined|\[object|\ue000|alert-/);
});
