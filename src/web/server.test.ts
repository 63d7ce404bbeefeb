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
