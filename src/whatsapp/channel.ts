import type { Clock } from "../clock.ts";
import type { WhatsappConfig } from "../config.ts";
import type { Logger } from "../logger.ts";
import type { Channel, Delivery, OutgoingMessage } from "../outbox/channel.ts";
import { classifyFailure } from "./classify.ts";
import { createConnect } from "./graph.ts";
import type { OnNotice } from "./notices.ts";
import { createPictures } from "./pictures.ts";
import { say } from "./saying.ts";
import type { Word } from "./templates.ts";

interface Deps {
  config: WhatsappConfig;
  word: Word;
  clock: Clock;
  log: Logger;
  /** Told of templates that Meta does not take. */
  onNotice?: OnNotice | undefined;
  /** For all the calls that one message takes. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const WINDOW_MS = 24 * 60 * 60_000;
/** Our clock and Meta's differ, and the message takes its time. */
const MARGIN_MS = 15 * 60_000;

/**
 * Sends to WhatsApp: within 24 hours of the person's last message in our own words, after them by an approved template.
 * Where there is no template for a text it calls nobody, and says so.
 */
export function createWhatsappChannel({ config, word, clock, log, onNotice, timeoutMs = TIMEOUT_MS }: Deps): Channel {
  const connect = createConnect(config);
  const pictures = createPictures({ phoneNumberId: config.phoneNumberId, clock });

  async function send({ id, to, intent, lastInboundAt }: OutgoingMessage): Promise<Delivery> {
    if (to.platform !== "whatsapp") return { type: "refused", reason: "rejected", detail: "not a WhatsApp address" };
    const as = isWindowOpen(lastInboundAt, clock.now()) ? "words" : "template";
    const client = connect(timeoutMs);
    const message = { id, to, intent, worded: word(intent, "whatsapp") };
    return say({ client, pictures, phoneNumberId: config.phoneNumberId, ...message, word, log, onNotice }, as);
  }

  return {
    name: "whatsapp",
    opens: ({ lastInboundAt }) => !isWindowOpen(lastInboundAt, clock.now()),
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
