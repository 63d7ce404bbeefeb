import type { Transaction } from "kysely";
import type { ChatRow } from "../database/chats.ts";
import { insertMessages, type NewMessage, PRIORITY } from "../database/outbox.ts";
import type { Database } from "../database/schema.ts";
import type { UserRow } from "../database/users.ts";
import type { ChatId, LinkCodeId, MergeId } from "../ids.ts";
import { type Choice, type Intent, type Link, label } from "../intents.ts";
import type { Locale, Platform } from "../messages.ts";
import { type Press, toData } from "../presses.ts";

export interface Code {
  id: LinkCodeId;
  code: string;
  /** The messenger where it is to be typed. */
  askedIn: Platform;
  locale: Locale | null;
  zone?: string | null;
}

/** The code, for a chat where its address is known: worth nothing but in the chat that asked. */
export function codeArrived({ id, code, askedIn, locale, zone }: Code): Intent {
  const spaced = spaceCode(code);
  return {
    text: "link-code-arrived",
    params: {
      code: spaced,
      messenger: label(`messenger-${askedIn}`),
      link: { type: "link", link: typing(code, askedIn) },
    },
    ...(locale !== null && { locale }),
    ...(zone && { zone }),
    choices: [
      [typeThere(code, askedIn)],
      [
        { type: "copy", label: label("button-copy-code"), text: code },
        button("button-not-me", { verb: "not-me", linkCodeId: id }),
      ],
    ],
  };
}

/** The code, for the mailbox itself. */
export function codeMail({ code, askedIn, locale }: Omit<Code, "id" | "zone">): Intent {
  return {
    text: "link-code-mail",
    params: {
      code: spaceCode(code),
      messenger: label(`messenger-${askedIn}`),
      link: { type: "link", link: typing(code, askedIn) },
    },
    ...(locale !== null && { locale }),
    choices: [[typeThere(code, askedIn)]],
  };
}

/**
 * Tells every chat of a person, but the one that asked, that they are one now, and how to undo it.
 * A chat that was held up by the e-mail it gave is told that it can go on.
 */
export async function tellLinked(
  trx: Transaction<Database>,
  { chats, users }: { chats: ChatRow[]; users: UserRow[] },
  { mergeId, askedIn, now }: { mergeId: MergeId; askedIn: ChatId; now: Date },
): Promise<void> {
  const asking = chats.find(({ id }) => id === askedIn);
  const told = chats.filter((chat) => chat.id !== askedIn && isReachable(chat));
  const messages = told.map((chat) => {
    const { platform } = chat;
    const other = label(`messenger-${asking?.platform ?? platform}`);
    const waits = chat.currentState === "PROVING_EMAIL";
    const first = waits
      ? button("button-go-on", { verb: "go-on" })
      : button("button-always-here", { verb: "prefer", platform });
    const choices = [[first, button("button-undo", { verb: "undo-merge", mergeId })]];
    const text = waits ? "linked-there-go-on" : "linked-there";
    const intent = { text, params: { other }, ...voiceOf(chat, users), choices };
    return toNotice(chat.id, intent, { kind: "linked", about: mergeId, now });
  });
  await insertMessages(trx, messages);
}

/** Tells the chats on both sides, but the one that asked, that they are apart again. */
export async function tellUnlinked(
  trx: Transaction<Database>,
  { chats, users }: { chats: ChatRow[]; users: UserRow[] },
  { mergeId, askedIn, now }: { mergeId: MergeId; askedIn: ChatId; now: Date },
): Promise<void> {
  const told = chats.filter((chat) => chat.id !== askedIn && isReachable(chat));
  const choices = [[button("button-my", { verb: "my" }), button("button-all-events", { verb: "events" })]];
  const messages = told.map((chat) => {
    const intent = { text: "merge-undone", params: {}, ...voiceOf(chat, users), choices };
    return toNotice(chat.id, intent, { kind: "unlinked", about: mergeId, now });
  });
  await insertMessages(trx, messages);
}

function toNotice(
  chatId: ChatId,
  intent: Intent,
  { kind, about, now }: { kind: string; about: MergeId; now: Date },
): NewMessage {
  return { to: { chatId }, kind, intent, dedupeKey: `${kind}:${about}:${chatId}`, priority: PRIORITY.notice, now };
}

/** The language of the chat's own talk, else of its person. */
function voiceOf({ userId, stateData }: ChatRow, users: UserRow[]): Pick<Intent, "locale" | "zone"> {
  const user = users.find(({ id }) => id === userId);
  const talk = "locale" in stateData && isLocale(stateData.locale) ? stateData.locale : undefined;
  const zone = user?.timeZone;
  const locale = talk ?? user?.locale;
  return { ...(locale && { locale }), ...(zone && { zone }) };
}

function isLocale(value: unknown): value is Locale {
  return value === "en" || value === "ru";
}

function isReachable({ telegramId, whatsappUserId, whatsappPhone, blockedAt }: ChatRow): boolean {
  return blockedAt === null && (telegramId !== null || whatsappUserId !== null || whatsappPhone !== null);
}

function typeThere(code: string, platform: Platform): Choice {
  return { type: "url", label: label(`button-send-code-${platform}`), link: typing(code, platform) };
}

/** Opens our chat there with the code as good as typed. */
function typing(code: string, platform: Platform): Link {
  return platform === "whatsapp" ? { to: "whatsapp", text: code } : { to: "telegram", start: `code_${code}` };
}

function spaceCode(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

function button(key: string, press: Press): Choice {
  return { type: "press", label: label(key), data: toData(press) };
}
