import type { SandboxCredentials } from "./credentials.ts";
import { graphRefusal } from "./refusal.ts";
import type { Sends } from "./sends.ts";
import { type Shape, toShape, toText } from "./shape.ts";
import { missing, wrong } from "./whatsapp-limits.ts";
import { findMedia } from "./whatsapp-media.ts";
import { parseFreeForm } from "./whatsapp-message.ts";
import type { WhatsappLimits } from "./whatsapp-rate-limits.ts";
import { findRecipient, isWindowOpen, type Recipient, requireWindow } from "./whatsapp-recipient.ts";
import { newWamid } from "./whatsapp-shapes.ts";
import type { Statuses } from "./whatsapp-statuses.ts";
import { useTemplate } from "./whatsapp-templates.ts";
import type { World } from "./world.ts";

export interface WhatsappRoom {
  world: World;
  credentials: SandboxCredentials;
  statuses: Statuses;
  limits: WhatsappLimits;
  sends: Sends;
  /** Where the app's webhooks are brought. */
  callbackUrl(): string | undefined;
}

const MOST_ECHO_BYTES = 512;

/** Sends a message, or marks one as read: Graph has one address for both. @throws GraphRefusal */
export function postMessage(body: Shape, room: WhatsappRoom): object {
  if (body.messaging_product !== "whatsapp") throw missing("messaging_product");
  if (body.status !== undefined) return markRead(body, room.world);
  const echo = toText(body.biz_opaque_callback_data);
  if (Buffer.byteLength(echo ?? "") > MOST_ECHO_BYTES) throw wrong("biz_opaque_callback_data length invalid");
  const recipient = findRecipient(body, room.world);
  const drawn = draw(body, recipient, room.world);
  requirePace(recipient, room);
  const message = room.world.addMessage(recipient.thread, { ...drawn, id: newWamid(recipient.person), status: "sent" });
  room.statuses.tell(recipient.person, message, { echo, code: findFailure(recipient, room) });
  const { phone } = recipient.person.whatsapp;
  return {
    messaging_product: "whatsapp",
    contacts: [{ input: recipient.input, ...(body.to !== undefined && { wa_id: phone }) }],
    messages: [{ id: message.id, message_status: "accepted" }],
  };
}

const TOO_FAST = {
  130429:
    "Message failed to send because there were too many messages sent from this phone number in a short period of time.",
  131056:
    "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.",
};

/** @throws GraphRefusal */
function requirePace({ person }: Recipient, { limits }: WhatsappRoom): void {
  const code = limits.meet(person.name);
  if (code !== undefined) throw graphRefusal(code, TOO_FAST[code], 429);
}

/**
 * The code with which an accepted message fails later, if it does.
 *
 * @NOTE Meta documents no code for one person too many in a day. It is taken to be that of restricted sending, told
 * like most of its refusals by a failed status.
 */
function findFailure(recipient: Recipient, { world, limits }: WhatsappRoom): number | undefined {
  if (isWindowOpen(recipient, world) || limits.opens(recipient.person.name)) return undefined;
  return 131048;
}

/** What the message says is checked before whether it may be said freely now. */
function draw(body: Shape, recipient: Recipient, world: World) {
  if (body.type === "template") return useTemplate(world, toShape(body.template) ?? {});
  const drawn = parseFreeForm(body, (given, type) => findMedia(world, given, type));
  requireWindow(recipient, world);
  return drawn;
}

/** All up to this one become read; the dots show until the answer comes. */
function markRead(body: Shape, world: World): object {
  if (body.status !== "read") throw wrong("status must be read");
  const id = toText(body.message_id) ?? "";
  const thread = Object.values(world.state.threads).find(
    ({ platform, messages }) =>
      platform === "whatsapp" && messages.some((one) => one.id === id && one.author === "person"),
  );
  if (!thread) throw graphRefusal(131009, "Invalid message ID.");
  for (const message of thread.messages) {
    if (message.author === "person") world.changeMessage(thread, message, { status: "read", words: false });
    if (message.id === id) break;
  }
  if (body.typing_indicator !== undefined) world.happenings.emit({ type: "typing", thread });
  return { success: true };
}
