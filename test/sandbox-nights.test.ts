import { pino } from "pino";
import { expect, test } from "vitest";
import { startApp } from "../src/app.ts";
import { createClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { signUp } from "./journey.ts";
import { makeTempFolder } from "./machine.ts";

const DAY_MS = 24 * 60 * 60_000;

test("whoever moves the sandbox's clock past a night sees kept what was promised about people's data", async () => {
  const folder = await makeTempFolder();
  const env = { SANDBOX: "1", PORT: "0", HOST: "127.0.0.1", DATA_DIR: folder.path, DATA_RETENTION_DAYS: "1" };
  const clock = createClock();
  const app = await startApp(readConfig(env), { log: pino({ level: "silent" }), clock });
  await app.connected;
  const max = app.sandbox?.person("Max").telegram;
  await signUp(max as Phone, "board-games");
  const names = () => app.database.db.selectFrom("users").select(["name", "forgottenAt"]).execute();

  // Three days later, some minutes before the nightly job, which nobody was there to run.
  const night = new Date(clock.now().getTime() + 3 * DAY_MS).setUTCHours(3, 30, 0, 0);
  clock.moveForward(night - clock.now().getTime());
  expect(await names()).toMatchObject([{ name: "Max Weber", forgottenAt: null }]);
  const moved = await fetch(`http://127.0.0.1:${app.port}/sandbox/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ms: 10 * 60_000 }),
  });

  expect(moved.status).toBe(200);
  expect(await names()).toMatchObject([{ name: null, forgottenAt: expect.any(Date) }]);
  await app.stop();
  await folder.remove();
}, 120_000);
