import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import type { MovableClock } from "../src/clock.ts";
import type { ServedSandbox } from "../src/sandbox/serve.ts";
import { type AppProcess, createAppProcess } from "./app-process.ts";
import { WEBHOOK_SECRET } from "./deliveries.ts";
import { findFreePort } from "./machine.ts";
import { toEnvironment } from "./world.ts";

/** A process of the app whose clock is moved from outside, and which calls the platforms by an address of its own. */
export interface Runner extends AppProcess {
  /** The address under which it alone calls the platforms. */
  host: string;
  /** Its settings, as it will be started with. */
  environment(): Record<string, string>;
  /** Puts its clock to that of all. False if it does not answer. */
  followClock(): Promise<boolean>;
  /** The same, and lets it do what falls due. False if it could not. */
  passTime(): Promise<boolean>;
  /** No more calls to the platforms by its address. */
  close(): void;
}

export interface RunnerPlace {
  sandbox: ServedSandbox;
  clock: MovableClock;
  folder: string;
  databaseUrl: string;
  redisUrl: string;
  /** Beside what it needs to talk to the doubles. */
  env?: Record<string, string>;
  /** The program: that of the tests, or a copy of it. */
  main?: string | undefined;
  logPath?: string | undefined;
  onCrash?: (code: number | null) => void;
}

const MAIN = join(import.meta.dirname, "clocked-main.ts");

/** One that is not started yet; all of them answer under one address, as behind a balancer. */
export async function createRunner(place: RunnerPlace): Promise<Runner> {
  const { sandbox, clock, folder, databaseUrl, redisUrl, env = {}, main = MAIN, logPath, onCrash } = place;
  const door = await openDoor(sandbox);
  const clockPort = await findFreePort();
  const roots = { telegramApiRoot: `${door.url}/telegram-api`, whatsappApiRoot: `${door.url}/whatsapp-api` };
  const environment = () => ({
    ...toEnvironment(roots, folder),
    ...{ PUBLIC_URL: "https://club.example", TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET },
    ...{ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl },
    ...{ CLOCK_PORT: String(clockPort), CLOCK_OFFSET_MS: String(clock.offsetMs()) },
    ...env,
  });
  const isReady = () => sandbox.world.state.telegram.webhook !== undefined;
  const app = await createAppProcess(environment, {
    ...{ cwd: folder, isReady, main, logPath },
    ...(onCrash && { onCrash }),
  });
  const tellClock = (method: "PUT" | "POST") =>
    fetch(`http://127.0.0.1:${clockPort}/?offset=${clock.offsetMs()}`, { method }).then(
      ({ ok }) => ok,
      () => false,
    );
  return {
    ...app,
    host: new URL(door.url).host,
    environment,
    followClock: () => tellClock("PUT"),
    passTime: () => tellClock("POST"),
    close: door.close,
  };
}

/** One more address of the same platforms. */
async function openDoor({ routes }: ServedSandbox): Promise<{ url: string; close(): void }> {
  const server = createAdaptorServer({ fetch: routes.fetch });
  const port = await findFreePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
