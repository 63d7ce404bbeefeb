import { Hono } from "hono";
import { expect, test } from "vitest";
import { limitBody } from "./body-limit.ts";

const app = new Hono().post("/", limitBody(10), async (c) => c.text(await c.req.text()));

function post(body: string, headers: Record<string, string>) {
  return app.request("/", { method: "POST", body, headers });
}

test.each(["5", "10"])("a body of %s bytes is taken", async (length) => {
  const answer = await post("hello", { "content-length": length });
  expect([answer.status, await answer.text()]).toEqual([200, "hello"]);
});

test.each(["11", "5, 5", "many"])("a body that is said to have %s bytes is refused", async (length) => {
  expect((await post("hello", { "content-length": length })).status).toBe(413);
});

test("a body whose length is not said, or in pieces, is counted", async () => {
  expect((await post("hello", {})).status).toBe(200);
  expect((await post("hello and more", {})).status).toBe(413);
  expect((await post("hello and more", { "content-length": "5", "transfer-encoding": "chunked" })).status).toBe(413);
});
