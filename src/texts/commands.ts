import { label } from "../intents.ts";
import type { Locale } from "../messages.ts";
import type { Role } from "../roles.ts";
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

/** Before everybody's. */
const STAFF_COMMANDS: Record<Role, string[]> = {
  owner: ["desk", "people", "door", "status", "team"],
  organiser: ["desk", "people", "door", "status"],
  door: ["desk", "door"],
};

/** Telegram's menu, in the order in which it is shown; for those of the team with what they may do first. */
export function commands(locale: Locale, role?: Role): { command: string; description: string }[] {
  return [...(role ? STAFF_COMMANDS[role] : []), ...COMMANDS].map((command) => ({
    command,
    description: labelText(locale, label(`command-${command}`), "telegram"),
  }));
}
