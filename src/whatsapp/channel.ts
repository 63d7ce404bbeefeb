import type { Clock } from "../clock.ts";
import type { WhatsappConfig } from "../config.ts";
import type { Logger } from "../logger.ts";
import { WHATSAPP_WINDOW_MS } from "../messages.ts";
import type { Attach, Channel, Delivery, FetchPicture, OutgoingMessage } from "../outbox/channel.ts";
import { classifyFailure } from "./classify.ts";
import { createConnect } from "./graph.ts";
import type { OnNotice } from "./notices.ts";
import { createPictures } from "./pictures.ts";
import { sayWithFile } from "./saying.ts";
import type { Word } from "./templates.ts";

interface Deps {
  config: WhatsappConfig;
  word: Word;
  attach: Attach;
  fetchPicture: FetchPicture;
  clock: Clock;
  log: Logger;
  /** Told of templates that Meta does not take. */
  onNotice?: OnNotice | undefined;
  /** For all the calls that one message takes. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/**
 * Sends to WhatsApp: within 24 hours of the person's last message in our own words, after them by an approved template.
 * Where there is no template for a text it calls nobody, and says so.
 */
export function createWhatsappChannel(deps: Deps): Channel {
  const { config, word, attach, fetchPicture, clock, log, onNotice, timeoutMs = TIMEOUT_MS } = deps;
  const connect = createConnect(config);
  const pictures = createPictures({ phoneNumberId: config.phoneNumberId, clock, fetchPicture });

  async function send({ id, to, intent, lastInboundAt }: OutgoingMessage): Promise<Delivery> {
    if (to.platform !== "whatsapp") return { type: "refused", reason: "rejected", detail: "not a WhatsApp address" };
    const as = isWindowOpen(lastInboundAt, clock.now()) ? "words" : "template";
    const client = connect(timeoutMs);
    const worded = word(intent, "whatsapp");
    const file = intent.file && as === "words" ? await attach(intent.file, worded.locale) : undefined;
    const message = { id, to, intent, worded, file };
    return sayWithFile({ client, pictures, phoneNumberId: config.phoneNumberId, ...message, word, log, onNotice }, as);
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
  return lastInboundAt !== undefined && now.getTime() - lastInboundAt.getTime() < WHATSAPP_WINDOW_MS;
}
