import { randomUUID } from "node:crypto";
import { Writable } from "node:stream";
import { type App, startApp } from "../src/app.ts";
import { createClock, type MovableClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { createLogger } from "../src/logger.ts";
import { createRedaction, listSecrets } from "../src/redaction.ts";
import { SANDBOX_CREDENTIALS } from "../src/sandbox/credentials.ts";
import type { LimitOptions } from "../src/sandbox/limits.ts";
import { type ServedSandbox, serveSandbox } from "../src/sandbox/serve.ts";
import { makeTempFolder } from "./machine.ts";
import { approveTemplates } from "./templates.ts";

const API_TOKEN = "test-token";

/** The whole app on a loopback port, with both messengers simulated outside of it, so that it can be stopped and started. */
export interface TestWorld {
  readonly app: App;
  sandbox: ServedSandbox;
  clock: MovableClock;
  /** Everything the app has logged, a line each. */
  logged: string[];
  /** Calls the app's API and gives the answer; `body` makes it a POST unless told otherwise. */
  api(path: string, body?: object, method?: string): Promise<{ status: number; body: Record<string, unknown> }>;
  /** A published event that starts in so many hours. */
  publish(event?: NewEvent): Promise<{ id: string; slug: string }>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  stopApp(): Promise<void>;
  startApp(): Promise<App>;
  stop(): Promise<void>;
}

interface NewEvent {
  title?: string;
  description?: string;
  inHours?: number;
  /** A moment of its own, in place of `inHours`. */
  startsAt?: string;
  endsAt?: string;
  maxParticipants?: number | null;
  timeZone?: string;
  location?: string;
  locationUrl?: string;
}

export interface WorldOptions {
  /** Postgres of the tests; left out: PGlite in a folder of its own. */
  databaseUrl?: string;
  redisUrl?: string;
  env?: Record<string, string>;
  /** The platforms keep their limits of pace. */
  limits?: LimitOptions;
}

export async function openWorld({ databaseUrl, redisUrl, env = {}, limits }: WorldOptions = {}): Promise<TestWorld> {
  const clock = createClock();
  const folder = await makeTempFolder();
  const logged: string[] = [];
  let app: App | undefined;
  const base = () => `http://127.0.0.1:${app?.port}`;
  const sandbox = await serveSandbox({
    clock,
    targets: {
      whatsapp: () => (app ? `${base()}/whatsapp` : undefined),
      telegram: () => (app ? `${base()}/telegram` : undefined),
    },
    pace: { waits: 0.01 },
    limits,
  });
  const config = readConfig({
    ...toEnvironment(sandbox, folder.path),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    ...env,
  });
  const destination = new Writable({ write: (chunk, _, done) => done(void logged.push(String(chunk).trim())) });
  const redaction = createRedaction(listSecrets(config));
  const log = createLogger({ level: config.logLevel, pretty: false, redaction, destination });

  async function start(): Promise<App> {
    app = await startApp(config, { log, clock });
    await app.connected;
    return app;
  }
  async function stopApp(): Promise<void> {
    await app?.stop();
    app = undefined;
  }
  const fetchPath = (path: string, init?: RequestInit) => fetch(`${base()}${path}`, init);
  const api: TestWorld["api"] = async (path, body, method = body ? "POST" : "GET") => {
    const headers = { authorization: `Bearer ${API_TOKEN}`, "content-type": "application/json" };
    const response = await fetchPath(`/api/v1${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };

  await approveTemplates(config);
  await start();
  return {
    get app() {
      if (!app) throw new Error("the app is stopped");
      return app;
    },
    sandbox,
    clock,
    logged,
    api,
    async publish({ inHours = 48, ...event } = {}) {
      const startsAt = new Date(clock.now().getTime() + inHours * 3_600_000).toISOString();
      const usual = {
        title: `Event ${randomUUID().slice(0, 8)}`,
        startsAt,
        timeZone: "Europe/Moscow",
        location: "Library hall, Lesnaya 5",
      };
      const { status, body } = await api("/events", { ...usual, status: "published", ...event });
      if (status !== 201) throw new Error(`no event: ${JSON.stringify(body)}`);
      return { id: String(body.id), slug: String(body.slug) };
    },
    fetch: fetchPath,
    stopApp,
    startApp: start,
    async stop() {
      await stopApp();
      await sandbox.stop();
      await folder.remove();
    },
  };
}

/** What an app must be told to talk to these doubles. */
export function toEnvironment(
  { telegramApiRoot, whatsappApiRoot }: Pick<ServedSandbox, "telegramApiRoot" | "whatsappApiRoot">,
  dataDir: string,
): Record<string, string> {
  const { telegram, whatsapp } = SANDBOX_CREDENTIALS;
  return {
    HOST: "127.0.0.1",
    PORT: "0",
    DATA_DIR: dataDir,
    ORGANISATION_NAME: "Green Club",
    ORGANISATION_CONTACT: "info@club.example",
    API_TOKEN,
    PACE: "1000", // no gate is ever felt
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegramApiRoot,
    WHATSAPP_ACCESS_TOKEN: whatsapp.accessToken,
    WHATSAPP_PHONE_NUMBER_ID: whatsapp.phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: whatsapp.businessAccountId,
    WHATSAPP_APP_SECRET: whatsapp.appSecret,
    WHATSAPP_API_ROOT: whatsappApiRoot,
  };
}
