import { createClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import type { Target } from "../src/sandbox/couriers.ts";
import { type ServedSandbox, serveSandbox } from "../src/sandbox/serve.ts";
import { ALLOWED_UPDATES } from "../src/telegram/setup.ts";
import { makeTempFolder } from "./machine.ts";
import { approveTemplates } from "./templates.ts";
import { toEnvironment } from "./world.ts";

export const PUBLIC_URL = "https://club.example";
/** Where nobody listens. */
export const NOBODY = "http://127.0.0.1:1";

/** Both messengers as they are after an operator has done all that the guides say, and Doorlist has started once. */
export interface WellKept {
  sandbox: ServedSandbox;
  environment(more?: Record<string, string>): Record<string, string>;
  stop(): Promise<void>;
}

/** @param target where Telegram brings updates, for a test that sends some. */
export async function openWellKept(target?: Target): Promise<WellKept> {
  const folder = await makeTempFolder();
  const targets = { telegram: target, whatsapp: `${PUBLIC_URL}/whatsapp` };
  const sandbox = await serveSandbox({ clock: createClock(), targets });
  const { state } = sandbox.world;
  state.telegram.webhook = {
    url: `${PUBLIC_URL}/telegram`,
    secret: "secret",
    allowedUpdates: [...ALLOWED_UPDATES],
    maxConnections: 40,
    lastError: undefined,
  };
  state.whatsapp.subscribed = true;
  const environment = (more: Record<string, string> = {}) => ({
    ...toEnvironment(sandbox, folder.path),
    PUBLIC_URL,
    ...more,
  });
  await approveTemplates(readConfig(environment()));
  const stop = async () => {
    await sandbox.stop();
    await folder.remove();
  };
  return { sandbox, environment, stop };
}

/** Unix seconds, as both platforms tell moments. */
export function secondsAgo(seconds: number): number {
  return Math.floor(Date.now() / 1000) - seconds;
}
