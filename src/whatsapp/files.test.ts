import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type GraphApi, refusal, startGraphApi } from "../../test/graph-api.ts";
import { type EventId, newId, type OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import { type Attach, AttachFailed } from "../outbox/channel.ts";
import type { Worded, WordedChoice } from "../texts/worded.ts";
import { createWhatsappChannel } from "./channel.ts";

const now = new Date("2026-12-01T10:00:00Z");
const id = newId<OutboxId>();
const file = { type: "poster", event: newId<EventId>(), as: "pdf" } as const;
const intent: Intent = { text: "poster", params: {}, locale: "ru", choices: [], file };
const press = (data: string): WordedChoice => ({ type: "press", title: data, data, description: undefined });
const worded: Worded = {
  body: [{ text: "The poster", bold: false }],
  rows: [],
  listButton: "Choose",
  locale: "ru",
  picture: undefined,
};
const withButton: Worded = { ...worded, rows: [[press("back")]] };
const withList: Worded = { ...worded, rows: [["a", "b", "c", "d"].map(press)] };
const pdf = { name: "poster.pdf", mime: "application/pdf", bytes: Buffer.from("%PDF-1.7") };
const png = { name: "poster.png", mime: "image/png", bytes: Buffer.from("\x89PNG", "latin1") };
const csv = { name: "people.csv", mime: "text/csv", bytes: Buffer.from("name\r\nAnna\r\n") };

let graph: GraphApi;

beforeEach(async () => {
  graph = await startGraphApi();
});
afterEach(() => graph.close());

function send({ words = worded, attach = async () => pdf, ago = 60_000 }: Sending = {}) {
  const log = pino({ level: "silent" });
  const clock = { now: () => now };
  const fetchPicture = async () => undefined;
  const channel = createWhatsappChannel({ config: graph.config, word: () => words, attach, fetchPicture, clock, log });
  const to = { platform: "whatsapp", userId: "DE.134", phone: undefined } as const;
  return channel.send({ id, to, intent, lastInboundAt: new Date(now.getTime() - ago) });
}

interface Sending {
  words?: Worded;
  attach?: Attach;
  ago?: number;
}

const sent = () => graph.calls.filter(({ path }) => path.endsWith("/messages")).map(({ body }) => body);
const uploads = () => graph.calls.filter(({ path }) => path.endsWith("/media")).map(({ body }) => body);

test("a file is uploaded under its own name, and is a document with the words below it", async () => {
  expect(await send()).toEqual({ type: "sent", providerMessageId: "wamid.2" });
  expect(uploads()).toEqual([
    expect.stringMatching(/filename="poster.pdf"\r\nContent-Type: application\/pdf\r\n\r\n%PDF-1.7/),
  ]);
  expect(sent()).toEqual([
    {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      recipient: "DE.134",
      biz_opaque_callback_data: id,
      type: "document",
      document: { id: "media.1", filename: "poster.pdf", caption: "The poster" },
    },
  ]);
});

test("with buttons the file heads them", async () => {
  await send({ words: withButton });
  await send({ words: withButton, attach: async () => png });
  expect(sent()).toMatchObject([
    {
      interactive: {
        type: "button",
        header: { type: "document", document: { id: "media.1", filename: "poster.pdf" } },
        body: { text: "The poster" },
      },
    },
    { interactive: { type: "button", header: { type: "image", image: { id: "media.3" } } } },
  ]);
});

test("a table goes as the plain text that Meta takes, under a name that opens as a table", async () => {
  await send({ attach: async () => csv });
  expect(uploads()).toEqual([expect.stringMatching(/filename="people.csv"\r\nContent-Type: text\/plain\r\n/)]);
  expect(sent()).toMatchObject([{ document: { filename: "people.csv" } }]);
});

test("a list has no room for a file, nor a caption for long words: they follow it", async () => {
  await send({ words: withList });
  await send({ words: { ...worded, body: [{ text: "a".repeat(1025), bold: false }] } });
  expect(sent()).toMatchObject([
    { type: "document", document: { id: "media.1", filename: "poster.pdf" } },
    { type: "interactive", interactive: { type: "list" } },
    { type: "document" },
    { type: "text", text: { body: "a".repeat(1025) } },
  ]);
  expect(sent()[0]).not.toHaveProperty("document.caption");
});

test("a file that Meta does not take leaves its words, once", async () => {
  graph.answer("/media", refusal(100));
  expect(await send()).toMatchObject({ type: "sent" });
  graph.answer("/messages", refusal(131053), refusal(131053));
  expect(await send()).toMatchObject({ type: "sent" });
  graph.answer("/media", refusal(100));
  expect(await send({ words: withList })).toMatchObject({ type: "sent" });
  expect(sent().map((body) => (body as { type: string }).type)).toEqual([
    "text",
    "document",
    "document",
    "text",
    "interactive",
  ]);
});

test("an upload that fails for a while holds file and words back, and nothing is in doubt", async () => {
  for (const words of [worded, withList]) {
    graph.answer("/media", { html: "<h1>Bad gateway</h1>" });
    expect(await send({ words })).toMatchObject({ type: "retry", unknown: false });
  }
  expect(sent()).toEqual([]);
});

test("where there is no file any more the words go alone", async () => {
  await send({ attach: async () => undefined, words: withButton });
  expect(uploads()).toEqual([]);
  expect(sent()).toMatchObject([{ interactive: { body: { text: "The poster" } } }]);
});

test("a file that cannot be made just now is tried again, and nobody is called", async () => {
  const attach: Attach = async () => {
    throw new AttachFailed("no database");
  };
  expect(await send({ attach })).toMatchObject({ type: "retry", scope: "chat", unknown: false });
  expect(graph.calls).toEqual([]);
});

test("outside the 24 hours no file is made: a template has no room for it", async () => {
  const attach: Attach = async () => {
    throw new Error("nobody should ask");
  };
  expect(await send({ attach, ago: 25 * 60 * 60_000 })).toEqual({ type: "needs-template" });
});
