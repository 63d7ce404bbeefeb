import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type GraphApi, refusal, startGraphApi } from "../../test/graph-api.ts";
import { newId, type OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { WhatsappAddress } from "../messages.ts";
import type { FetchPicture } from "../outbox/channel.ts";
import type { Worded } from "../texts/worded.ts";
import { createWhatsappChannel } from "./channel.ts";

const now = new Date("2026-12-01T10:00:00Z");
const id = newId<OutboxId>();
const intent: Intent = { text: "ticket", params: {}, locale: "en", choices: [] };
const anna: WhatsappAddress = { platform: "whatsapp", userId: "DE.134", phone: "4915112345678" };
const words: Worded = {
  body: [{ text: "Coming?", bold: false }],
  rows: [[{ type: "press", title: "Yes", data: "yes", description: undefined }]],
  listButton: "Choose",
  locale: "en",
  picture: undefined,
};
const card: Worded = { ...words, picture: { fileId: "AgACAgI" } };
const jpeg = { name: "picture.jpg", mime: "image/jpeg", bytes: Buffer.from("\xff\xd8\xff", "latin1") };
const ticket: Worded = { ...words, picture: { qr: "https://club.example/t/K7QM3FPA" } };

let graph: GraphApi;

beforeEach(async () => {
  graph = await startGraphApi();
});
afterEach(() => graph.close());

interface Opening {
  worded?: Worded;
  timeoutMs?: number;
  apiRoot?: string;
  fetchPicture?: FetchPicture;
}

const noPicture = async () => undefined;

function open(opening: Opening = {}) {
  const { worded = words, timeoutMs = 5_000, apiRoot = graph.config.apiRoot, fetchPicture = noPicture } = opening;
  const log = pino({ level: "silent" });
  const config = { ...graph.config, apiRoot };
  const clock = { now: () => now };
  const attach = async () => undefined;
  const channel = createWhatsappChannel({ config, word: () => worded, attach, fetchPicture, clock, log, timeoutMs });
  return {
    send: ({ to = anna, ago = 60_000 }: { to?: WhatsappAddress; ago?: number | "never" } = {}) =>
      channel.send({ id, to, intent, lastInboundAt: ago === "never" ? undefined : new Date(now.getTime() - ago) }),
  };
}

function sent(): unknown[] {
  return graph.calls.filter(({ path }) => path.endsWith("/messages")).map(({ body }) => body);
}

function uploads(): number {
  return graph.calls.filter(({ path }) => path.endsWith("/media")).length;
}

test("a message goes to our number's address, with our id for the statuses to come", async () => {
  expect(await open().send()).toEqual({ type: "sent", providerMessageId: "wamid.1" });
  expect(graph.calls).toMatchObject([
    { method: "POST", path: "/v26.0/1055/messages", headers: { authorization: "Bearer EAAG-token" } },
  ]);
  expect(sent()).toEqual([
    {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      recipient: "DE.134",
      biz_opaque_callback_data: id,
      type: "interactive",
      interactive: {
        type: "button",
        body: { text: "Coming?" },
        action: { buttons: [{ type: "reply", reply: { id: "yes", title: "Yes" } }] },
      },
    },
  ]);
});

test("a business-scoped id is never put into `to`, and a phone alone is", async () => {
  const { send } = open();
  await send({ to: { ...anna, phone: undefined } });
  await send({ to: { ...anna, userId: undefined } });
  expect(sent()).toMatchObject([{ recipient: "DE.134" }, { to: "4915112345678" }]);
  expect(sent()[0]).not.toHaveProperty("to");
  expect(sent()[1]).not.toHaveProperty("recipient");
});

test("a message that needs the number is sent to the number, if we know it", async () => {
  graph.answer("/messages", refusal(131062));
  expect(await open().send()).toMatchObject({ type: "sent" });
  expect(sent()).toMatchObject([{ recipient: "DE.134" }, { to: "4915112345678" }]);
  graph.answer("/messages", refusal(131062));
  expect(await open().send({ to: { ...anna, phone: undefined } })).toMatchObject({
    type: "refused",
    reason: "rejected",
  });
});

test("outside the 24 hours nobody is called: it takes a template", async () => {
  const { send } = open();
  const hour = 60 * 60_000;
  for (const ago of ["never", 24 * hour, 23.75 * hour] as const)
    expect(await send({ ago })).toEqual({ type: "needs-template" });
  expect(graph.calls).toEqual([]);
  for (const ago of [23.74 * hour, 0, -hour]) expect(await send({ ago })).toMatchObject({ type: "sent" });
});

test("a window that Meta sees closed takes a template as well", async () => {
  graph.answer("/messages", refusal(131047));
  expect(await open().send()).toEqual({ type: "needs-template" });
});

test("the QR of a ticket is uploaded once, and shown as often as is wished", async () => {
  const { send } = open({ worded: ticket });
  await send();
  await send();
  expect(uploads()).toBe(1);
  expect(graph.calls[0]).toMatchObject({
    path: "/v26.0/1055/media",
    headers: { "content-type": expect.stringMatching("multipart/form-data") },
    body: expect.stringMatching(
      /name="messaging_product"\r\n\r\nwhatsapp[\s\S]*filename="ticket.png"\r\nContent-Type: image\/png\r\n\r\n\x89PNG/,
    ),
  });
  const header = { type: "image", image: { id: "media.1" } };
  expect(sent()).toMatchObject([{ interactive: { header } }, { interactive: { header } }]);
});

test("a picture that Meta no longer knows is uploaded anew", async () => {
  const { send } = open({ worded: ticket });
  await send();
  graph.answer("/messages", refusal(131053));
  expect(await send()).toMatchObject({ type: "sent" });
  expect(uploads()).toBe(2);
  expect(sent().at(-1)).toMatchObject({ interactive: { header: { image: { id: "media.3" } } } });
});

test("a ticket whose picture Meta does not take is sent as words", async () => {
  const { send } = open({ worded: ticket });
  graph.answer("/messages", refusal(131053), refusal(131053));
  expect(await send()).toMatchObject({ type: "sent" });
  expect(sent().at(-1)).toMatchObject({ interactive: { body: { text: "Coming?" } } });
  expect(JSON.stringify(sent().at(-1))).not.toContain("header");
  graph.answer("/media", refusal(100));
  expect(await open({ worded: ticket }).send()).toMatchObject({ type: "sent" });
});

test("the picture of an event is fetched and uploaded once, however many ask for it at the same time", async () => {
  const fetched: string[] = [];
  const fetchPicture: FetchPicture = async (fileId) => {
    fetched.push(fileId);
    return jpeg;
  };
  const { send } = open({ worded: card, fetchPicture });
  await Promise.all([send(), send(), send()]);
  await send();
  expect([fetched, uploads()]).toEqual([["AgACAgI"], 1]);
  const header = { type: "image", image: { id: "media.1" } };
  expect(sent()).toMatchObject(Array(4).fill({ interactive: { header } }));
});

test("a picture that cannot be had, is too large, or has no room for its words leaves the words, at once", async () => {
  const huge = { ...jpeg, bytes: Buffer.alloc(5 * 1024 * 1024 + 1) };
  const long = { ...card, body: [{ text: "a".repeat(1025), bold: false }] };
  await open({ worded: card }).send();
  await open({ worded: card, fetchPicture: async () => huge }).send();
  await open({ worded: long, fetchPicture: async () => jpeg }).send();
  expect(uploads()).toBe(0);
  expect(JSON.stringify(sent())).not.toContain("header");
  expect(sent()).toHaveLength(3);
});

test("an upload that fails for a while holds the ticket back, and nothing is in doubt", async () => {
  graph.answer("/media", { html: "<h1>Bad gateway</h1>" });
  expect(await open({ worded: ticket }).send()).toMatchObject({ type: "retry", unknown: false });
  expect(sent()).toEqual([]);
});

test("Meta's refusals come back as values", async () => {
  const { send } = open();
  graph.answer(
    "/messages",
    refusal(131026),
    refusal(190, { status: 401 }),
    refusal(130429, { headers: { "retry-after": "30" } }),
  );
  expect(await send()).toMatchObject({ type: "refused", reason: "unreachable" });
  expect(await send()).toMatchObject({ type: "channel-stopped" });
  expect(await send()).toMatchObject({ type: "retry", scope: "channel", afterMs: 30_000, unknown: false });
});

test("an answer that is lost may mean that it arrived", async () => {
  const lost = { type: "retry", afterMs: 60_000, unknown: true };
  graph.answer("/messages", { html: "<h1>Bad gateway</h1>" }, { json: {} }, "hang");
  const { send } = open({ timeoutMs: 300 });
  expect(await send()).toMatchObject(lost);
  expect(await send()).toMatchObject(lost);
  const started = performance.now();
  expect(await send()).toMatchObject({ ...lost, reason: "network: timed-out" });
  expect(performance.now() - started).toBeLessThan(3_000);
});

test("when Meta cannot be reached nothing has left, and it is tried again soon", async () => {
  const gone = await startGraphApi();
  await gone.close();
  expect(await open({ apiRoot: gone.config.apiRoot }).send()).toMatchObject({
    type: "retry",
    afterMs: undefined,
    unknown: false,
  });
});

test("many messages share their connections", async () => {
  const { send } = open();
  for (let n = 0; n < 8; n++) await send();
  expect(new Set(graph.calls.map(({ port }) => port)).size).toBeLessThan(4);
});

test("words that cannot be drawn are a refusal and no crash", async () => {
  const channel = createWhatsappChannel({
    config: graph.config,
    word: () => {
      throw new RangeError("no such text");
    },
    attach: async () => undefined,
    fetchPicture: async () => undefined,
    clock: { now: () => now },
    log: pino({ level: "silent" }),
  });
  const message = { id, to: anna, intent, lastInboundAt: now };
  expect(await channel.send(message)).toMatchObject({ type: "refused", reason: "rejected", detail: "RangeError" });
});
