import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { startBotApi } from "../../test/bot-api.ts";
import { serveOnLoopback } from "../../test/served.ts";
import { createConnect, Upload } from "./api.ts";
import { classifyFailure } from "./classify.ts";

const sockets = new Set<unknown>();
/** Tells what it was told, in the words of a chat's title. */
const server = createServer(async (request, response) => {
  sockets.add(request.socket);
  const method = request.url?.split("/").at(-1);
  if (method === "close") return;
  if (method === "getMyName") return void response.writeHead(502).end('{"error":"bad gateway"}');
  if (method === "logOut") {
    response.writeHead(200, { "content-length": 100 }).write('{"ok":');
    setImmediate(() => response.destroy());
    return;
  }
  const said = String(await buffer(request));
  const { "content-length": length, "content-type": type } = request.headers;
  response.end(
    method === "getMe" ? "<html>" : JSON.stringify({ ok: true, result: { url: request.url, said, length, type } }),
  );
});
const root = serveOnLoopback(server);

const connect = (maxSockets?: number, apiRoot = root()) =>
  createConnect({ token: "1:x", apiRoot, webhookSecrets: [], adminChatId: undefined }, maxSockets);

test("words arrive whole, and their answer is read", async () => {
  const answer = await connect()(5_000).raw.sendMessage({ chat_id: 7, text: "Привет" });
  expect(answer).toEqual({
    url: "/bot1:x/sendMessage",
    said: '{"chat_id":7,"text":"Привет"}',
    length: "35",
    type: "application/json",
  });
});

test("a file goes in a form, with the words", async () => {
  const photo = new Upload({ name: "ticket.png", mime: "image/png", bytes: Buffer.from("\x89PNG", "latin1") });
  const reply_markup = { inline_keyboard: [[{ text: "Да", callback_data: "yes" }]] };
  const payload = { chat_id: 7, photo, caption: "Билет", reply_markup };
  const answer: unknown = await connect()(5_000).raw.sendPhoto(payload);
  const { said, type, length } = answer as Record<string, string>;
  expect(type).toMatch(/^multipart\/form-data; boundary=/);
  expect(Number(length)).toBeGreaterThan(200);
  expect(said?.match(/name="\w+"/g)).toEqual([
    'name="chat_id"',
    'name="photo"',
    'name="caption"',
    'name="reply_markup"',
  ]);
  expect(said).toContain('name="chat_id"\r\n\r\n7\r\n');
  expect(said).toContain('name="photo"; filename="ticket.png"\r\nContent-Type: image/png\r\n\r\n');
  expect(said).toContain('name="caption"\r\n\r\nБилет\r\n');
  expect(said).toContain(`name="reply_markup"\r\n\r\n${JSON.stringify(reply_markup)}\r\n`);
});

test("calls in turn share a connection, whatever their deadlines", async () => {
  const client = connect();
  sockets.clear();
  for (const ms of [1_000, 2_000, 3_000]) await client(ms).getWebhookInfo();
  expect(sockets.size).toBe(1);
});

test("what is no answer says so in a word, and not what the token is", async () => {
  const fail = (call: Promise<unknown>) => call.catch((error: unknown) => error);
  const invalid = await fail(connect()(5_000).getMe());
  const another = await fail(connect()(5_000).getMyName());
  for (const error of [invalid, another]) {
    expect(error).toMatchObject({ name: "HttpError", error: { code: "invalid-json" } });
  }
  expect(await fail(connect()(5_000).logOut())).toMatchObject({ name: "HttpError", error: { code: "ECONNRESET" } });
  const late = await fail(connect()(100).close());
  expect(late).toMatchObject({ name: "HttpError", error: { code: "timed-out" } });
  const nobody = await fail(connect(1, "http://127.0.0.1:1")(5_000).getMe());
  expect(nobody).toMatchObject({ name: "HttpError", error: { code: "ECONNREFUSED" } });
  for (const error of [invalid, late, nobody]) expect(String((error as Error).message)).not.toContain("1:x");
});

test("a call whose time ends before a connection is free has not been sent", async () => {
  const { root, calls, next, stop } = await startBotApi(() => "hang");
  const client = connect(1, root);
  const arrived = next("getMe");
  const hanging = client(5_000).getMe().catch(classifyFailure);
  await arrived;

  const waiting = client(50).sendMessage(7, "hello").catch(classifyFailure);
  expect(await waiting).toMatchObject({ type: "retry", unknown: false, reason: "network: not-sent" });
  expect(calls).toHaveLength(1);

  await stop();
  expect(await hanging).toMatchObject({ type: "retry", unknown: true });
});
