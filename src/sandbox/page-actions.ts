import type { Platform } from "../messages.ts";
import { choicesOf, type Message, type Person } from "./conversation.ts";
import type { Outcome } from "./courier.ts";
import { readOwnLink } from "./links.ts";
import type { PageDeps } from "./page.ts";
import { type Shape, toText } from "./shape.ts";
import { telegramAccount } from "./telegram-account.ts";
import { whatsappAccount } from "./whatsapp-account.ts";

/** What was done on the page came to nothing: there is no such person, message or button any more. */
export type ActionOutcome = Outcome | "impossible";

const MOST_TEXT = 4096;

/** Does on a phone what the page asks, as the person would. */
export async function act(asked: Shape, deps: PageDeps): Promise<ActionOutcome> {
  const person = deps.world.findPerson(toText(asked.person) ?? "");
  const platform = toPlatform(asked.platform);
  if (!person || !platform) return "impossible";
  const thread = deps.world.threadOf(person, platform);
  const account = accountOf(person, platform, deps);
  const text = (toText(asked.text) ?? "").slice(0, MOST_TEXT).trim();
  if (asked.type === "unblock") return (await account.unblocks()) ?? "taken";
  if (asked.type === "block") return (await account.blocks()) ?? "taken";
  if (thread.blocked || thread.gone) return "impossible";
  switch (asked.type) {
    case "say":
      return text ? account.writes(text) : "impossible";
    case "open": {
      const link = readOwnLink(toText(asked.link) ?? "", deps.credentials);
      return link ? accountOf(person, link.platform, deps).writes(link.text) : "impossible";
    }
    case "organise":
      return account.writes(await toDeskWords(deps));
    case "edit": {
      const message = thread.messages.findLast(({ author, kind }) => author === "person" && kind === "text");
      return message && text ? account.edits(message, text) : "impossible";
    }
    case "sticker":
    case "voice":
    case "photo":
      return account.sends(asked.type);
    case "press": {
      const pressed = findPressed(thread.messages, asked);
      return pressed ? account.presses(pressed.message, pressed.choice) : "impossible";
    }
    default:
      return "impossible";
  }
}

/** Whoever asks first becomes the owner, by the link that a start prints; later the word for the desk is enough. */
async function toDeskWords({ ownerLink, credentials }: PageDeps): Promise<string> {
  const link = await ownerLink?.();
  return (link && readOwnLink(link, credentials)?.text) ?? "/admin";
}

function accountOf(person: Person, platform: Platform, { lives }: PageDeps) {
  if (platform === "whatsapp") return whatsappAccount(person, lives.whatsapp);
  const account = telegramAccount(person, lives.telegram);
  return { ...account, presses: (message: Message, { data }: { data: string }) => account.presses(message, data) };
}

function findPressed(messages: Message[], { message: id, data }: Shape) {
  const message = messages.find((one) => one.id === id);
  const choice = message && choicesOf(message).find((one) => one.type === "press" && one.data === data);
  return message && choice?.type === "press" ? { message, choice } : undefined;
}

function toPlatform(value: unknown): Platform | undefined {
  return value === "telegram" || value === "whatsapp" ? value : undefined;
}
