import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { serveOnLoopback } from "../../test/served.ts";
import { classifyFailure } from "./classify.ts";
import { createFetch } from "./fetch.ts";

const server = createServer((request, response) => {
  if (request.url === "/hang") return;
  if (request.url === "/half" || request.url === "/cut") {
    response.writeHead(200, { "content-length": 100 }).write('{"ok":');
    if (request.url === "/cut") setImmediate(() => response.destroy());
    return;
  }
  if (request.url === "/empty") return void response.writeHead(204).end();
  const parts: Buffer[] = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const { authorization, "content-length": length, "content-type": type } = request.headers;
    const answer = { method: request.method, authorization, length, type, said: String(Buffer.concat(parts)) };
    response.writeHead(request.url === "/no" ? 429 : 200, { "content-type": "application/json", "retry-after": "30" });
    response.end(JSON.stringify(answer));
  });
});
const root = serveOnLoopback(server);

function ask(path: string, asking?: RequestInit, timeoutMs = 5_000) {
  return createFetch(root())(performance.now() + timeoutMs)(`${root()}${path}`, asking);
}

test("questions, words and forms arrive whole, and their answer is read", async () => {
  const headers = { Authorization: "Bearer EAAG-token", "Content-Type": "application/json" };
  expect(await (await ask("/")).json()).toEqual({ method: "GET", said: "" });
  expect(await (await ask("/", { method: "POST", headers: new Headers(headers), body: '"Привет"' })).json()).toEqual({
    method: "POST",
    authorization: "Bearer EAAG-token",
    length: "14",
    type: "application/json",
    said: '"Привет"',
  });
  const bytes = Buffer.from('"bytes"');
  expect(await (await ask("/", { method: "POST", headers, body: bytes })).json()).toMatchObject({
    type: "application/json",
    said: '"bytes"',
  });
  const form = new FormData();
  form.set("file", new Blob(["\x89PNG"], { type: "image/png" }), "ticket.png");
  const answer = await (await ask("/", { method: "POST", headers: { Authorization: "Bearer x" }, body: form })).json();
  expect(answer).toMatchObject({
    authorization: "Bearer x",
    length: expect.stringMatching(/^\d+$/),
    type: expect.stringMatching(/^multipart\/form-data; boundary=/),
    said: expect.stringMatching(/name="file"; filename="ticket.png"\r\nContent-Type: image\/png\r\n\r\n\x89PNG\r\n/),
  });
});

test("a refusal is an answer, with the time after which to ask again", async () => {
  const refusal = await ask("/no", { method: "POST", body: "{}" });
  expect([refusal.ok, refusal.status, refusal.headers.get("Retry-After")]).toEqual([false, 429, "30"]);
  expect(await (await ask("/empty")).text()).toBe("");
});

test("what is no answer fails as `fetch` does", async () => {
  await expect(ask("/cut")).rejects.toMatchObject({ name: "TypeError", cause: { code: "ECONNRESET" } });
  const nobody = createFetch("http://127.0.0.1:1")(performance.now() + 5_000)("http://127.0.0.1:1/");
  await expect(nobody).rejects.toMatchObject({ name: "TypeError", cause: { code: "ECONNREFUSED" } });
});

test.each(["/hang", "/half"])(
  "the deadline ends a call that stops at %s, and nobody knows what became of it",
  async (path) => {
    expect(await ask(path, {}, 100).catch(classifyFailure)).toMatchObject({ type: "retry", unknown: true });
  },
);

test("a call begun after the deadline ends at once, and is not sent", async () => {
  await expect(ask("/", {}, 0)).rejects.toMatchObject({ cause: { code: "not-sent" } });
});

test("a call whose deadline comes before a connection is free has not been sent", async () => {
  const fetch = createFetch(root(), 1);
  const arrived = once(server, "request");
  const hanging = fetch(performance.now() + 400)(`${root()}/hang`).catch(classifyFailure);
  await arrived;
  const waiting = fetch(performance.now() + 10)(`${root()}/`).catch(classifyFailure);
  expect(await waiting).toMatchObject({ type: "retry", unknown: false, reason: "network: not-sent" });
  expect(await hanging).toMatchObject({ type: "retry", unknown: true, reason: "network: timed-out" });
});
