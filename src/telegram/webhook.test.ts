import { pino } from "pino";
import { expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { Unavailable } from "../errors.ts";
import type { InboundMessage } from "../messages.ts";
import type { Receive } from "../outbox/channel.ts";
import { telegramWebhook } from "./webhook.ts";

const message = {
  message_id: 5,
  date: 1_795_000_000,
  from: { id: 7, is_bot: false, first_name: "Ada" },
  chat: { id: 7, type: "private" },
  text: "hello",
};
const written = JSON.stringify({ update_id: 900, message });
const pressed = JSON.stringify({
  update_id: 901,
  callback_query: { id: "44", from: message.from, message, data: "my" },
});

test("an update with the right secret is received, and the answer to it is empty", async () => {
  const { post, received } = startWebhook();

  const response = await post(written);

  expect(response.status).toBe(200);
  expect(await response.text()).toBe("");
  expect(received).toMatchObject([{ updateKey: "900", content: { type: "text", text: "hello" } }]);
});

test("both secrets open the door while they are rotated, and nothing else does", async () => {
  const { app, post, received } = startWebhook();

  expect((await post(written, "old-secret")).status).toBe(200);
  for (const secret of ["", "new-secre", "new-secret-", "NEW-SECRET", "new-secret,old-secret"]) {
    expect((await post(written, secret)).status).toBe(401);
  }
  expect((await app.request("/", { method: "POST", body: written })).status).toBe(401);
  expect(received).toHaveLength(1);
});

test("a press is answered in the body of our own 200, as an object and not as a quoted string", async () => {
  const { post, received } = startWebhook();

  const response = await post(pressed);

  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.text()).toBe('{"method":"answerCallbackQuery","callback_query_id":"44"}');
  expect(received).toHaveLength(1);
});

test("a press that is nothing to us is answered all the same, so that its button comes to rest", async () => {
  const { post, received } = startWebhook();
  const inGroup = {
    id: "45",
    from: message.from,
    message: { ...message, chat: { id: -5, type: "group" } },
    data: "my",
  };

  const response = await post(JSON.stringify({ update_id: 902, callback_query: inGroup }));

  expect(await response.json()).toEqual({ method: "answerCallbackQuery", callback_query_id: "45" });
  expect(received).toEqual([]);
});

test.each([
  ["no JSON", "{"],
  ["nothing", ""],
  ["broken UTF-8", new Uint8Array([0x22, 0xc3, 0x28, 0x22])],
])("a body that is %s is answered 400", async (_, body) => {
  expect((await startWebhook().post(body)).status).toBe(400);
});

test.each([
  ["null", "null"],
  ["a number", "7"],
  ["a list", "[]"],
  ["an update of an unknown kind", '{"update_id":1,"moon_phase":{"full":true}}'],
  ["prototype keys", '{"update_id":1,"__proto__":{"message":{}},"message":{"__proto__":{"chat":{}}}}'],
  ["a number beyond counting", '{"update_id":1e999,"message":{}}'],
  ["lists in lists without end", `${"[".repeat(200_000)}${"]".repeat(200_000)}`],
])("%s is answered 200 and ignored", async (_, body) => {
  const { post, received } = startWebhook();

  expect((await post(body)).status).toBe(200);
  expect(received).toEqual([]);
});

test("a body over 1 MiB is answered 413, and no more than that is read of it", async () => {
  const { post } = startWebhook();
  const mebibyte = 1024 * 1024;
  let read = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      read += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(32));
    },
  });

  expect((await post(endless)).status).toBe(413);
  expect(read).toBeLessThan(mebibyte + 3 * 65_536);
  expect((await post("x", "new-secret", { "content-length": String(mebibyte + 1) })).status).toBe(413);
  expect((await post(written.padEnd(mebibyte))).status).toBe(200);
});

test("a stranger's body is not read at all", async () => {
  let read = 0;
  const pull = () => {
    read++;
  };
  const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });

  expect((await startWebhook().post(body, "guess")).status).toBe(401);
  expect(read).toBe(0);
});

test("when nothing could be saved, Telegram is asked to come again, and the press stays open", async () => {
  const { post } = startWebhook(() => Promise.reject(new Unavailable("no database", { retryAfterSeconds: 9 })));

  const response = await post(pressed);

  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("9");
  expect(await response.text()).not.toContain("answerCallbackQuery");
});

test("a fault past the shell is a 503 too, and the log does not repeat what was written", async () => {
  const { post, logged } = startWebhook(() => Promise.reject(new TypeError("cannot read hello of Ada")));

  const response = await post(written);

  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("5");
  expect(logged.join()).toContain("TypeError");
  expect(logged.join()).not.toMatch(/hello|Ada/);
});

test("there is nothing else at this address", async () => {
  const response = await startWebhook().app.request("/", { method: "GET" });

  expect(response.status).toBe(404);
});

function startWebhook(fail?: () => Promise<never>) {
  const received: InboundMessage[] = [];
  const logged: string[] = [];
  const receive: Receive = async (messages) => {
    await fail?.();
    received.push(...messages);
    return { handled: messages.length, repeated: 0 };
  };
  const app = telegramWebhook({
    receive,
    secrets: ["new-secret", "old-secret"],
    clock: createClock(),
    botName: () => "DoorlistBot",
    log: pino({ level: "trace" }, { write: (line: string) => void logged.push(line) }),
  });

  const post = (body: BodyInit, secret = "new-secret", headers: Record<string, string> = {}) =>
    app.request("/", {
      method: "POST",
      body,
      headers: { ...headers, "x-telegram-bot-api-secret-token": secret },
      ...(body instanceof ReadableStream && { duplex: "half" }),
    });
  return { app, post, received, logged };
}
