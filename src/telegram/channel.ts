import type { Api } from "grammy";
import type { TelegramConfig } from "../config.ts";
import type { Intent } from "../intents.ts";
import type { Logger } from "../logger.ts";
import type { Platform } from "../messages.ts";
import type { Attach, Attachment, Channel, Delivery, OutgoingMessage } from "../outbox/channel.ts";
import type { Worded } from "../texts/worded.ts";
import { drawQr } from "../tickets/qr.ts";
import { type Connect, createConnect, Upload } from "./api.ts";
import { chooseRemedy, classifyFailure, isBrokenMarkup } from "./classify.ts";
import {
  chooseFileForm,
  chooseForm,
  type Form,
  fitsBelow,
  renderAs,
  type TelegramCall,
  toMessageId,
} from "./render.ts";

interface Deps {
  config: TelegramConfig;
  word: (intent: Intent, platform: Platform) => Worded;
  attach: Attach;
  log: Logger;
  /** For all the calls that one message takes. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
// Write over the text, over the caption, anew, anew without markup. As a picture, as a document, words alone, without markup.
const MAX_CALLS = 4;

/** Sends to Telegram, and finds another form of the same words when Telegram refuses the first. */
export function createTelegramChannel({ config, word, attach, log, timeoutMs = TIMEOUT_MS }: Deps): Channel {
  const connect = createConnect(config);

  async function send({ id, to, intent }: OutgoingMessage): Promise<Delivery> {
    if (to.platform !== "telegram") return { type: "refused", reason: "rejected", detail: "not a Telegram address" };
    const saying = {
      worded: word(intent, "telegram"),
      intent,
      chatId: to.telegramId,
      deadline: performance.now() + timeoutMs,
      onBrokenMarkup: () => log.error({ outboxId: id }, "Telegram refused our markup, trying as plain text"),
      onRefusedFile: () => log.warn({ outboxId: id }, "Telegram refused a file, its words go alone"),
    };
    const file = intent.file && (await attach(intent.file, saying.worded.locale));
    const said = await (file ? sayWithFile(connect, saying, file) : say(connect, saying));
    if (said.type === "sent") {
      // Not waited for: the message is out, and old buttons answer with the present facts anyway.
      void retireButtons(connect(timeoutMs), { chatId: to.telegramId, intent, sent: said.providerMessageId });
    }
    return said;
  }

  return {
    name: "telegram",
    send: (message) =>
      send(message).catch((error: unknown) => {
        log.error({ outboxId: message.id, fault: toFault(error) }, "message could not be drawn for Telegram");
        return classifyFailure(error);
      }),
  };
}

interface Saying {
  worded: Worded;
  intent: Intent;
  chatId: number;
  deadline: number;
  onBrokenMarkup: () => void;
  onRefusedFile: () => void;
}

/** Words that have no room below their file follow it, with the buttons: those stay the last thing seen. */
async function sayWithFile(connect: Connect, saying: Saying, file: Attachment): Promise<Delivery> {
  const { worded, chatId } = saying;
  const form = chooseFileForm(file, chatId);
  if (fitsBelow(worded)) return say(connect, saying, form);
  const alone = await say(connect, { ...saying, worded: { ...worded, body: [], rows: [] } }, form);
  if (alone.type === "refused") saying.onRefusedFile();
  else if (alone.type !== "sent") return alone;
  return say(connect, saying, { type: "message", chatId, plain: false });
}

async function say(
  connect: Connect,
  { worded, intent, chatId, deadline, onBrokenMarkup }: Saying,
  first: Form = chooseForm(worded, intent, chatId),
): Promise<Delivery> {
  let form = first;
  for (let calls = 1; ; calls++) {
    const left = deadline - performance.now();
    if (left <= 0) return { type: "retry", afterMs: undefined, scope: "chat", unknown: false, reason: "out of time" };
    try {
      return { type: "sent", providerMessageId: String(await perform(connect(left), renderAs(form, worded))) };
    } catch (error) {
      if (isBrokenMarkup(error)) onBrokenMarkup();
      const remedy = calls < MAX_CALLS ? chooseRemedy(form, error) : undefined;
      const isMute = remedy?.type === "message" && worded.body.length === 0;
      if (!remedy || isMute) return asEdited(form, classifyFailure(error));
      form = remedy;
    }
  }
}

/** Makes the call and gives the id of the message that now stands. */
async function perform({ raw }: Api, call: TelegramCall): Promise<number> {
  switch (call.method) {
    case "sendMessage":
      return (await raw.sendMessage(call.payload)).message_id;
    case "sendPhoto":
      return (await raw.sendPhoto({ ...call.payload, photo: toPhoto(call) })).message_id;
    case "sendDocument":
      return (await raw.sendDocument({ ...call.payload, document: new Upload(call.file) })).message_id;
    case "editMessageText":
      await raw.editMessageText(call.payload);
      return call.payload.message_id;
    case "editMessageCaption":
      await raw.editMessageCaption(call.payload);
      return call.payload.message_id;
  }
}

function toPhoto(call: Extract<TelegramCall, { method: "sendPhoto" }>): Upload | string {
  if ("qr" in call) return new Upload({ name: "ticket.png", mime: "image/png", bytes: drawQr(call.qr) });
  return "file" in call ? new Upload(call.file) : call.payload.photo;
}

/** A message that already reads so counts as sent: it is the one that stands. */
function asEdited(form: Form, delivery: Delivery): Delivery {
  if (delivery.type !== "sent" || !("messageId" in form)) return delivery;
  return { type: "sent", providerMessageId: String(form.messageId) };
}

/** Takes the buttons off the message whose question is answered, and off one that was to be written over and was not. */
async function retireButtons(
  { raw }: Api,
  { chatId, intent, sent }: { chatId: number; intent: Intent; sent: string | undefined },
): Promise<void> {
  const stale = [intent.retires, intent.edits].filter((id) => id !== sent).map(toMessageId);
  const calls = [...new Set(stale)].map(
    async (id) => id && raw.editMessageReplyMarkup({ chat_id: chatId, message_id: id }),
  );
  await Promise.allSettled(calls);
}

function toFault(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
