import type { TelegramConfig } from "../config.ts";
import { createConnect } from "./api.ts";
import { classifyFailure } from "./classify.ts";

/** How Telegram sees our webhook; `stopped`: it takes nothing from us; `failed`: no answer. */
export type WebhookSight =
  | { type: "seen"; isOurs: boolean; pending: number; error: { at: Date; words: string } | undefined }
  | { type: "stopped"; reason: string }
  | { type: "failed"; reason: string };

const TIMEOUT_MS = 10_000;

/** Asks Telegram what became of its last deliveries: it is the only one who knows of those that never arrived. */
export function createWebhookSight(config: TelegramConfig, publicUrl: string): () => Promise<WebhookSight> {
  const connect = createConnect(config);
  return async () => {
    try {
      const info = await connect(TIMEOUT_MS).getWebhookInfo();
      const { url = "", pending_update_count: pending, last_error_date: date, last_error_message: words } = info;
      const error = date === undefined ? undefined : { at: new Date(date * 1000), words: words ?? "no reason given" };
      return { type: "seen", isOurs: url === `${publicUrl}/telegram`, pending, error };
    } catch (error) {
      const delivery = classifyFailure(error);
      if (delivery.type === "channel-stopped") return { type: "stopped", reason: delivery.reason };
      return { type: "failed", reason: delivery.type === "retry" ? delivery.reason : "no sensible answer" };
    }
  };
}
