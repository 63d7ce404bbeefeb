import { randomUUID } from "node:crypto";
import { hashUpdateKey } from "../database/inbox.ts";
import type { StepRow } from "../database/steps.ts";
import type { Input, Speaker } from "../dialogue/input.ts";
import { STATE_SCHEMA } from "../dialogue/state.ts";
import type { Step } from "../dialogue/step.ts";
import { newId, type UserId } from "../ids.ts";
import type { Actor, InboundMessage } from "../messages.ts";
import type { Conversation } from "./conversation.ts";
import type { Deps } from "./deps.ts";

/** One update and the conversation it belongs to: what a step is made from. */
export interface Turn {
  conversation: Conversation;
  message: InboundMessage;
  speaker: Speaker;
  now: Date;
  /** The same in real time, of `performance.now()`. */
  startedAt: number;
}

export function toTurn(deps: Deps, conversation: Conversation, message: InboundMessage): Turn {
  const { address, languageCode } = message;
  const profileName = message.profileName && storable(message.profileName);
  const speaker = { platform: address.platform, profileName, languageCode, defaultLocale: deps.locale };
  return { conversation, message, speaker, now: deps.clock.now(), startedAt: performance.now() };
}

/** The step as it is committed; `expected` undefined when this transaction holds the chat. */
export function toRow({ conversation, message, now }: Turn, step: Step, expected: number | undefined): StepRow {
  const { state: standing, ...kept } = step.snapshot;
  const { type: state, ...rest } = standing;
  return {
    chatId: conversation.chatId,
    address: message.address,
    expected,
    updateKey: hashUpdateKey(message.updateKey),
    sentAt: afterFarewell(conversation, message.sentAt),
    now,
    state,
    data: { ...rest, ...kept },
    schema: STATE_SCHEMA,
    reply: step.reply && { id: newId(), intent: step.reply },
    leaseToken: randomUUID(),
  };
}

/** Whoever writes in the second of their farewell, since only whole seconds are told, has begun anew after it. */
function afterFarewell({ forgotten }: Conversation, sentAt: Date): Date {
  const earliest = forgotten ? Date.parse(forgotten.at) + 1 : 0;
  return sentAt.getTime() < earliest ? new Date(earliest) : sentAt;
}

/** What a turn takes from the deployment. */
export type Setting = Pick<Deps, "locale"> & { desk: Pick<Deps["desk"], "adminChatId"> };

/** Who acts, for the services. */
export function toActor(
  { locale: usual, desk }: Setting,
  { conversation, message, speaker }: Turn,
  { step, userId }: { step: Step; userId: UserId | undefined },
): Actor {
  const { locale, zone } = step.snapshot;
  const { address } = message;
  return {
    chatId: conversation.chatId,
    userId,
    platform: speaker.platform,
    locale: locale ?? usual,
    zone,
    profileName: speaker.profileName,
    isAdmin: address.platform === "telegram" && address.telegramId === desk.adminChatId,
  };
}

/** What the dialogue hears. */
export function toInput({ content }: InboundMessage): Input {
  switch (content.type) {
    case "text":
      return { type: "text", text: storable(content.text) };
    case "press":
      return { type: "press", data: storable(content.data), messageId: content.messageId };
    case "edited":
    case "group":
    case "unsupported":
      return content;
    case "picture": {
      const { fileId, album } = content;
      return { ...content, fileId: fileId && storable(fileId), album: album && storable(album) };
    }
    case "place":
      return content.name === undefined ? content : { ...content, name: storable(content.name) };
    case "reachability":
    case "moved":
      throw new Error(`${content.type} is no turn of a conversation`);
  }
}

/** Postgres keeps neither zero bytes nor halves of surrogate pairs. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "");
}
