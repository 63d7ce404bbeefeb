import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClock } from "../src/clock.ts";
import { type ServedSandbox, serveSandbox } from "../src/sandbox/serve.ts";
import { type AppProcess, createAppProcess } from "./app-process.ts";
import { makeTempFolder } from "./machine.ts";
import { toEnvironment } from "./world.ts";

let folder: Awaited<ReturnType<typeof makeTempFolder>>;
let sandbox: ServedSandbox;
let app: AppProcess;
let flag: string;

beforeEach(async () => {
  folder = await makeTempFolder();
  flag = join(folder.path, "break");
  let url: string | undefined;
  const target = (path: string) => () => url && `${url}${path}`;
  const targets = { telegram: target("/telegram"), whatsapp: target("/whatsapp") };
  sandbox = await serveSandbox({ clock: createClock(), targets, pace: { waits: 0.01 } });
  const saboteur = `import { existsSync } from "node:fs";
    setInterval(() => { if (existsSync(${JSON.stringify(flag)})) throw new Error("Zina broke it"); }, 50);`;
  const env = {
    ...toEnvironment(sandbox, join(folder.path, "data")),
    TELEGRAM_ADMIN_CHAT_ID: "1004",
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(saboteur)}`,
  };
  app = await createAppProcess(env, { cwd: folder.path });
  await app.start();
  url = app.url;
});
afterEach(async () => {
  if (app.isRunning()) await app.kill();
  await sandbox.stop();
  await folder.remove();
});

test("a process that breaks outside of any request tells the admins before it ends", async () => {
  const admin = sandbox.person("Igor").telegram;
  await admin.asks("/start");

  await writeFile(flag, "");

  const alert = await admin.hears(/Something unexpected broke\nLast at outside of any request/);
  expect(alert.text).not.toContain("Zina");
  await expect.poll(() => fetch(`${app.url}/health/live`).catch(() => "gone")).toBe("gone");
});
