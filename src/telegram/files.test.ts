import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { type Call, type Reply, startBotApi } from "../../test/bot-api.ts";
import { type EventId, newId, type OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import { type Attach, AttachFailed } from "../outbox/channel.ts";
import type { Worded } from "../texts/worded.ts";
import { createTelegramChannel } from "./channel.ts";

const file = { type: "poster", event: newId<EventId>(), as: "pdf" } as const;
const intent: Intent = { text: "poster", params: {}, locale: "ru", choices: [], file };
const worded: Worded = {
  body: [{ text: "Choir & friends", bold: true }],
  rows: [[{ type: "press", title: "Back", data: "desk:menu", description: undefined }]],
  listButton: "Choose",
  locale: "ru",
  picture: undefined,
};
const long: Worded = { ...worded, body: [{ text: "a".repeat(1025), bold: false }] };
const pdf = { name: "poster.pdf", mime: "application/pdf", bytes: Buffer.from("%PDF-1.7") };
const png = { name: "poster.png", mime: "image/png", bytes: Buffer.from("\x89PNG", "latin1") };
const sent: Reply = { result: { message_id: 31, date: 1, chat: { id: 7, type: "private" } } };
const refused: Reply = { code: 400, description: "Bad Request: PHOTO_INVALID_DIMENSIONS" };

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const api of running.splice(0)) await api.stop();
});

test("a file is a document under its own name, with words and buttons below it", async () => {
  const { send, calls } = await startChannel([sent], { attach: async () => pdf });

  expect(await send()).toEqual({ type: "sent", providerMessageId: "31" });
  expect(calls).toEqual([
    {
      method: "sendDocument",
      payload: {
        chat_id: "7",
        caption: "<b>Choir &amp; friends</b>",
        parse_mode: "HTML",
        reply_markup: '{"inline_keyboard":[[{"text":"Back","callback_data":"desk:menu"}]]}',
        file: { filename: "poster.pdf", bytes: pdf.bytes },
      },
      connection: expect.any(Number),
    },
  ]);
});

test("it is made for the language of the words, when it is sent", async () => {
  const asked: unknown[] = [];
  const attach: Attach = async (...of) => {
    asked.push(of);
    return pdf;
  };
  const { send } = await startChannel([sent, sent], { attach });

  expect(asked).toEqual([]);
  await send();
  expect(asked).toEqual([[file, "ru"]]);
});

test("a picture is a photo, else a document, else its words alone", async () => {
  const { send, methods, calls } = await startChannel([refused, refused, sent], { attach: async () => png });

  expect(await send()).toEqual({ type: "sent", providerMessageId: "31" });
  expect(methods()).toEqual(["sendPhoto", "sendDocument", "sendMessage"]);
  expect(calls[1]?.payload).toMatchObject({ file: { filename: "poster.png", bytes: png.bytes } });
  expect(calls[2]?.payload).toMatchObject({ text: "<b>Choir &amp; friends</b>" });
});

test("words that have no room below the file follow it, with the buttons", async () => {
  const { send, calls } = await startChannel([sent, sent], { attach: async () => pdf, words: long });

  expect(await send()).toMatchObject({ type: "sent" });
  expect(calls.map(toOutline)).toEqual(["sendDocument, 0 characters", "sendMessage, 1025 characters, buttons"]);
  const { send: sendShorter, methods } = await startChannel([sent], {
    attach: async () => pdf,
    words: { ...worded, body: [{ text: "<".repeat(1024), bold: true }] },
  });
  await sendShorter();
  expect(methods()).toEqual(["sendDocument"]);
});

test("a file that is refused by itself does not keep the words back, and says nothing in their place", async () => {
  const { send, methods, logged } = await startChannel([refused, sent], { attach: async () => pdf, words: long });

  expect(await send()).toMatchObject({ type: "sent" });
  expect(methods()).toEqual(["sendDocument", "sendMessage"]);
  expect(logged.join()).toContain("its words go alone");
});

test("as long as the file is held back, so are its words", async () => {
  const slow: Reply = { code: 429, description: "Too Many Requests: retry after 5", parameters: { retry_after: 5 } };
  const { send, methods } = await startChannel([slow, slow], { attach: async () => pdf, words: long });

  expect(await send()).toMatchObject({ type: "retry", afterMs: 5_000 });
  expect(methods()).toEqual(["sendDocument"]);
});

test("where there is no file any more the words go alone, over no other message", async () => {
  const { send, calls } = await startChannel([sent], { attach: async () => undefined });

  expect(await send()).toMatchObject({ type: "sent" });
  expect(calls).toMatchObject([{ method: "sendMessage", payload: { text: "<b>Choir &amp; friends</b>" } }]);
});

test("a file that cannot be made just now is tried again, and nobody is called", async () => {
  const attach: Attach = async () => {
    throw new AttachFailed("no database");
  };
  const { send, calls } = await startChannel([sent], { attach });

  expect(await send()).toMatchObject({ type: "retry", scope: "chat", unknown: false });
  expect(calls).toEqual([]);
});

function toOutline({ method, payload }: Call): string {
  const words = String(payload.text ?? payload.caption ?? "");
  return `${method}, ${words.length} characters${payload.reply_markup ? ", buttons" : ""}`;
}

/** A channel that makes this file, against a Bot API that gives these answers. */
async function startChannel(answers: Reply[], { attach, words = worded }: { attach: Attach; words?: Worded }) {
  const left = [...answers];
  const logged: string[] = [];
  const api = await startBotApi(() => left.shift() ?? { code: 418, description: "not in the script" });
  running.push(api);
  const channel = createTelegramChannel({
    config: { token: "1:SECRET", webhookSecrets: ["x"], apiRoot: api.root, adminChatId: undefined },
    word: () => words,
    attach,
    log: pino({}, { write: (line: string) => void logged.push(line) }),
  });
  const to = { platform: "telegram", telegramId: 7 } as const;
  const id = "0190-outbox" as OutboxId;
  return { ...api, logged, send: () => channel.send({ id, to, intent, lastInboundAt: undefined }) };
}
