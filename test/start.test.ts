import { afterEach, expect, test } from "vitest";
import { type App, startApp } from "../src/app.ts";
import { createClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { createLogger } from "../src/logger.ts";
import { type ServedSandbox, serveSandbox } from "../src/sandbox/serve.ts";
import { openTestDatabase } from "./database.ts";
import { makeTempFolder } from "./machine.ts";
import { startPostgres } from "./postgres-server.ts";
import { approveTemplates } from "./templates.ts";
import { toEnvironment } from "./world.ts";

const log = createLogger({ level: "silent", pretty: false });
const clock = createClock();
let closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

/** Both messengers' APIs, a database, and what an app must be told to reach them. */
async function openGround(): Promise<{ sandbox: ServedSandbox; env: Record<string, string> }> {
  const folder = await makeTempFolder();
  const database = await openTestDatabase("postgres");
  let app: App | undefined;
  const at = (path: string) => (app ? `http://127.0.0.1:${app.port}/${path}` : undefined);
  const targets = { telegram: () => at("telegram"), whatsapp: () => at("whatsapp") };
  const sandbox = await serveSandbox({ clock, targets, pace: { waits: 0.01 } });
  closing.push(folder.remove, database.close, sandbox.stop);
  started = (one) => {
    app = one;
  };
  const env = { ...toEnvironment(sandbox, folder.path), DATABASE_URL: database.url };
  await approveTemplates(readConfig(env));
  return { sandbox, env };
}
let started: (app: App) => void = () => {};

async function start(env: Record<string, string>): Promise<App> {
  const app = await startApp(readConfig(env), { log, clock });
  closing.push(app.stop);
  started(app);
  return app;
}

/** Without those whose name begins so. */
function without(prefix: string, env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith(prefix)));
}

async function health({
  port,
}: App): Promise<{ code: number; status: string; checks: Record<string, { status: string; reason?: string }> }> {
  const answer = await fetch(`http://127.0.0.1:${port}/health`);
  return { code: answer.status, ...(await answer.json()) };
}

const post = ({ port }: App, path: string) => fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body: "{}" });

test("with Telegram alone the app starts, serves it, and says that WhatsApp is off", async () => {
  const { sandbox, env } = await openGround();
  const app = await start(without("WHATSAPP_", env));
  await app.connected;

  await sandbox.person("Anna").telegram.asks("/help", /I sign you up/);
  expect((await sandbox.person("Max").telegram.asks("/link")).text).toMatch(/nothing to connect/);
  expect((await post(app, "/whatsapp")).status).toBe(404);
  const { code, status, checks } = await health(app);
  expect({ code, status, whatsapp: checks.whatsapp }).toEqual({ code: 200, status: "ok", whatsapp: { status: "off" } });
});

test("with WhatsApp alone the app starts, serves it, and says that Telegram is off", async () => {
  const { sandbox, env } = await openGround();
  const app = await start(without("TELEGRAM_", env));
  await app.connected;

  await sandbox.person("Anna").whatsapp.asks("help", /I sign you up/);
  expect((await post(app, "/telegram")).status).toBe(404);
  expect((await health(app)).checks.telegram).toEqual({ status: "off" });
});

test("with no messenger in production it does not start, and says what to set", async () => {
  const { env } = await openGround();
  const none = { ...without("TELEGRAM_", without("WHATSAPP_", env)), NODE_ENV: "production" };

  await expect(start(none)).rejects.toThrow(/No messenger is configured. Set TELEGRAM_BOT_TOKEN or the WHATSAPP_/);
});

test("a platform that is away at start is shown, tried again, and webhooks are served meanwhile", async () => {
  const { sandbox, env } = await openGround();
  sandbox.faults.add({ type: "broken", status: 502 }, { platform: "telegram", method: "getMe", times: 1 });
  sandbox.faults.add({ type: "cut" }, { platform: "whatsapp", times: 1 });
  const app = await start(env);
  const first = await sandbox.faults.next({ platform: "telegram", method: "getMe" }).then(() => health(app));

  expect(first).toMatchObject({ code: 200, status: "degraded", checks: { postgres: { status: "ok" } } });
  await expect.poll(async () => (await health(app)).checks.telegram?.reason).toMatch(/502|getMe/);
  expect((await post(app, "/telegram")).status).toBe(401);
  await sandbox.person("Anna").whatsapp.asks("help", /I sign you up/);

  await app.connected;
  const { checks } = await health(app); // the whole may be degraded for as long as an alert about it stands
  expect({ telegram: checks.telegram?.status, whatsapp: checks.whatsapp?.status }).toEqual({
    telegram: "ok",
    whatsapp: "ok",
  });
  await sandbox.person("Anna").telegram.asks("/help", /I sign you up/);
});

test("a second start leaves the webhook as it is, and another secret or address sets it anew", async () => {
  const { sandbox, env } = await openGround();
  const calls = () => sandbox.faults.count({ platform: "telegram", method: "setWebhook" });
  const restart = async (more: Record<string, string> = {}) => {
    const app = await startApp(readConfig({ ...env, PUBLIC_URL: "https://club.example", ...more }), { log, clock });
    await app.connected;
    await app.stop();
    return calls();
  };

  expect(await restart()).toBe(1);
  expect(await restart()).toBe(1);
  expect(await restart({ TELEGRAM_WEBHOOK_SECRET: "another" })).toBe(2);
  expect(await restart({ TELEGRAM_WEBHOOK_SECRET: "another,before" })).toBe(2);
  expect(await restart({ TELEGRAM_WEBHOOK_SECRET: "another", PUBLIC_URL: "https://other.example" })).toBe(3);
});

test("two on one folder are refused with a sentence, and the first goes on", { timeout: 90_000 }, async () => {
  const { env } = await openGround();
  env.DATABASE_URL = ""; // the embedded one
  const first = await start(env);

  await expect(start(env)).rejects.toThrow(/in use by another Doorlist/);
  expect((await health(first)).code).toBe(200);
});

test("two on one port are refused with a sentence, and what failed holds nothing", async () => {
  const { env } = await openGround();
  const first = await start(env);

  const samePort = { ...env, PORT: String(first.port) };
  await expect(start(samePort)).rejects.toThrow(`Port ${first.port} is taken`);
  expect((await health(first)).code).toBe(200);
  await first.stop();
  expect((await health(await start(samePort))).code).toBe(200);
});

test("health tells each part, and a probe of the process alone does not ask the database", async () => {
  const { env } = await openGround();
  const app = await start(env);
  await app.connected;

  const { code, status, checks } = await health(app);
  expect({ code, status }).toEqual({ code: 200, status: "ok" });
  expect(checks).toMatchObject({
    postgres: { status: "ok", latencyMs: expect.any(Number) },
    redis: { status: "off" },
    telegram: { status: "ok" },
    whatsapp: { status: "ok" },
    scheduler: { status: "ok", nextAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    outbox: { status: "ok", waiting: 0, oldestSeconds: 0 },
  });
  const live = await fetch(`http://127.0.0.1:${app.port}/health/live`);
  expect([live.status, await live.json()]).toEqual([200, { status: "ok" }]);
});

test("without Postgres health is 503 and down, the process lives, and it heals by itself", {
  timeout: 60_000,
}, async () => {
  const postgres = await startPostgres();
  closing.push(postgres.remove);
  const { env } = await openGround();
  const app = await start({ ...env, DATABASE_URL: postgres.url });
  await app.connected;
  expect((await health(app)).code).toBe(200);

  await postgres.stop();
  expect(await health(app)).toMatchObject({ code: 503, status: "down", checks: { postgres: { status: "down" } } });
  expect((await fetch(`http://127.0.0.1:${app.port}/health/live`)).status).toBe(200);

  await postgres.restart();
  await expect.poll(async () => (await health(app)).code, { timeout: 10_000 }).toBe(200);
});

test("a Postgres that is not there at start is named", async () => {
  const { env } = await openGround();
  await expect(start({ ...env, DATABASE_URL: "postgres://doorlist:secret@127.0.0.1:1/x" })).rejects.toThrow(
    /^Postgres at 127\.0\.0\.1:1 \(DATABASE_URL\) cannot be reached or refuses us\.$/,
  );
});
