import { Hono } from "hono";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "./server.ts";

const CADDY_KEEPS_SECONDS = 120;

test("an idle connection is kept longer than a proxy keeps it", async () => {
  const { port, close } = await listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(close);

  const { headers } = await fetch(`http://127.0.0.1:${port}/`);
  const [, seconds] = /^timeout=(\d+)$/.exec(headers.get("keep-alive") ?? "") ?? [];
  expect(Number(seconds)).toBeGreaterThan(CADDY_KEEPS_SECONDS);
});

test("a server that closes answers what it was asked, and waits for no connection after that", async () => {
  const { port, open, close } = await listen({ port: 0, host: "127.0.0.1" });
  const asked = Promise.withResolvers<void>();
  const decided = Promise.withResolvers<void>();
  open(
    new Hono().get("/", async (c) => {
      asked.resolve();
      await decided.promise;
      return c.text("late");
    }),
  );
  const answer = fetch(`http://127.0.0.1:${port}/`);
  await asked.promise;
  const closed = close();
  decided.resolve();

  expect(await (await answer).text()).toBe("late");
  await closed;
});
