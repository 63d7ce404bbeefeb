import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { serveOnLoopback } from "../../test/served.ts";
import { createRequester, readText } from "./requester.ts";

const server = createServer((request, response) => {
  if (request.url === "/hang") server.once("go", () => response.end("late"));
  else response.end("hello");
});
const root = serveOnLoopback(server);

const get = { method: "GET", headers: {}, body: undefined, timeoutMs: 5_000 };

test("a request that waits for a connection is given up at once, and those behind it have their turn", async () => {
  const request = createRequester(root(), 1);
  const arrived = once(server, "request");
  const first = request(`${root()}/hang`, get);
  await arrived;
  const second = request(`${root()}/`, { ...get, timeoutMs: 5 });
  const third = request(`${root()}/`, get);
  await expect(second).rejects.toMatchObject({ code: "not-sent" });
  server.emit("go");
  expect(await readText(await first)).toBe("late");
  expect(await readText(await third)).toBe("hello");
});

test("a request on its way may have arrived, on a new connection and on a kept one", async () => {
  const request = createRequester(root(), 1);
  for (const isKept of [false, true]) {
    if (isKept) await readText(await request(`${root()}/`, get));
    await expect(request(`${root()}/hang`, { ...get, timeoutMs: 200 })).rejects.toMatchObject({ code: "timed-out" });
  }
});

test("a request given up before it has connected has not been sent", async () => {
  const asked = createRequester(root())(`${root()}/`, { ...get, timeoutMs: 0 });
  await expect(asked).rejects.toMatchObject({ code: "not-sent" });
});
