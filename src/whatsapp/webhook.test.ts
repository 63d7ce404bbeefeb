import { createHmac } from "node:crypto";
import { pino } from "pino";
import { expect, test } from "vitest";
import { Unavailable } from "../errors.ts";
import type { DeliveryReport, InboundMessage } from "../messages.ts";
import { whatsappWebhook } from "./webhook.ts";

const config = {
  appSecrets: ["new", "old"],
  verifyToken: "verify-me",
  phoneNumberId: "1055",
  businessAccountId: "2066",
};
const clock = { now: () => new Date("2026-12-01T10:00:00Z") };

interface Faults {
  receive?: Error;
  report?: Error;
}

function open(faults: Faults = {}) {
  const messages: InboundMessage[][] = [];
  const reports: DeliveryReport[][] = [];
  const webhook = whatsappWebhook({
    receive: async (received) => {
      if (faults.receive) throw faults.receive;
      messages.push(received);
      return { handled: received.length, repeated: 0 };
    },
    report: async (reported) => {
      if (faults.report) throw faults.report;
      reports.push(reported);
    },
    config,
    clock,
    log: pino({ level: "silent" }),
  });
  const post = (body: string | Uint8Array, { secret = "new", signature = sign(secret, body), headers = {} } = {}) => {
    const init = { method: "POST", headers: { "x-hub-signature-256": signature, ...headers }, body: Buffer.from(body) };
    return webhook.request("/", init);
  };
  return { webhook, post, messages, reports };
}

function sign(secret: string, body: string | Uint8Array): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

function envelope(...values: object[]): string {
  const changes = values.map((value) => ({
    field: "messages",
    value: { messaging_product: "whatsapp", metadata: { phone_number_id: "1055" }, ...value },
  }));
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: changes.map((change) => ({ changes: [change] })),
  });
}

const hello = (id: string) => ({
  id,
  from: "4915112345678",
  timestamp: "1796000000",
  type: "text",
  text: { body: "Hi" },
});

test("Meta's challenge is answered as it is, with the right token only", async () => {
  const { webhook } = open();
  const ask = (query: string) => webhook.request(`/?${query}`);
  const right = await ask("hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=1158201444");
  expect([right.status, await right.text()]).toEqual([200, "1158201444"]);
  expect(right.headers.get("content-type")).toMatch("text/plain");
  for (const wrong of [
    "hub.mode=subscribe&hub.verify_token=verify-m&hub.challenge=1",
    "hub.mode=subscribe&hub.challenge=1",
    "hub.verify_token=verify-me&hub.challenge=1",
    "",
  ]) {
    expect((await ask(wrong)).status).toBe(403);
  }
});

test("everything in a batch is handed on in one call each", async () => {
  const { post, messages, reports } = open();
  const status = { id: "wamid.9", status: "read", timestamp: "1796000000" };
  const body = envelope({ messages: [hello("a"), hello("b")] }, { statuses: [status] }, { messages: [hello("c")] });
  expect((await post(body)).status).toBe(200);
  expect(messages.map((call) => call.map((m) => m.updateKey))).toEqual([["a", "b", "c"]]);
  expect(reports.map((call) => call.map((r) => r.status))).toEqual([["read"]]);
});

test("either secret is accepted while they are rotated; a stranger's body is not", async () => {
  const { post, messages } = open();
  const body = envelope({ messages: [hello("a")] });
  expect((await post(body, { secret: "old" })).status).toBe(200);
  expect((await post(body, { secret: "guessed" })).status).toBe(401);
  expect((await post(body, { signature: "sha256=" })).status).toBe(401);
  expect((await post(`${body} `, { signature: sign("new", body) })).status).toBe(401);
  expect(messages.length).toBe(1);
});

test("a body that is not signed at all is not even read", async () => {
  const { webhook } = open();
  const untouched = new ReadableStream(
    {
      pull() {
        throw new Error("was read");
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: "POST", body: untouched, duplex: "half" } as RequestInit;
  expect((await webhook.request("/", init)).status).toBe(401);
});

test("more than 3 MiB is refused, told or not, and no more than that is read", async () => {
  const { webhook, post } = open();
  const signature = sign("new", "");
  expect((await post("{}", { signature, headers: { "content-length": String(3 * 1024 * 1024 + 1) } })).status).toBe(
    413,
  );
  let chunks = 0;
  const endless = new ReadableStream({
    pull(controller) {
      chunks++;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  const headers = { "x-hub-signature-256": signature };
  const init = { method: "POST", headers, body: endless, duplex: "half" } as RequestInit;
  expect((await webhook.request("/", init)).status).toBe(413);
  expect(chunks).toBeLessThan(60);
});

test("signed bytes that are no JSON are a bad request", async () => {
  const { post } = open();
  const badUtf8 = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
  for (const body of ["", "{", "undefined", badUtf8]) expect((await post(body)).status).toBe(400);
});

test("JSON that we do not understand is taken and ignored", async () => {
  const { post, messages, reports } = open();
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const strange = [
    "null",
    "7",
    "[]",
    '"x"',
    deep,
    '{"entry":{}}',
    '{"entry":[{"changes":[null]}]}',
    '{"__proto__":{"entry":1}}',
  ];
  const huge = envelope({ messages: [{ ...hello("a"), timestamp: "9".repeat(400), from: { a: 1 } }] });
  for (const body of [...strange, huge]) expect((await post(body)).status).toBe(200);
  expect([messages, reports]).toEqual([[], []]);
});

test("what could not be saved is asked for again", async () => {
  const away = new Unavailable("the database is away", { retryAfterSeconds: 7 });
  const both = envelope({ messages: [hello("a")] }, { statuses: [{ id: "wamid.9", status: "read" }] });
  for (const faults of [{ receive: away }, { report: away }]) {
    const answer = await open(faults).post(both);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "7"]);
  }
  expect((await open({ receive: new TypeError("a fault") }).post(both)).status).toBe(503);
});

test("a message that cannot be saved does not keep a status from being saved, nor the other way", async () => {
  const both = envelope({ messages: [hello("a")] }, { statuses: [{ id: "wamid.9", status: "read" }] });
  const deaf = open({ receive: new Unavailable("away") });
  await deaf.post(both);
  expect(deaf.reports.length).toBe(1);
  const blind = open({ report: new Unavailable("away") });
  await blind.post(both);
  expect(blind.messages.length).toBe(1);
});
