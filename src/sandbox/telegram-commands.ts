import type { Person } from "./conversation.ts";
import { badRequest } from "./refusal.ts";
import { toList, toShape, toText } from "./shape.ts";
import type { BotCommand } from "./state.ts";
import type { Arguments } from "./telegram-arguments.ts";
import type { World } from "./world.ts";

const MOST_COMMANDS = 100;
const SCOPES = ["default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat"];

export function getMyCommands(args: Arguments, world: World): BotCommand[] {
  return world.state.telegram.commands[toKey(args)] ?? [];
}

/** @throws TelegramRefusal */
export function setMyCommands(args: Arguments, world: World, commands = parseCommands(args)): true {
  world.state.telegram.commands[toKey(args)] = commands;
  world.keep();
  return true;
}

/** The commands that a person's menu shows: their own chat's before those of all, their language before none. */
export function commandsFor(world: World, { id, languageCode }: Person["telegram"]): BotCommand[] {
  const { commands } = world.state.telegram;
  const code = languageCode?.slice(0, 2) ?? "";
  const own = [`chat:${code}:${id}`, `chat::${id}`];
  const keys = [...own, `all_private_chats:${code}`, "all_private_chats:", `default:${code}`, "default:"];
  return keys.map((key) => commands[key] ?? []).find((list) => list.length > 0) ?? [];
}

function toKey(args: Arguments): string {
  const scope = toShape(args.json("scope"));
  const type = toText(scope?.type) ?? "default";
  if (!SCOPES.includes(type)) throw badRequest("can't parse BotCommandScope: Unsupported type specified");
  const language = args.text("language_code") ?? "";
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest("invalid language code specified");
  const chat = type === "chat" ? `:${scope?.chat_id}` : "";
  return `${type}:${language}${chat}`;
}

function parseCommands(args: Arguments): BotCommand[] {
  const given = toList(args.json("commands"));
  if (!given) throw badRequest("can't parse commands JSON object: an array was expected");
  if (given.length > MOST_COMMANDS) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  return given.map((one) => {
    const command = toText(toShape(one)?.command) ?? "";
    const description = toText(toShape(one)?.description) ?? "";
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest("BOT_COMMAND_INVALID");
    if (description.length < 1 || description.length > 256) throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
    return { command, description };
  });
}
