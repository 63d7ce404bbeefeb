// A bot's name is at most 32 characters of these.
const COMMAND = /^(\/\w{1,32})(?:@(\w{1,32}))?(?=\s|$)/;

/** "/start@DoorlistBot e_choir" as "/start e_choir". */
export function stripBotName(text: string): string {
  return text.replace(COMMAND, "$1");
}

/** Whether words in a group are meant for this bot: a command that names no other bot, or its name with an @. */
export function isForBot(text: string, botName: string | undefined): boolean {
  const command = COMMAND.exec(text);
  if (command) return command[2] === undefined || botName === undefined || isSameName(command[2], botName);
  if (botName === undefined) return false;
  return text.match(/@\w+/g)?.some((mention) => isSameName(mention.slice(1), botName)) ?? false;
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
