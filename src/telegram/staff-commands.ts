import { GrammyError } from "grammy";
import type { BotCommand } from "grammy/types";
import type { TelegramConfig } from "../config.ts";
import type { Locale } from "../messages.ts";
import { createConnect } from "./api.ts";

export interface StaffCommands {
  /** Shows a menu of their own to one person; without commands, everybody's again. Resolves to false for a later try. */
  show(chatId: number, commands: Record<Locale, BotCommand[]> | undefined): Promise<boolean>;
}

const TIMEOUT_MS = 10_000;
const LOCALES: Locale[] = ["en", "ru"];

/** The menu of commands of those who organise. It shows and gives no right. */
export function createStaffCommands(config: TelegramConfig, defaultLocale: Locale): StaffCommands {
  const connect = createConnect(config);

  async function set(chatId: number, commands: Record<Locale, BotCommand[]> | undefined): Promise<void> {
    const api = connect(TIMEOUT_MS);
    const scope = { type: "chat", chat_id: chatId } as const;
    if (!commands) await api.deleteMyCommands({ scope });
    else await api.setMyCommands(commands[defaultLocale], { scope });
    for (const language_code of LOCALES) {
      if (!commands) await api.deleteMyCommands({ scope, language_code });
      else await api.setMyCommands(commands[language_code], { scope, language_code });
    }
  }

  return {
    show: (chatId, commands) =>
      set(chatId, commands).then(
        () => true,
        // A chat that Telegram does not know, or that blocked us, shows nothing anyway.
        (error: unknown) => error instanceof GrammyError && error.error_code !== 429 && error.error_code < 500,
      ),
  };
}
