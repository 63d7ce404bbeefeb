import { join } from "node:path";
import { afterEach, expect, inject, test } from "vitest";
import { SANDBOX_CREDENTIALS } from "../src/sandbox/credentials.ts";
import { openAuthority } from "./certificates.ts";
import { openTestDatabase } from "./database.ts";
import { diagnose } from "./doctor.ts";
import { makeTempFolder, run } from "./machine.ts";
import { openWorld, type TestWorld } from "./world.ts";

const SCRIPT = join(import.meta.dirname, "..", "scripts", "doctor.ts");
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** As an operator runs it, in a folder without a `.env`. */
async function doctor(env: Record<string, string>, cwd: string) {
  const given = { PATH: process.env.PATH ?? "", ...env };
  const ended = await run(process.execPath, [SCRIPT], { env: given, cwd }).catch((error: object) => error);
  const { code = 0, stdout, stderr } = ended as { code?: number; stdout: string; stderr: string };
  return { code, stdout, stderr };
}

async function newFolder(): Promise<string> {
  const folder = await makeTempFolder();
  closing.push(folder.remove);
  return folder.path;
}

test("on a laptop with nothing set up all is well, and nothing is made", async () => {
  const { code, stdout, stderr } = await doctor({}, await newFolder());
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/All is well\.\s*$/);
});

test("half-configured, each fault is told in the operator's language, and no secret", { timeout: 60_000 }, async () => {
  const secrets = {
    TELEGRAM_BOT_TOKEN: "7000000009:a-token-that-nobody-knows",
    WHATSAPP_ACCESS_TOKEN: "EAAGabcdefghijklmnopqrstuvwxyz",
    DATABASE_URL: "postgres://doorlist:database-password@127.0.0.1:2/doorlist",
    REDIS_URL: "redis://:redis-password@127.0.0.1:2",
    SMTP_URL: "smtp://bot:mail-password@127.0.0.1:2",
    API_TOKEN: "an-api-token-of-the-club",
  };
  const faults = { PORT: "http", MAIL_FROM: "foo", DEFAULT_LOCALE: "ru", TELEGRAM_API_ROOT: "http://127.0.0.1:2" };
  const { code, stdout, stderr } = await doctor({ ...secrets, ...faults }, await newFolder());

  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toContain("PORT: нужно целое число от 0 до 65535, например 3000.");
  expect(stdout).toContain("MAIL_FROM: нужен адрес почты");
  expect(stdout).toMatch(/WhatsApp: настроено наполовину\. Не хватает: WHATSAPP_PHONE_NUMBER_ID,/);
  expect(stdout).toMatch(/До Postgres на 127\.0\.0\.1:2 не достучаться: там никто не отвечает\./);
  expect(stdout).toMatch(/С этой машины до Telegram не достучаться/);
  const told = Object.values(secrets).flatMap((value) => /:([\w-]+)@/.exec(value)?.[1] ?? value);
  expect(told.filter((secret) => stdout.includes(secret))).toEqual([]);
});

test("what cannot be made sense of spoils its own part only", async () => {
  const found = await diagnose({ DATABASE_URL: "mysql://x", REDIS_URL: "nonsense", SANDBOX: "1", PORT: "2" });
  expect(found).toMatchObject({
    settings: { found: "settings-misread", params: { variable: "DATABASE_URL" } },
    database: { found: "check-spoiled" },
    redis: { found: "check-spoiled" },
    disk: { status: "ok" },
    mail: { found: "mail-off" },
  });
  expect((await diagnose({ SANDBOX: "0", PORT: "2" })).settings?.found).toBe("settings-nobody");
  expect((await diagnose({ SMTP_URL: "smtp://x", PORT: "2" })).settings?.found).toBe("settings-half");
  expect((await diagnose({ TELEGRAM_TOKEN: "x", PORT: "2" })).settings?.found).toBe("settings-unknown");
  expect(await diagnose({ PORT: "2" })).toMatchObject({
    telegram: { found: "telegram-off" },
    whatsapp: { found: "whatsapp-off" },
  });
});

test("a deployment in good order passes whole: the real app, Postgres, Redis, a certificate, both messengers", {
  timeout: 90_000,
}, async () => {
  const database = await openTestDatabase("postgres");
  closing.push(database.close);
  const authority = await openAuthority();
  const secure = await authority.serve({});
  closing.push(secure.close);
  const publicUrl = `https://club.example:${secure.port}`;
  const world: TestWorld = await openWorld({
    databaseUrl: database.url,
    redisUrl: inject("redisUrl"),
    env: { PUBLIC_URL: "https://club.example", TELEGRAM_ADMIN_CHAT_ID: "1001" },
  });
  closing.push(world.stop);
  const { telegram, whatsapp } = world.sandbox.world.state;
  if (telegram.webhook) telegram.webhook.url = `${publicUrl}/telegram`;
  whatsapp.facts = { webhook: { callbackUrl: `${publicUrl}/whatsapp` } };
  await world.sandbox.person("Anna").telegram.asks("/start");
  const { config, port } = world.app;

  const found = await diagnose(
    {},
    {
      config: { ...config, port, publicUrl },
      instruments: {
        readFreeBytes: async () => 50 * 1024 ** 3,
        resolve4: async () => ["203.0.113.7"],
        lookup: (_host, options, callback) =>
          options.all ? callback(null, [{ address: "127.0.0.1", family: 4 }]) : callback(null, "127.0.0.1", 4),
      },
    },
  );

  // The port of the test is none that Telegram would use; but for that nothing is amiss.
  const amiss = Object.values(found).filter(({ status }) => status === "broken" || status === "warning");
  expect(amiss.map((finding) => finding.found)).toEqual(["address-port"]);
  expect(found).toMatchObject({
    app: { found: "app-ok" },
    database: { found: "database-ok" },
    redis: { found: "redis-ok" },
    "telegram-webhook": { found: "telegram-webhook-ok" },
    alerts: { found: "alerts-ok" },
  });
});

test("with the sandbox running, its messengers are looked at like real ones", { timeout: 90_000 }, async () => {
  const world = await openWorld({ env: { SANDBOX: "1" } });
  closing.push(world.stop);
  const { port } = world.app;
  const { stdout } = await doctor(
    { SANDBOX: "1", PORT: String(port), DATA_DIR: world.app.config.dataDir },
    await newFolder(),
  );
  expect(stdout).toContain(`@${SANDBOX_CREDENTIALS.telegram.botName}`);
  expect(stdout).toMatch(/A Doorlist that runs, or is just starting, holds the database/);
  expect(stdout).not.toContain("BROKEN");
});

test("an organisation without a name is asked for it", async () => {
  const env = { TELEGRAM_BOT_TOKEN: "1:a", TELEGRAM_API_ROOT: "http://127.0.0.1:2", PORT: "2", DATA_DIR: "/" };
  expect((await diagnose(env)).settings?.found).toBe("settings-nameless");
  const named = { ...env, ORGANISATION_NAME: "Green Club", ORGANISATION_CONTACT: "info@club.example" };
  expect((await diagnose(named)).settings?.found).toBe("settings-ok");
});
