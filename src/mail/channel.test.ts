import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { newId, type OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Worded } from "../texts/worded.ts";
import { createMailChannel } from "./channel.ts";

const id = newId<OutboxId>();
const intent: Intent = { text: "mail-code", params: {}, locale: "en", choices: [] };
const words: Worded = {
  body: [{ text: "Ваш код: 482915\nНикому его не сообщайте.", bold: false }],
  rows: [],
  listButton: "Choose",
  locale: "en",
  picture: undefined,
};

interface Received {
  from: string;
  to: string[];
  source: string;
}

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function startServer(options: SMTPServerOptions = {}): Promise<{ url: string; letters: Received[] }> {
  const letters: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    async onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const from = envelope.mailFrom ? envelope.mailFrom.address : "";
      letters.push({
        from,
        to: envelope.rcptTo.map(({ address }) => address),
        source: Buffer.concat(chunks).toString(),
      });
      done();
    },
    ...options,
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `smtp://127.0.0.1:${portOf(listening.address())}`, letters };
}

function open(url: string, { worded = words, timeoutMs = 5_000 } = {}) {
  const opened = createMailChannel({
    smtp: { url, from: "Green Club <info@club.example>" },
    word: () => worded,
    timeoutMs,
  });
  return async (email = "anna@example.com") => {
    const channel = await opened;
    return channel.send({ id, to: { platform: "mail", email }, intent, lastInboundAt: undefined });
  };
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === "object" && address ? address.port : 0;
}

/** A refusal as smtp-server is told it. */
function refuse(responseCode: number): Error {
  return Object.assign(new Error("no"), { responseCode });
}

test("a letter arrives from us at this one address, plain and in HTML, with an id that stays", async () => {
  const { url, letters } = await startServer();
  const sent = { type: "sent", providerMessageId: `<${id}@club.example>` };
  expect(await open(url)()).toEqual(sent);
  expect(await open(url)()).toEqual(sent);
  const [letter] = letters;
  expect(letter).toMatchObject({ from: "info@club.example", to: ["anna@example.com"] });
  expect(letter?.source).toMatch(/^From: Green Club <info@club\.example>\r$/m);
  expect(letter?.source).toMatch(/^To: anna@example\.com\r$/m);
  expect(letter?.source).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(letter?.source).toMatch(/multipart\/alternative/);
  expect(letter?.source).toContain(`Message-ID: <${id}@club.example>`);
});

test("the QR of a ticket comes inside the letter", async () => {
  const { url, letters } = await startServer();
  await open(url, { worded: { ...words, picture: { qr: "https://club.example/t/K7QM" } } })();
  expect(letters[0]?.source).toMatch(
    /Content-Type: image\/png; name=ticket\.png[\s\S]*Content-Id: <ticket>[\s\S]*iVBORw0KGgo/i,
  );
});

test("an address cannot add another, nor a header", async () => {
  const { url, letters } = await startServer();
  await open(url)("anna@example.com, max@example.com");
  await open(url)("anna@example.com>\r\nBcc: max@example.com");
  expect(letters.flatMap(({ to }) => to).filter((address) => address === "max@example.com")).toEqual([]);
});

test.each([
  [450, { type: "retry", afterMs: 120_000, scope: "chat", unknown: false }],
  [550, { type: "refused", reason: "unreachable", detail: "mail: 550" }],
])("an address answered %i is judged by it", async (code, expected) => {
  const { url } = await startServer({ onRcptTo: (_address, _session, done) => done(refuse(code)) });
  expect(await open(url)()).toMatchObject(expected);
});

test.each([
  [451, { type: "retry", afterMs: 120_000, unknown: false }],
  [554, { type: "refused", reason: "rejected", detail: "mail: 554" }],
])("a letter answered %i is judged by it", async (code, expected) => {
  const { url } = await startServer({
    onData(stream, _session, done) {
      stream.resume();
      stream.on("end", () => done(refuse(code)));
    },
  });
  expect(await open(url)()).toMatchObject(expected);
});

test("a password that is refused stops the channel", async () => {
  const { url } = await startServer({
    authMethods: ["PLAIN"],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(refuse(535)),
  });
  expect(await open(url.replace("smtp://", "smtp://user:wrong@"))()).toMatchObject({ type: "channel-stopped" });
});

test("a server that cannot be reached has got nothing, so it is tried again soon", async () => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const port = portOf(probe.address());
  await new Promise((resolve) => probe.close(resolve));
  expect(await open(`smtp://127.0.0.1:${port}`)()).toMatchObject({ type: "retry", afterMs: undefined, unknown: false });
});

test("a server that falls silent may have got it, and is given up in time", async () => {
  const { url } = await startServer({ onData: (stream) => void stream.resume() });
  const started = performance.now();
  expect(await open(url, { timeoutMs: 400 })()).toMatchObject({ type: "retry", afterMs: 60_000, unknown: true });
  expect(performance.now() - started).toBeLessThan(3_000);
});

test("a server that talks without end is given up in time", async () => {
  const drip = createServer((socket) => {
    socket.write("220 hello\r\n");
    const talking = setInterval(() => socket.write("250-and another thing\r\n"), 50);
    socket.on("close", () => clearInterval(talking)).on("error", () => undefined);
  }).listen(0, "127.0.0.1");
  await once(drip, "listening");
  closing.push(() => new Promise((resolve) => drip.close(resolve)));
  expect(await open(`smtp://127.0.0.1:${portOf(drip.address())}`, { timeoutMs: 400 })()).toMatchObject({
    type: "retry",
    unknown: true,
    reason: "mail: EABORT",
  });
});

test("only mail addresses are written to", async () => {
  const channel = await createMailChannel({
    smtp: { url: "smtp://127.0.0.1:1", from: "a@b.example" },
    word: () => words,
  });
  const to = { platform: "telegram" as const, telegramId: 1 };
  expect(await channel.send({ id, to, intent, lastInboundAt: undefined })).toMatchObject({ type: "refused" });
});
