import { join } from "node:path";
import { createClock } from "../src/clock.ts";
import { type ServedSandbox, serveSandbox } from "../src/sandbox/serve.ts";
import { findFreePort, makeTempFolder, type Server, startServer, waitUntilReady } from "./machine.ts";
import { toEnvironment } from "./world.ts";

const API_TOKEN = "test-token";
const MAIN = join(import.meta.dirname, "..", "src", "main.ts");

/** Doorlist as it runs in earnest: a process of its own, which can be killed. */
export interface AppProcess {
  /** As `kill -9` does. */
  kill(): Promise<void>;
  /** As Ctrl-C and containers do; gives the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when it answers. */
  start(): Promise<void>;
}

/** Processes on one database, with both messengers simulated outside of them. Each update goes to any that runs. */
export interface ProcessWorld {
  sandbox: ServedSandbox;
  apps: AppProcess[];
  publish(event: object): Promise<{ slug: string }>;
  stop(): Promise<void>;
}

interface Options {
  databaseUrl: string;
  redisUrl?: string;
  /** One, unless told otherwise. */
  size?: number;
  /** Between 0 and 1, to choose who is given an update. */
  random?: () => number;
}

export async function openProcessWorld({
  databaseUrl,
  redisUrl,
  size = 1,
  random = Math.random,
}: Options): Promise<ProcessWorld> {
  const folder = await makeTempFolder();
  const running = new Set<string>();
  const anyOf = (path: string) => {
    const urls = [...running];
    const url = urls[Math.floor(random() * urls.length)];
    return url && `${url}/${path}`;
  };
  const sandbox = await serveSandbox({
    clock: createClock(),
    targets: { telegram: () => anyOf("telegram"), whatsapp: () => anyOf("whatsapp") },
    pace: { waits: 0.01 },
  });
  const env = { ...toEnvironment(sandbox, folder.path), DATABASE_URL: databaseUrl, LOG_LEVEL: "warn" };
  const ports = await Promise.all(Array.from({ length: size }, findFreePort));
  const apps = ports.map((port) =>
    createAppProcess(
      { ...env, PORT: String(port), ...(redisUrl && { REDIS_URL: redisUrl }) },
      { sandbox, running, cwd: folder.path },
    ),
  );
  for (const app of apps) await app.start();
  return {
    sandbox,
    apps,
    async publish(event) {
      const response = await fetch(`http://127.0.0.1:${ports[0]}/api/v1/events`, {
        method: "POST",
        headers: { authorization: `Bearer ${API_TOKEN}`, "content-type": "application/json" },
        body: JSON.stringify({ status: "published", ...event }),
      });
      if (response.status !== 201) throw new Error(`no event: ${await response.text()}`);
      return response.json();
    },
    async stop() {
      await Promise.all(apps.map((app) => app.kill()));
      await sandbox.stop();
      await folder.remove();
    },
  };
}

function createAppProcess(
  env: Record<string, string>,
  { sandbox, running, cwd }: { sandbox: ServedSandbox; running: Set<string>; cwd: string },
): AppProcess {
  const url = `http://127.0.0.1:${env.PORT}`;
  let server: Server | undefined;
  const isReady = async () => {
    const answers = await fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
    return answers && sandbox.world.state.telegram.webhook !== undefined;
  };
  const end = async (signal: NodeJS.Signals) => {
    running.delete(url);
    server?.send(signal);
    return (await server?.exited) ?? null;
  };
  return {
    async start() {
      server = startServer(process.execPath, [MAIN], { cwd, env: { ...env, NODE_ENV: "production" } });
      if (!(await waitUntilReady(server, isReady))) throw new Error("the app did not start");
      running.add(url);
      for (const courier of Object.values(sandbox.webhooks)) courier.retryNow();
    },
    async kill() {
      await end("SIGKILL");
    },
    stop: () => end("SIGTERM"),
  };
}
