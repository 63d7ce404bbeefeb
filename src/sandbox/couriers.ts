import { createHmac } from "node:crypto";
import { type Courier, type CourierPace, createCourier } from "./courier.ts";
import type { SandboxCredentials } from "./credentials.ts";
import type { World } from "./world.ts";

/** Where the app is; asked anew for every delivery, so that it may move. undefined: where it said itself. */
export type Target = string | (() => string | undefined) | undefined;

interface Deps {
  world: World;
  credentials: SandboxCredentials;
  pace: CourierPace;
  target: Target;
}

const ANY_2XX = (status: number) => status >= 200 && status < 300;

/** Telegram's way: where `setWebhook` said, with its secret; any 2xx will do; the body may hold one more call. */
export function telegramCourier({
  world,
  pace,
  target,
  onAnswer,
}: Deps & { onAnswer(body: string): Promise<void> }): Courier {
  const webhook = () => world.state.telegram.webhook;
  return createCourier({
    pace,
    target: () => webhook() && (resolveTarget(target) ?? webhook()?.url),
    headers: () => toSecretHeader(webhook()?.secret),
    isTaken: ANY_2XX,
    backoffMs: telegramBackoff,
    connections: () => webhook()?.maxConnections ?? 40,
    onAnswer,
    onFailure(message) {
      const at = webhook();
      if (at) at.lastError = { date: Math.floor(world.clock.now().getTime() / 1000), message };
    },
  });
}

/** Meta's way: signed over the bytes; 200 and nothing else will do. */
export function whatsappCourier({ credentials, pace, target }: Deps): Courier {
  const { appSecret } = credentials.whatsapp;
  return createCourier({
    pace,
    target: () => resolveTarget(target),
    headers: (body) => ({
      "x-hub-signature-256": `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`,
    }),
    isTaken: (status) => status === 200,
    backoffMs: (failures) => Math.min(1000 * 2 ** failures, 60 * 60_000),
    connections: () => 40,
  });
}

export function resolveTarget(target: Target): string | undefined {
  return typeof target === "function" ? target() : target;
}

function toSecretHeader(secret: string | undefined): Record<string, string> {
  return secret === undefined ? {} : { "x-telegram-bot-api-secret-token": secret };
}

/** Once more at once, then 2, 4, 8 seconds and so on to a minute or two; what the app asks for goes first. */
function telegramBackoff(failures: number, retryAfterSeconds: number | undefined): number {
  if (retryAfterSeconds !== undefined) return Math.min(Math.max(0, retryAfterSeconds), 3600) * 1000;
  if (failures <= 1) return 0;
  return Math.min(1000 * 2 ** (failures - 1), 60_000 + Math.random() * 60_000);
}
