import type { Message, Update } from "grammy/types";
import type { Content, InboundMessage } from "../messages.ts";
import { isForBot, stripBotName } from "./command.ts";
import { type Shape, toInteger, toMoment, toShape, toText } from "./shape.ts";

/** What an update cannot tell by itself. */
interface Reading {
  /** For presses, which carry no moment of their own. */
  now: Date;
  /** The bot's name without the @; undefined until Telegram has told it. */
  botName: string | undefined;
}

type Told = Omit<InboundMessage, "updateKey" | "updateNumber">;

/** Sent by people, and not words. The special ones first: an animation is told as a document, too. */
const UNREADABLE = [
  "animation",
  "sticker",
  "voice",
  "video_note",
  "video",
  "audio",
  "live_photo",
  "photo",
  "document",
  "venue",
  "location",
  "contact",
  "poll",
  "dice",
  "story",
  "checklist",
  "paid_media",
  "game",
  "rich_message",
  "invoice",
  "giveaway",
] as const satisfies (keyof Message)[];

/**
 * Reads one update; undefined if there is nothing in it for us, or it is no update at all.
 *
 * Total: whatever JSON comes, it never throws. Only what is used is looked at, since this runs for every update.
 */
export function parseUpdate(json: unknown, reading: Reading): InboundMessage | undefined {
  const update = toShape(json);
  const updateNumber = toInteger(update?.update_id);
  if (!update || updateNumber === undefined) return undefined;
  const told = readUpdate(update, reading);
  return told && { ...told, updateKey: String(updateNumber), updateNumber };
}

/** The id of the press that an update brings: every one must be answered, or its button stays in progress. */
export function findPressId(json: unknown): string | undefined {
  return toText(part(toShape(json), "callback_query")?.id);
}

function readUpdate(update: Shape, { now, botName }: Reading): Told | undefined {
  const message = part(update, "message");
  if (message) return readMessage(message, botName);
  const edited = part(update, "edited_message");
  if (edited) return readEdit(edited);
  const press = part(update, "callback_query");
  if (press) return readPress(press, now);
  const membership = part(update, "my_chat_member");
  return membership && readMembership(membership);
}

function part(shape: Shape | undefined, key: keyof Update | keyof Message | "new_chat_member" | "old_chat_member") {
  return toShape(shape?.[key]);
}

function readMessage(message: Shape, botName: string | undefined): Told | undefined {
  const text = toText(message.text);
  if (isGroup(message)) {
    const words = text ?? toText(message.caption);
    return words !== undefined && isForBot(words, botName) ? tell(message, { type: "group" }) : undefined;
  }
  if (!isPrivate(message)) return undefined;
  if (text !== undefined) return tell(message, { type: "text", text: stripBotName(text) });
  const seen = readPlace(message) ?? readPicture(message);
  if (seen) return tell(message, seen);
  const kind = UNREADABLE.find((name) => Object.hasOwn(message, name));
  return kind && tell(message, { type: "unsupported", kind });
}

/** A point on the map; a venue has a name and an address, too. */
function readPlace(message: Shape): Content | undefined {
  const venue = part(message, "venue");
  const point = part(venue, "location") ?? part(message, "location");
  const { latitude, longitude } = point ?? {};
  if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) return undefined;
  const name = [venue?.title, venue?.address].flatMap((words) => toText(words) ?? []).join(", ");
  return { type: "place", latitude, longitude, name: toText(name) };
}

/** Telegram tells of a photo in several sizes, the largest last. */
function readPicture(message: Shape): Content | undefined {
  const sizes = Array.isArray(message.photo) ? message.photo : [];
  const fileId = toText(toShape(sizes.at(-1))?.file_id);
  return fileId === undefined ? undefined : { type: "picture", fileId, album: toText(message.media_group_id) };
}

function isDegrees(value: unknown, most: number): value is number {
  return typeof value === "number" && Math.abs(value) <= most;
}

/** A live location is told as edits of a message, one every few seconds: only changed words count. */
function readEdit(message: Shape): Told | undefined {
  const words = toText(message.text) ?? toText(message.caption);
  if (words === undefined || !isPrivate(message)) return undefined;
  return tell(message, { type: "edited" });
}

function readPress(press: Shape, now: Date): Told | undefined {
  const data = toText(press.data);
  const message = part(press, "message");
  const from = part(press, "from");
  const telegramId = toInteger(from?.id);
  if (!from || data === undefined || telegramId === undefined || from.is_bot === true) return undefined;
  // We put no buttons into groups. A very old message may be missing; the press still comes from the person's own chat.
  if (message && !isPrivate(message)) return undefined;
  const messageId = toInteger(message?.message_id)?.toString();
  const address = { platform: "telegram", telegramId } as const;
  return { address, sentAt: now, ...readPerson(from), content: { type: "press", data, messageId } };
}

function readMembership(membership: Shape): Told | undefined {
  const before = part(membership, "old_chat_member")?.status;
  const after = part(membership, "new_chat_member")?.status;
  if (isPrivate(membership)) {
    if (after !== "kicked" && after !== "member") return undefined;
    return tell(membership, { type: "reachability", blocked: after === "kicked" });
  }
  const added = (before === "left" || before === "kicked") && (after === "member" || after === "administrator");
  return added && isGroup(membership) ? tell(membership, { type: "group" }) : undefined;
}

/** What messages, edits and memberships have in common: a chat, a person, a moment. */
function tell(source: Shape, content: Content): Told | undefined {
  const telegramId = toInteger(part(source, "chat")?.id);
  const sentAt = toMoment(source.edit_date ?? source.date);
  const from = part(source, "from");
  if (telegramId === undefined || !sentAt || !from || from.is_bot === true) return undefined;
  return { address: { platform: "telegram", telegramId }, sentAt, ...readPerson(from), content };
}

function readPerson(from: Shape): Pick<Told, "profileName" | "languageCode"> {
  const name = [from.first_name, from.last_name].flatMap((part) => toText(part) ?? []).join(" ");
  return { profileName: toText(name.trim()), languageCode: toText(from.language_code) };
}

function isPrivate(source: Shape): boolean {
  return part(source, "chat")?.type === "private";
}

/** Not channels: there, everything we say would be read by all. */
function isGroup(source: Shape): boolean {
  const type = part(source, "chat")?.type;
  return type === "group" || type === "supergroup";
}
