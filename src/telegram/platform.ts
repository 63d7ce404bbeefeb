import type { Hono } from "hono";
import type { Clock } from "../clock.ts";
import type { TelegramConfig } from "../config.ts";
import type { Intent } from "../intents.ts";
import type { Logger } from "../logger.ts";
import type { Locale, Platform } from "../messages.ts";
import type { Attach, Channel, Receive } from "../outbox/channel.ts";
import { commands } from "../texts/commands.ts";
import type { House, Worded } from "../texts/worded.ts";
import { createTelegramChannel } from "./channel.ts";
import { type SetUp, setUpTelegram } from "./setup.ts";
import { telegramWebhook } from "./webhook.ts";

interface Deps {
  config: TelegramConfig;
  /** Told the bot's name once Telegram has said it. */
  house: House;
  word(intent: Intent, platform: Platform): Worded;
  attach: Attach;
  receive: Receive;
  remembered: SetUp["remembered"];
  defaultLocale: Locale;
  clock: Clock;
  log: Logger;
}

/** Telegram as the app joins it. */
export function createTelegram(deps: Deps): { channel: Channel; routes: Hono; connect(): Promise<void> } {
  const { config, house, word, attach, receive, remembered, defaultLocale, clock, log } = deps;
  const { webhookSecrets: secrets } = config;
  return {
    channel: createTelegramChannel({ config, word, attach, log }),
    routes: telegramWebhook({ receive, secrets, clock, botName: () => house.telegramBot, log }),
    async connect() {
      const menu = { en: commands("en"), ru: commands("ru") };
      const { publicUrl } = house;
      const setUp = { config, publicUrl, commands: menu, defaultLocale, remembered, log };
      house.telegramBot = (await setUpTelegram(setUp)).username;
    },
  };
}
