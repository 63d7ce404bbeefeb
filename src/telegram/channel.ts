import { type Api, InputFile } from "grammy";
import type { TelegramConfig } from "../config.ts";
import type { Intent } from "../intents.ts";
import type { Logger } from "../logger.ts";
import type { Platform } from "../messages.ts";
import type { Channel, Delivery, OutgoingMessage } from "../outbox/channel.ts";
import type { Worded } from "../texts/worded.ts";
import { drawQr } from "../tickets/qr.ts";
import { type Connect, createConnect } from "./api.ts";
import { chooseRemedy, classifyFailure, isBrokenMarkup } from "./classify.ts";
import { chooseForm, type Form, renderAs, type TelegramCall, toMessageId } from "./render.ts";

interface Deps {
  config: TelegramConfig;
  word: (intent: Intent, platform: Platform) => Worded;
  log: Logger;
  /** For all the calls that one message takes. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
// Write over the text, over the caption, anew, anew without markup.
const MAX_CALLS = 4;

/** Sends to Telegram, and finds another form of the same words when Telegram refuses the first. */
export function createTelegramChannel({ config, word, log, timeoutMs = TIMEOUT_MS }: Deps): Channel {
  const connect = createConnect(config);

  async function send({ id, to, intent }: OutgoingMessage): Promise<Delivery> {
    if (to.platform !== "telegram") return { type: "refused", reason: "rejected", detail: "not a Telegram address" };
    const said = await say(connect, {
      worded: word(intent, "telegram"),
      intent,
      chatId: to.telegramId,
      deadline: performance.now() + timeoutMs,
      onBrokenMarkup: () => log.error({ outboxId: id }, "Telegram refused our markup, trying as plain text"),
    });
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
}

async function say(connect: Connect, { worded, intent, chatId, deadline, onBrokenMarkup }: Saying): Promise<Delivery> {
  let form: Form = chooseForm(worded, intent, chatId);
  for (let calls = 1; ; calls++) {
    const left = deadline - performance.now();
    if (left <= 0) return { type: "retry", afterMs: undefined, scope: "chat", unknown: false, reason: "out of time" };
    try {
      return { type: "sent", providerMessageId: String(await perform(connect(left), renderAs(form, worded))) };
    } catch (error) {
      if (isBrokenMarkup(error)) onBrokenMarkup();
      const remedy = calls < MAX_CALLS ? chooseRemedy(form, error) : undefined;
      if (!remedy) return asEdited(form, classifyFailure(error));
      form = remedy;
    }
  }
}

/** Makes the call and gives the id of the message that now stands. */
async function perform({ raw }: Api, call: TelegramCall): Promise<number> {
  switch (call.method) {
    case "sendMessage":
      return (await raw.sendMessage(call.payload)).message_id;
    case "sendPhoto": {
      const photo = new InputFile(await drawQr(call.qr), "ticket.png");
      return (await raw.sendPhoto({ ...call.payload, photo })).message_id;
    }
    case "editMessageText":
      await raw.editMessageText(call.payload);
      return call.payload.message_id;
    case "editMessageCaption":
      await raw.editMessageCaption(call.payload);
      return call.payload.message_id;
  }
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
