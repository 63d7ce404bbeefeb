import { label } from "../intents.ts";
import type { Locale } from "../messages.ts";
import { labelText } from "./texts.ts";

const COMMANDS = [
  "events",
  "my",
  "cancel",
  "link",
  "language",
  "reminders",
  "privacy",
  "mydata",
  "forget",
  "stop",
  "help",
];

/** Telegram's menu, in the order in which it is shown. */
export function commands(locale: Locale): { command: string; description: string }[] {
  return COMMANDS.map((command) => ({
    command,
    description: labelText(locale, label(`command-${command}`), "telegram"),
  }));
}
