import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { type Reply, startBotApi } from "../../test/bot-api.ts";
import type { OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { OutgoingMessage } from "../outbox/channel.ts";
import type { Worded } from "../texts/worded.ts";
import { createTelegramChannel } from "./channel.ts";

const token = "1:SECRET";
const worded: Worded = {
  body: [
    { text: "Choir & friends", bold: true },
    { text: " tonight", bold: false },
  ],
  rows: [[{ type: "press", title: "My ticket", data: "my", description: undefined }]],
  listButton: "Choose",
  locale: "en",
  picture: undefined,
};
const ticket: Worded = { ...worded, picture: { qr: "https://club.example/t/K7QM3FPA" } };
const sent = { result: { message_id: 31, date: 1, chat: { id: 7, type: "private" } } };
const markupRefused = { code: 400, description: "Bad Request: can't parse entities: Unsupported start tag" };
const noText = { code: 400, description: "Bad Request: there is no text in the message to edit" };

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const api of running.splice(0)) await api.stop();
});

test("a message is sent in HTML with its buttons, and its id is kept", async () => {
  const { send, calls } = await startChannel([sent]);

  expect(await send()).toEqual({ type: "sent", providerMessageId: "31" });
  expect(calls).toMatchObject([
    {
      method: "sendMessage",
      payload: {
        chat_id: 7,
        text: "<b>Choir &amp; friends</b> tonight",
        parse_mode: "HTML",
        link_preview_options: { is_disabled: true },
        reply_markup: { inline_keyboard: [[{ text: "My ticket", callback_data: "my" }]] },
      },
    },
  ]);
});

test("a ticket is a photo of its QR code with the words below, in one call", async () => {
  const { send, calls } = await startChannel([sent], ticket);

  expect(await send()).toEqual({ type: "sent", providerMessageId: "31" });
  expect(calls).toMatchObject([
    {
      method: "sendPhoto",
      payload: { chat_id: "7", caption: "<b>Choir &amp; friends</b> tonight", file: { filename: "ticket.png" } },
    },
  ]);
  const { file, reply_markup } = calls[0]?.payload ?? {};
  expect((file as { bytes: Buffer }).bytes.subarray(1, 4).toString()).toBe("PNG");
  expect(reply_markup).toContain("callback_data");
});

test("an answer to a tap is written over its message, and keeps its own buttons", async () => {
  const { send, calls, methods } = await startChannel([{ result: true }, sent]);

  expect(await send({ edits: "12" })).toEqual({ type: "sent", providerMessageId: "12" });
  expect(calls).toMatchObject([{ method: "editMessageText", payload: { message_id: 12 } }]);
  await send();
  expect(methods()).toEqual(["editMessageText", "sendMessage"]);
});

test("an answer that the message already shows counts as sent", async () => {
  const { send } = await startChannel([{ code: 400, description: "Bad Request: message is not modified: same" }]);

  expect(await send({ edits: "12" })).toEqual({ type: "sent", providerMessageId: "12" });
});

test("over a photo the caption is written, and its message stays the one that stands", async () => {
  const { send, methods } = await startChannel([noText, { result: true }]);

  expect(await send({ edits: "12" })).toEqual({ type: "sent", providerMessageId: "12" });
  expect(methods()).toEqual(["editMessageText", "editMessageCaption"]);
});

test("over a message that is gone a new one is sent, and the old one's buttons are taken off if it is there", async () => {
  const gone = { code: 400, description: "Bad Request: message to edit not found" };
  const { send, methods, next } = await startChannel([gone, sent, gone]);
  const retired = next("editMessageReplyMarkup");

  expect(await send({ edits: "12" })).toEqual({ type: "sent", providerMessageId: "31" });
  expect((await retired).payload).toEqual({ chat_id: 7, message_id: 12 });
  expect(methods()).toEqual(["editMessageText", "sendMessage", "editMessageReplyMarkup"]);
});

test("the answered question loses its buttons after the send, and nobody waits for that", async () => {
  const { send, methods, next } = await startChannel([sent, "hang"]);
  const retired = next("editMessageReplyMarkup");
  const start = performance.now();

  expect(await send({ retires: "12" })).toEqual({ type: "sent", providerMessageId: "31" });
  expect(performance.now() - start).toBeLessThan(3000);
  expect((await retired).payload).toEqual({ chat_id: 7, message_id: 12 });
  expect(methods()).toEqual(["sendMessage", "editMessageReplyMarkup"]);
});

test("when the send fails, the question keeps its buttons", async () => {
  const { send, methods } = await startChannel([{ code: 500, description: "Internal Server Error" }, sent]);

  expect(await send({ retires: "12" })).toMatchObject({ type: "retry", unknown: true });
  expect(await send()).toMatchObject({ type: "sent" });
  expect(methods()).toEqual(["sendMessage", "sendMessage"]);
});

test("markup that Telegram cannot read is sent once as plain text, and a person is told to look", async () => {
  const { send, calls, logged } = await startChannel([markupRefused, sent]);

  expect(await send()).toMatchObject({ type: "sent" });
  expect(calls[1]?.payload).toMatchObject({ text: "Choir & friends tonight" });
  expect(calls[1]?.payload).not.toHaveProperty("parse_mode");
  expect(logged.join()).toContain('"level":50');
  expect(logged.join()).not.toContain("Choir");
});

test("plain text that is refused too is not tried for ever", async () => {
  const { send, calls } = await startChannel([markupRefused, markupRefused]);

  expect(await send()).toMatchObject({ type: "refused", reason: "rejected" });
  expect(calls).toHaveLength(2);
});

test("a group that moves on and on is not followed for ever", async () => {
  const moved = { code: 400, description: "group chat was upgraded", parameters: { migrate_to_chat_id: -1007 } };
  const { send, calls } = await startChannel(Array<Reply>(9).fill(moved));

  expect(await send()).toMatchObject({ type: "refused" });
  expect(calls.map((call) => call.payload.chat_id)).toEqual([7, -1007, -1007, -1007]);
});

test("too fast a bot is told exactly how long to wait", async () => {
  const slow = { code: 429, description: "Too Many Requests: retry after 17", parameters: { retry_after: 17 } };
  const { send } = await startChannel([slow]);

  expect(await send()).toMatchObject({ type: "retry", afterMs: 17_000, scope: "chat-or-channel", unknown: false });
});

test("a server that hangs, hangs up or answers a page has perhaps taken the message", async () => {
  for (const [answer, reason] of [
    ["hang", "network: timed-out"],
    ["reset", "network: ECONNRESET"],
    ["html", "network: invalid-json"],
  ] as const) {
    const { send } = await startChannel([answer], worded, 300);
    expect(await send()).toEqual({ type: "retry", afterMs: undefined, scope: "chat", unknown: true, reason });
  }
});

test("a server that is not there has taken nothing", async () => {
  const { send, stop } = await startChannel([]);
  await stop();

  expect(await send()).toMatchObject({ type: "retry", unknown: false, reason: "network: ECONNREFUSED" });
});

test("all the calls that one message takes share one time-out", async () => {
  const { send } = await startChannel([{ afterMs: 800, answer: noText }, "hang"], worded, 1000);
  const start = performance.now();

  expect(await send({ edits: "12" })).toMatchObject({ type: "retry", unknown: true });
  expect(performance.now() - start).toBeLessThan(1600);
});

test("a message that has no time left is not sent at all", async () => {
  const { send, calls } = await startChannel([sent], worded, 0);

  expect(await send()).toMatchObject({ type: "retry", unknown: false });
  expect(calls).toEqual([]);
});

test("one message after another goes over the same connection", async () => {
  const { send, calls } = await startChannel([sent, sent, sent]);

  for (let i = 0; i < 3; i++) await send();
  expect(new Set(calls.map((call) => call.connection)).size).toBe(1);
});

test("an address elsewhere and words that cannot be made are refusals, never faults", async () => {
  const { send, channel, calls, logged } = await startChannel([]);
  const to = { platform: "mail", email: "ada@example.org" } as const;

  expect(await channel.send({ ...message(), to })).toMatchObject({ type: "refused", reason: "rejected" });
  expect(await send({ text: "broken" })).toEqual({ type: "refused", reason: "rejected", detail: "RangeError" });
  expect(calls).toEqual([]);
  expect(logged.join()).toContain("RangeError");
});

function message(part: Partial<Intent> = {}): OutgoingMessage {
  return {
    id: "0190-outbox" as OutboxId,
    to: { platform: "telegram", telegramId: 7 },
    intent: { text: "card", params: {}, locale: "en", choices: [], ...part },
    lastInboundAt: undefined,
  };
}

/** A channel against a Bot API that gives these answers, one a call. */
async function startChannel(answers: Reply[], words = worded, timeoutMs = 5000) {
  const logged: string[] = [];
  const left = [...answers];
  const api = await startBotApi(() => left.shift() ?? { code: 418, description: "not in the script" });
  running.push(api);
  const channel = createTelegramChannel({
    config: { token, webhookSecrets: ["x"], apiRoot: api.root, adminChatId: undefined },
    word: (intent) => {
      if (intent.text === "broken") throw new RangeError("Choir has no time zone");
      return words;
    },
    attach: async () => undefined,
    log: pino({}, { write: (line: string) => void logged.push(line) }),
    timeoutMs,
  });
  return { ...api, channel, logged, send: (part?: Partial<Intent>) => channel.send(message(part)) };
}
