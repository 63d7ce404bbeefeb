import { once } from "node:events";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { serveOnLoopback } from "../../test/loopback.ts";
import { createFetch } from "./fetch.ts";

const sockets = new Set<unknown>();
const server = createServer((request, response) => {
  sockets.add(request.socket);
  if (request.url === "/hang") return;
  if (request.url === "/cut") {
    response.writeHead(200, { "content-length": 100 }).write('{"ok":');
    setImmediate(() => response.destroy());
    return;
  }
  const parts: Buffer[] = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const { "content-length": length, "content-type": type } = request.headers;
    response.end(
      request.url === "/page" ? "<html>" : JSON.stringify({ said: String(Buffer.concat(parts)), length, type }),
    );
  });
});
const root = serveOnLoopback(server);

const json = { "content-type": "application/json" };

function ask(path: string, body: string | Readable = "{}", { signal } = new AbortController()) {
  return createFetch(root())(`${root()}${path}`, { method: "POST", headers: json, body, signal });
}

test("words and forms arrive whole, and their answer is read", async () => {
  const words = await (await ask("/", '{"text":"Привет"}')).json();
  expect(words).toEqual({ said: '{"text":"Привет"}', length: "23", type: "application/json" });
  const form = await (await ask("/", Readable.from([Buffer.from("one "), Buffer.from("two")]))).json();
  expect(form).toEqual({ said: "one two", length: "7", type: "application/json" });
});

test("calls in turn share a connection", async () => {
  const fetch = createFetch(root());
  sockets.clear();
  for (let n = 0; n < 3; n++) {
    const { signal } = new AbortController();
    await (await fetch(`${root()}/`, { method: "POST", headers: json, body: "{}", signal })).json();
  }
  expect(sockets.size).toBe(1);
});

test("what is no answer says so in a word", async () => {
  const controller = new AbortController();
  const arrived = once(server, "request");
  const hanging = ask("/hang", "{}", controller);
  await arrived;
  controller.abort();
  await expect(hanging).rejects.toMatchObject({ code: "aborted" });
  await expect((await ask("/page")).json()).rejects.toMatchObject({ code: "invalid-json" });
  await expect((await ask("/cut")).json()).rejects.toMatchObject({ code: "ECONNRESET" });
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from("half");
      throw Object.assign(new Error("gone"), { code: "ENOENT" });
    })(),
  );
  await expect(ask("/", broken)).rejects.toMatchObject({ code: "ENOENT" });
});
