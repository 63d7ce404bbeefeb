import type { Config } from "../config.ts";
import type { Intent } from "../intents.ts";
import type { Channel, Delivery, OutgoingMessage } from "../outbox/channel.ts";
import type { Worded } from "../texts/worded.ts";
import { drawQr } from "../tickets/qr.ts";
import { classifyMailFailure } from "./classify.ts";
import { PICTURE_ID, renderLetter } from "./letter.ts";

interface Deps {
  smtp: NonNullable<Config["smtp"]>;
  word: (intent: Intent, voice: "mail") => Worded;
  /** For a whole letter, from the connection to the server's last word. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Sends letters, one connection each: there are few of them, and none is worth keeping a connection open. */
export async function createMailChannel({ smtp, word, timeoutMs = TIMEOUT_MS }: Deps): Promise<Channel> {
  const { createTransport } = await import("nodemailer"); // for those who have mail
  const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  // What people wrote is text, and never a path or an address to be read from.
  const transport = createTransport({ url: smtp.url, ...timeouts, disableFileAccess: true, disableUrlAccess: true });
  const domain = /@([\w.-]+)/.exec(smtp.from)?.[1] ?? "localhost";

  async function send({ id, to, intent }: OutgoingMessage): Promise<Delivery> {
    if (to.platform !== "mail") return { type: "refused", reason: "rejected", detail: "not a mail address" };
    const worded = word(intent, "mail");
    const letter = {
      ...renderLetter(worded, worded.locale),
      from: smtp.from,
      // As an object it is one address, whatever commas it holds.
      to: { name: "", address: to.email },
      // The same at every try, so that a letter that came twice is shown once.
      messageId: `<${id}@${domain}>`,
      headers: { "Auto-Submitted": "auto-generated" },
      attachments: worded.picture && "qr" in worded.picture ? [attachPicture(worded.picture.qr)] : [],
      signal: AbortSignal.timeout(timeoutMs),
    };
    const { messageId } = await transport.sendMail(letter);
    return { type: "sent", providerMessageId: messageId };
  }

  return { name: "mail", send: (message) => send(message).catch(classifyMailFailure) };
}

function attachPicture(qr: string) {
  const picture = { filename: "ticket.png", contentType: "image/png", contentDisposition: "inline" as const };
  return { ...picture, cid: PICTURE_ID, content: drawQr(qr) };
}
