import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startApp } from "../src/app.ts";
import { createClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { type ServedSandbox, serveSandbox } from "../src/sandbox/serve.ts";
import { makeTempFolder, run } from "./machine.ts";
import { toEnvironment } from "./world.ts";

const SCRIPT = join(import.meta.dirname, "..", "scripts", "whatsapp-templates.ts");

let sandbox: ServedSandbox;
beforeEach(async () => {
  sandbox = await serveSandbox({ clock: createClock(), targets: { whatsapp: undefined } });
});
afterEach(() => sandbox.stop());

async function templates({ create = false, env = {} as Record<string, string> } = {}) {
  const given = { PATH: process.env.PATH ?? "", ...toEnvironment(sandbox, "."), ...env };
  const args = [SCRIPT, ...(create ? ["--create"] : [])];
  const ended = await run(process.execPath, args, { env: given }).catch((error: object) => error);
  const { code = 0, stdout, stderr } = ended as { code?: number; stdout: string; stderr: string };
  return { code, lines: stdout.trim().split("\n"), stderr };
}

test("an operator sees what is missing, makes it, and sees that all is well", async () => {
  const before = await templates();
  expect(before.lines[0]).toMatch(/^reminder_24h \(en\) +missing: make it with --create$/);
  expect([before.code, before.lines.at(-1)]).toEqual([1, "20 of 20 need attention."]);

  const made = await templates({ create: true });
  expect(made.lines[0]).toBe("reminder_24h (en): made, and Meta says APPROVED");
  expect([made.code, made.lines.at(-1)]).toEqual([0, "All of them can be sent."]);

  void sandbox.reviewTemplate({ name: "seat_yours", language: "ru" }, { status: "PAUSED" });
  const paused = await templates();
  expect(paused.lines.find((line) => line.startsWith("seat_yours (ru)"))).toMatch(/paused by Meta, .* \(PAUSED\)$/);
  expect([paused.code, paused.lines.at(-1)]).toEqual([1, "1 of 20 need attention."]);
});

test("without an answer from Meta, or without WhatsApp, it says so and gives another code", async () => {
  const token = { WHATSAPP_ACCESS_TOKEN: "EAAG-revoked" };
  expect(await templates({ env: token })).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Meta refused a call for its templates: 190/),
  });
  const none = Object.fromEntries(
    Object.keys(toEnvironment(sandbox, "."))
      .filter((name) => name.startsWith("WHATSAPP_"))
      .map((name) => [name, ""]),
  );
  expect(await templates({ env: none })).toMatchObject({ code: 2, stderr: expect.stringMatching(/not configured/) });
});

test("the sandbox has its templates from the start, since nobody makes them there", async () => {
  const folder = await makeTempFolder();
  const config = readConfig({ SANDBOX: "1", HOST: "127.0.0.1", PORT: "0", DATA_DIR: folder.path });
  const app = await startApp(config, { log: pino({ level: "silent" }) });
  await app.connected;
  expect(app.sandbox?.world.state.whatsapp.templates).toHaveLength(20);
  await app.stop();
  await folder.remove();
});
