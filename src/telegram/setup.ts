import { createHmac } from "node:crypto";
import { type Api, GrammyError, HttpError } from "grammy";
import type { BotCommand, Update, WebhookInfo } from "grammy/types";
import type { TelegramConfig } from "../config.ts";
import { OperatorError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Locale } from "../messages.ts";
import { createConnect } from "./api.ts";
import { toNetworkCode } from "./classify.ts";

export interface SetUp {
  config: TelegramConfig;
  publicUrl: string;
  /** In each language, in the order in which they are to be shown. */
  commands: Record<Locale, BotCommand[]>;
  defaultLocale: Locale;
  /** What `setWebhook` was last called with: Telegram does not tell which secret it has. */
  remembered: { read(): Promise<string | undefined>; write(fingerprint: string): Promise<void> };
  log: Logger;
  /** Sets the webhook even if nothing seems to differ. */
  forced?: boolean;
}

const TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 40;
export const ALLOWED_UPDATES = [
  "message",
  "edited_message",
  "callback_query",
  "my_chat_member",
] as const satisfies Exclude<keyof Update, "update_id">[];

/**
 * Tells Telegram where to bring updates and which commands to show, and learns the bot's name.
 *
 * Safe to repeat; several processes take turns by a lock of the caller's.
 *
 * @throws OperatorError for a token that Telegram does not know, Error for what may heal. Neither quotes the token.
 */
export async function setUpTelegram(setUp: SetUp): Promise<{ username: string }> {
  const api = createConnect(setUp.config)(TIMEOUT_MS);
  const { username } = await ask("getMe", api.getMe());
  await setWebhook(api, setUp);
  await setCommands(api, setUp);
  return { username };
}

async function setWebhook(api: Api, { config, publicUrl, remembered, log, forced }: SetUp): Promise<void> {
  const url = `${publicUrl}/telegram`;
  const secret = config.webhookSecrets[0];
  if (!secret) throw new OperatorError("TELEGRAM_WEBHOOK_SECRET is empty");
  const fingerprint = createHmac("sha256", config.token).update(`${secret} ${url}`).digest("hex");
  const info = await ask("getWebhookInfo", api.getWebhookInfo());
  if (!forced && isSet(info, url) && (await remembered.read()) === fingerprint) return;

  const allowed_updates = [...ALLOWED_UPDATES];
  // Always with the secret: a call without it would take it away.
  const options = { secret_token: secret, allowed_updates, max_connections: MAX_CONNECTIONS };
  await ask("setWebhook", api.setWebhook(url, options));
  await remembered.write(fingerprint);
  log.info({ url }, "Telegram brings its updates here");
}

function isSet({ url, allowed_updates = [], max_connections }: WebhookInfo, wanted: string): boolean {
  const allowed = new Set<string>(allowed_updates);
  const asWanted = allowed.size === ALLOWED_UPDATES.length && ALLOWED_UPDATES.every((kind) => allowed.has(kind));
  return url === wanted && max_connections === MAX_CONNECTIONS && asWanted;
}

/** In each language, and once more for everyone whose language we do not speak. */
async function setCommands(api: Api, { commands, defaultLocale }: SetUp): Promise<void> {
  const scope = { type: "all_private_chats" } as const;
  await ask("setMyCommands", api.setMyCommands(commands[defaultLocale], { scope }));
  const locales: Locale[] = ["en", "ru"];
  for (const locale of locales) {
    await ask("setMyCommands", api.setMyCommands(commands[locale], { scope, language_code: locale }));
  }
}

/** What went wrong, without grammY's error as its cause: that one holds the token in its URL. */
async function ask<T>(method: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof HttpError) throw new Error(`Telegram gave no answer to ${method}: ${toNetworkCode(error)}`);
    if (!(error instanceof GrammyError)) throw error;
    const { error_code: code, description } = error;
    if (code === 401 || code === 404) throw new OperatorError(`Telegram does not know TELEGRAM_BOT_TOKEN (${code})`);
    throw new Error(`Telegram refused ${method}: ${code} ${description}`);
  }
}
