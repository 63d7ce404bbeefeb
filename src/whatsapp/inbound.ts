import type { Content, InboundMessage, WhatsappAddress } from "../messages.ts";
import { type Card, findSender, isAtAll, readAddress } from "./address.ts";
import { type Fields, fieldsOf, idOf, textOf } from "./json.ts";

// Nothing anybody waits for an answer to: a heart on a message, a message taken back, a chat opened and not written in.
const SILENT = new Set(["reaction", "revoke", "request_welcome"]);
const CHANGES = new Set(["user_changed_number", "user_changed_user_id", "customer_changed_number"]);

/** Reads one message of a batch; undefined for what needs no answer, or has no id or sender to answer by. */
export function readMessage(item: unknown, cards: Card[], now: Date): InboundMessage | undefined {
  const message = fieldsOf(item);
  const updateKey = textOf(message.id);
  // We are in no groups; if somebody puts us into one, what is said there is not said to us.
  if (!updateKey || message.group_id !== undefined) return undefined;
  const sender = findSender(message, cards);
  const said =
    message.type === "system" ? readMove(message) : { address: sender.address, content: readContent(message) };
  if (!said?.content || !isAtAll(said.address)) return undefined;
  return {
    address: said.address,
    updateKey,
    updateNumber: undefined,
    sentAt: readMoment(message.timestamp, now),
    profileName: sender.name,
    languageCode: undefined,
    content: said.content,
  };
}

/** Seconds since 1970, as a text. A moment that is missing or still to come is taken for now. */
export function readMoment(value: unknown, now: Date): Date {
  const seconds = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  return seconds > 0 && seconds * 1000 <= now.getTime() ? new Date(seconds * 1000) : now;
}

function readContent(message: Fields): Content | undefined {
  const kind = textOf(message.type)?.slice(0, 40) ?? "unknown";
  if (SILENT.has(kind)) return undefined;
  if (kind === "edit") return { type: "edited" };
  if (kind === "text") {
    const text = textOf(fieldsOf(message.text).body);
    if (text) return { type: "text", text };
  }
  if (kind === "location") return readPlace(fieldsOf(message.location)) ?? { type: "unsupported", kind };
  if (kind === "image") return { type: "picture", fileId: undefined, album: undefined };
  if (kind === "interactive") return readInteractive(message);
  if (kind === "button") return readTemplateButton(message);
  return { type: "unsupported", kind };
}

/** A point on the map; one that was chosen from a list there has a name and an address, too. */
function readPlace({ latitude, longitude, name, address }: Fields): Content | undefined {
  if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) return undefined;
  const words = [name, address].flatMap((part) => textOf(part) ?? []).join(", ");
  return { type: "place", latitude, longitude, name: words || undefined };
}

function isDegrees(value: unknown, most: number): value is number {
  return typeof value === "number" && Math.abs(value) <= most;
}

function readInteractive(message: Fields): Content {
  const { button_reply, list_reply, type } = fieldsOf(message.interactive);
  const data = textOf(fieldsOf(button_reply).id) ?? textOf(fieldsOf(list_reply).id);
  if (data) return toPress(data, message);
  return { type: "unsupported", kind: textOf(type)?.slice(0, 40) ?? "interactive" };
}

function readTemplateButton(message: Fields): Content {
  const { payload, text } = fieldsOf(message.button);
  const data = textOf(payload);
  const words = textOf(text);
  // A button that was given nothing to say says its own words.
  if (data && data !== words) return toPress(data, message);
  return words ? { type: "text", text: words } : { type: "unsupported", kind: "button" };
}

function toPress(data: string, message: Fields): Content {
  return { type: "press", data, messageId: idOf(fieldsOf(message.context).id) };
}

/** "This account goes on under another id or number": `from` is the old number, the rest is the new. */
function readMove(message: Fields): { address: WhatsappAddress; content: Content } | undefined {
  const system = fieldsOf(message.system);
  if (!CHANGES.has(textOf(system.type) ?? "")) return undefined;
  const address = readAddress({ id: system.user_id, phone: system.wa_id ?? system.new_wa_id });
  const old = readAddress({ id: system.previous_user_id, phone: message.from });
  const previous: WhatsappAddress = {
    platform: "whatsapp",
    userId: old.userId === address.userId ? undefined : old.userId,
    phone: old.phone === address.phone ? undefined : old.phone,
  };
  // A number alone does not say whose id it was: it may be another person's by now.
  if (system.type === "user_changed_user_id" && !previous.userId) return undefined;
  return isAtAll(previous) ? { address, content: { type: "moved", previous } } : undefined;
}
