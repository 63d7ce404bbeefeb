import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { serveOnLoopback } from "../../test/loopback.ts";
import { createRequester, readText } from "./requester.ts";

const server = createServer((request, response) => {
  if (request.url === "/hang") server.once("go", () => response.end("late"));
  else response.end("hello");
});
const root = serveOnLoopback(server);

const get = { method: "GET", headers: {}, body: undefined };

test("a request that waits for a connection is given up at once, and those behind it have their turn", async () => {
  const request = createRequester(root(), 1);
  const { signal } = new AbortController();
  const arrived = once(server, "request");
  const first = request(`${root()}/hang`, { ...get, signal });
  await arrived;
  const impatient = new AbortController();
  const second = request(`${root()}/`, { ...get, signal: impatient.signal });
  const third = request(`${root()}/`, { ...get, signal });
  impatient.abort();
  await expect(second).rejects.toMatchObject({ code: "not-sent" });
  server.emit("go");
  expect(await readText(await first)).toBe("late");
  expect(await readText(await third)).toBe("hello");
});

test("a request on its way may have arrived, on a new connection and on a kept one", async () => {
  const request = createRequester(root(), 1);
  const { signal } = new AbortController();
  for (const isKept of [false, true]) {
    if (isKept) await readText(await request(`${root()}/`, { ...get, signal }));
    const late = new AbortController();
    const arrived = once(server, "request");
    const asked = request(`${root()}/hang`, { ...get, signal: late.signal });
    await arrived;
    late.abort();
    await expect(asked).rejects.toMatchObject({ code: "aborted" });
  }
});

test("a request given up before it has connected has not been sent", async () => {
  const controller = new AbortController();
  const asked = createRequester(root())(`${root()}/`, { ...get, signal: controller.signal });
  controller.abort();
  await expect(asked).rejects.toMatchObject({ code: "not-sent" });
});
