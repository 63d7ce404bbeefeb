import { type Api, GrammyError, HttpError } from "grammy";
import type { WebhookInfo } from "grammy/types";
import type { TelegramConfig } from "../config.ts";
import { createConnect } from "../telegram/api.ts";
import { toNetworkCode } from "../telegram/classify.ts";
import { ALLOWED_UPDATES } from "../telegram/setup.ts";
import { type Answer, hostOf, isSameAddress } from "./answer.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";
import { toReason } from "./reason.ts";

const TIMEOUT_MS = 6_000;
const HOUR_MS = 60 * 60_000;
const MANY = 100;

/** Telegram's answer as a value: what grammY throws for want of one holds the token. */
export async function askTelegram<T>(config: TelegramConfig, question: (api: Api) => Promise<T>): Promise<Answer<T>> {
  try {
    return { type: "answered", value: await question(createConnect(config)(TIMEOUT_MS)) };
  } catch (error) {
    if (error instanceof GrammyError) {
      return { type: "refused", code: error.error_code, said: `${error.error_code} ${error.description}` };
    }
    if (error instanceof HttpError) return { type: "unanswered", reason: toReason(toNetworkCode(error)) };
    throw error;
  }
}

/** Whether the token opens anything. */
export async function examineBot(config: TelegramConfig): Promise<Finding> {
  const answer = await askTelegram(config, (api) => api.getMe());
  if (answer.type === "answered") return find("telegram", "telegram-ok", { bot: answer.value.username });
  if (answer.type === "unanswered") return find("telegram", "telegram-unreachable", { reason: answer.reason });
  const isToken = answer.code === 401 || answer.code === 404;
  return isToken ? find("telegram", "telegram-token") : find("telegram", "telegram-trouble", { said: answer.said });
}

/** Where Telegram brings people's messages, and how it fared. */
export async function examineTelegramWebhook(config: TelegramConfig, deployment: Deployment): Promise<Finding> {
  const answer = await askTelegram(config, (api) => api.getWebhookInfo());
  if (answer.type !== "answered") return find("telegram-webhook", "telegram-webhook-unseen");
  return judge(answer.value, deployment);
}

function judge(info: WebhookInfo, { config, clock }: Deployment): Finding {
  const { url = "", pending_update_count: pending, last_error_date: date, last_error_message: said = "" } = info;
  const about = (found: Parameters<typeof find>[1], params = {}) => find("telegram-webhook", found, params);
  if (!url) return about("telegram-webhook-missing");
  const ours = `${config.publicUrl}/telegram`;
  if (!isSameAddress(url, ours)) return about("telegram-webhook-elsewhere", { host: hostOf(url), ours: hostOf(ours) });
  const ageMs = date === undefined ? undefined : clock.now().getTime() - date * 1000;
  if (ageMs !== undefined && ageMs < HOUR_MS && pending > 0) {
    return about("telegram-webhook-failing", { said, pending });
  }
  const allowed = new Set<string>(info.allowed_updates);
  const missing = ALLOWED_UPDATES.filter((kind) => !allowed.has(kind));
  if (missing.length) return about("telegram-webhook-deaf", { kinds: missing.join(", ") });
  if (ageMs !== undefined && ageMs < 24 * HOUR_MS) {
    const at = new Date(clock.now().getTime() - ageMs).toISOString();
    return about("telegram-webhook-failed", { said, at: { type: "moment", at, zone: config.timeZone } });
  }
  return about(pending > MANY ? "telegram-webhook-pending" : "telegram-webhook-ok", { pending });
}
