import type { StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { createClock } from "../src/clock.ts";
import { type ServedSandbox, serveSandbox } from "../src/sandbox/serve.ts";
import { WEBHOOK_SECRET } from "./deliveries.ts";
import { findFreePort, makeTempFolder, type Server, startServer, waitUntilReady } from "./machine.ts";
import { toEnvironment } from "./world.ts";

const API_TOKEN = "test-token";
const MAIN = join(import.meta.dirname, "..", "src", "start.js");

/** Doorlist as it runs in earnest: a process of its own, which can be killed. */
export interface AppProcess {
  url: string;
  isRunning(): boolean;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** As `kill -9` does. */
  kill(): Promise<void>;
  /** It keeps its connections and answers nobody, until `resume()`. */
  pause(): void;
  resume(): void;
  /** As Ctrl-C and containers do; gives the exit code. */
  stop(): Promise<number | null>;
  publish(event: object): Promise<{ id: string; slug: string }>;
}

interface ProcessOptions {
  cwd: string;
  isReady?: () => boolean;
  main?: string;
  /** The file that all it says is added to; nobody reads it otherwise. */
  logPath?: string | undefined;
  /** It ended, and nobody had told it to. */
  onCrash?: (code: number | null) => void;
}

/** One that is not started yet, of Doorlist's own `main` unless told; it keeps its port from one start to the next. */
export async function createAppProcess(
  env: Record<string, string> | (() => Record<string, string>),
  { cwd, isReady = () => true, main = MAIN, logPath, onCrash }: ProcessOptions,
): Promise<AppProcess> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let server: Server | undefined;
  let ready = false;
  const answers = () =>
    fetch(`${url}/health/live`).then(
      ({ ok }) => ok && isReady(),
      () => false,
    );
  const end = async (signal: NodeJS.Signals) => {
    ready = false;
    server?.send(signal);
    return (await server?.exited) ?? null;
  };
  return {
    url,
    isRunning: () => ready,
    async start() {
      const given = typeof env === "function" ? env() : env;
      const settings = { LOG_LEVEL: "warn", ...given, PORT: String(port), NODE_ENV: "production" };
      const log = logPath === undefined ? undefined : openSync(logPath, "a");
      const stdio: StdioOptions = log === undefined ? "ignore" : ["ignore", log, log];
      const started = startServer(process.execPath, [main], { cwd, env: settings, stdio });
      if (log !== undefined) closeSync(log);
      server = started;
      ready = await waitUntilReady(started, answers);
      if (!ready) throw new Error("the app did not start");
      void started.exited.then((code) => {
        if (server !== started || !ready) return;
        ready = false;
        onCrash?.(code);
      });
    },
    async kill() {
      await end("SIGKILL");
    },
    pause: () => server?.send("SIGSTOP"),
    resume: () => server?.send("SIGCONT"),
    stop: () => end("SIGTERM"),
    async publish(event) {
      const response = await fetch(`${url}/api/v1/events`, {
        method: "POST",
        headers: { authorization: `Bearer ${API_TOKEN}`, "content-type": "application/json" },
        body: JSON.stringify({ status: "published", ...event }),
      });
      if (response.status !== 201) throw new Error(`no event: ${await response.text()}`);
      return response.json();
    },
  };
}

/** Processes on one database, with both messengers simulated outside of them. Each update goes to any that runs. */
export interface ProcessWorld {
  sandbox: ServedSandbox;
  apps: AppProcess[];
  stop(): Promise<void>;
}

interface Options {
  databaseUrl: string;
  redisUrl?: string;
  /** One, unless told otherwise. */
  size?: number;
}

export async function openProcessWorld({ databaseUrl, redisUrl, size = 1 }: Options): Promise<ProcessWorld> {
  const folder = await makeTempFolder();
  const apps: AppProcess[] = [];
  const anyOf = (path: string) => {
    const running = apps.filter((app) => app.isRunning());
    const chosen = running[Math.floor(Math.random() * running.length)];
    return chosen && `${chosen.url}/${path}`;
  };
  const sandbox = await serveSandbox({
    clock: createClock(),
    targets: { telegram: () => anyOf("telegram"), whatsapp: () => anyOf("whatsapp") },
    pace: { waits: 0.01 },
  });
  const redis = redisUrl === undefined ? {} : { REDIS_URL: redisUrl };
  // All of them answer under one address, as behind a balancer.
  const house = { PUBLIC_URL: "https://club.example", TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET };
  const stores = { DATABASE_URL: databaseUrl, ...redis };
  const env = { ...toEnvironment(sandbox, folder.path), ...house, ...stores };
  const isReady = () => sandbox.world.state.telegram.webhook !== undefined;
  for (let n = 0; n < size; n++) {
    const app = await createAppProcess(env, { cwd: folder.path, isReady });
    await app.start();
    apps.push(withDeliveries(app, sandbox));
  }
  return {
    sandbox,
    apps,
    async stop() {
      await Promise.all(apps.map((app) => app.kill()));
      await sandbox.stop();
      await folder.remove();
    },
  };
}

/** What could not be delivered while nobody was there is delivered as soon as somebody is. */
function withDeliveries(app: AppProcess, { webhooks }: ServedSandbox): AppProcess {
  return {
    ...app,
    async start() {
      await app.start();
      for (const courier of Object.values(webhooks)) courier.retryNow();
    },
  };
}
