import { GraphApiError, type WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import type { Clock } from "../clock.ts";
import type { WhatsappConfig } from "../config.ts";
import type { OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Logger } from "../logger.ts";
import type { Platform, WhatsappAddress } from "../messages.ts";
import type { Channel, Delivery, OutgoingMessage } from "../outbox/channel.ts";
import type { Worded } from "../texts/worded.ts";
import { classifyFailure, UNKNOWN_MS, UploadFailed } from "./classify.ts";
import { createConnect } from "./graph.ts";
import { fieldsOf, listOf, textOf } from "./json.ts";
import { createPictures, type Pictures } from "./pictures.ts";
import { renderWhatsapp } from "./render.ts";

interface Deps {
  config: WhatsappConfig;
  word: (intent: Intent, platform: Platform) => Worded;
  clock: Clock;
  log: Logger;
  /** For all the calls that one message takes. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const WINDOW_MS = 24 * 60 * 60_000;
/** Our clock and Meta's differ, and the message takes its time. */
const MARGIN_MS = 15 * 60_000;
// With the picture we have, with a new one, without; and once by the number instead of the id.
const MAX_CALLS = 4;
/** What Meta says when it does not like a picture, or no longer knows it. */
const PICTURE_FAULTS = new Set([100, 131009, 131052, 131053]);
const NUMBER_NEEDED = 131062;

/** Sends to WhatsApp what may be said freely; outside the 24-hour window it calls nobody and asks for a template. */
export function createWhatsappChannel({ config, word, clock, log, timeoutMs = TIMEOUT_MS }: Deps): Channel {
  const connect = createConnect(config);
  const pictures = createPictures({ phoneNumberId: config.phoneNumberId, clock });

  async function send({ id, to, intent, lastInboundAt }: OutgoingMessage): Promise<Delivery> {
    if (to.platform !== "whatsapp") return { type: "refused", reason: "rejected", detail: "not a WhatsApp address" };
    if (!isWindowOpen(lastInboundAt, clock.now())) return { type: "needs-template" };
    const client = connect(timeoutMs);
    const worded = word(intent, "whatsapp");
    return say({ client, pictures, phoneNumberId: config.phoneNumberId, id, to, worded, log });
  }

  return {
    name: "whatsapp",
    send: (message) =>
      send(message).catch((error: unknown) => {
        const fault = error instanceof Error ? error.name : "unknown";
        log.error({ outboxId: message.id, fault }, "message could not be drawn for WhatsApp");
        return classifyFailure(error);
      }),
  };
}

function isWindowOpen(lastInboundAt: Date | undefined, now: Date): boolean {
  return lastInboundAt !== undefined && now.getTime() - lastInboundAt.getTime() < WINDOW_MS - MARGIN_MS;
}

interface Saying {
  client: WhatsAppClient;
  pictures: Pictures;
  phoneNumberId: string;
  id: OutboxId;
  to: WhatsappAddress;
  worded: Worded;
  log: Logger;
}

/** How a message is tried: with which picture, and by which half of the address. */
interface Form {
  picture: "kept" | "anew" | "none";
  by: "userId" | "phone";
}

async function say(saying: Saying): Promise<Delivery> {
  const { to, worded, log, id } = saying;
  let form: Form = { picture: worded.picture ? "kept" : "none", by: to.userId ? "userId" : "phone" };
  for (let calls = 1; ; calls++) {
    try {
      return toDelivery(await perform(saying, form));
    } catch (error) {
      const remedy = calls < MAX_CALLS ? chooseRemedy(form, error, to) : undefined;
      if (!remedy) return classifyFailure(error);
      log.warn({ outboxId: id, refused: form, next: remedy }, "WhatsApp refused a form of a message, trying another");
      form = remedy;
    }
  }
}

async function perform({ client, pictures, phoneNumberId, id, to, worded }: Saying, form: Form): Promise<unknown> {
  const pictureId =
    worded.picture && form.picture !== "none"
      ? await pictures.upload(client, worded.picture.qr, { anew: form.picture === "anew" })
      : undefined;
  const payload = {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    // An id in `to` is accepted and silently dropped; where both are given the number wins, so only one is.
    ...(form.by === "userId" ? { recipient: to.userId } : { to: to.phone }),
    biz_opaque_callback_data: id,
    ...renderWhatsapp(worded, pictureId),
  };
  return client.messages.sendRaw({ phoneNumberId, payload });
}

/** The next way to say the same, after WhatsApp refused this one; undefined when there is none. */
function chooseRemedy(form: Form, error: unknown, to: WhatsappAddress): Form | undefined {
  // Words without the picture are better than silence: the text of a ticket has its code and its link.
  if (error instanceof UploadFailed) {
    return classifyFailure(error).type === "refused" ? { ...form, picture: "none" } : undefined;
  }
  if (!(error instanceof GraphApiError)) return undefined;
  if (error.code === NUMBER_NEEDED && form.by === "userId" && to.phone) return { ...form, by: "phone" };
  if (form.picture === "none" || !PICTURE_FAULTS.has(error.code)) return undefined;
  return { ...form, picture: form.picture === "kept" ? "anew" : "none" };
}

/** "Accepted", which is not "delivered": that comes later, as a status. */
function toDelivery(answer: unknown): Delivery {
  const providerMessageId = textOf(fieldsOf(listOf(fieldsOf(answer).messages)[0]).id);
  if (providerMessageId) return { type: "sent", providerMessageId };
  return { type: "retry", afterMs: UNKNOWN_MS, scope: "chat", unknown: true, reason: "an answer without a message id" };
}
