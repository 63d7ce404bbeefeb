import { randomUUID } from "node:crypto";
import type { Confirmation } from "../src/chats/confirmations.ts";
import { isRegistering } from "../src/chats/registering.ts";
import { transition } from "../src/dialogue/transition.ts";
import type { EventId } from "../src/ids.ts";
import type { Actor, InboundMessage } from "../src/messages.ts";
import { toData } from "../src/presses.ts";
import { NOW } from "./people.ts";

/** Everybody here waits for a free seat rather than have none. */
const DRAFT = { title: "Spring meet-up", name: "Anna Petrova", email: null, queue: true } as const;

/** The press of [Confirm] by somebody whose chat stands before its first step, as the dialogue hears it. */
export function confirmationOf(
  actor: Actor,
  eventId: EventId,
  {
    updateKey = randomUUID(),
    version = 0,
    name = DRAFT.name,
  }: { updateKey?: string; version?: number; name?: string } = {},
): Confirmation {
  const { chatId, platform, profileName, locale } = actor;
  const snapshot = {
    state: { type: "CONFIRMING", draft: { ...DRAFT, eventId, name } } as const,
    ...{ locale, zone: undefined, offered: [] },
  };
  const data = toData({ verb: "confirm", eventId });
  const message: InboundMessage = {
    address: { platform: "telegram", telegramId: 1 },
    ...{ updateKey, updateNumber: undefined, sentAt: NOW, profileName, languageCode: undefined },
    content: { type: "press", data, messageId: undefined },
  };
  const conversation = { chatId, version, snapshot, startedOver: false, forgotten: undefined };
  const speaker = { platform, profileName, languageCode: undefined, defaultLocale: "en" } as const;
  const step = transition(snapshot, { type: "press", data, messageId: undefined }, speaker);
  if (!step.request || !isRegistering(step.request)) throw new Error("that was no confirmation");
  return { turn: { conversation, message, speaker, now: NOW, startedAt: 0 }, step, request: step.request };
}
