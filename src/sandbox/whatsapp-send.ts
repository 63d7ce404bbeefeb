import type { SandboxCredentials } from "./credentials.ts";
import { graphRefusal } from "./refusal.ts";
import { type Shape, toShape, toText } from "./shape.ts";
import { missing, wrong } from "./whatsapp-limits.ts";
import { findMedia } from "./whatsapp-media.ts";
import { parseFreeForm } from "./whatsapp-message.ts";
import { findRecipient, type Recipient, requireWindow } from "./whatsapp-recipient.ts";
import { newWamid } from "./whatsapp-shapes.ts";
import type { Statuses } from "./whatsapp-statuses.ts";
import { useTemplate } from "./whatsapp-templates.ts";
import type { World } from "./world.ts";

export interface WhatsappRoom {
  world: World;
  credentials: SandboxCredentials;
  statuses: Statuses;
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
  const message = room.world.addMessage(recipient.thread, { ...drawn, id: newWamid(), status: "sent" });
  room.statuses.tell(recipient.person, message, echo);
  const { phone } = recipient.person.whatsapp;
  return {
    messaging_product: "whatsapp",
    contacts: [{ input: recipient.input, ...(body.to !== undefined && { wa_id: phone }) }],
    messages: [{ id: message.id, message_status: "accepted" }],
  };
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
