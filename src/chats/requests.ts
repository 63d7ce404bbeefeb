import type { Kysely, Transaction } from "kysely";
import type { Database } from "../database/schema.ts";
import type { Outcome } from "../dialogue/outcome.ts";
import type { Request } from "../dialogue/request.ts";
import type { UserId } from "../ids.ts";
import type { Actor, Address, Platform } from "../messages.ts";
import { findCard, listComing, listHeld, type Seen } from "../services/cards.ts";
import { askToForget, forget } from "../services/forgetting.ts";
import {
  acceptLink,
  enterCode,
  makeLinkCode,
  notMe,
  proveEmail,
  redeemLinkCode,
  refuseLink,
} from "../services/linking.ts";
import { exportMyData } from "../services/my-data.ts";
import { findAsked, stay, takeOffered } from "../services/offer-answers.ts";
import { findReminding, savePreferences, silence, unsilence } from "../services/preferences.ts";
import { giveUp, register } from "../services/registrations.ts";
import { answerReminder } from "../services/reminder-answers.ts";
import { sayComing } from "../services/reminders.ts";
import { undoMerge } from "../services/undo-merge.ts";
import { type DeskSetting, isOfDesk, writeAtDesk } from "./desk-requests.ts";
import type { Look } from "./looks.ts";
import { toWish } from "./registering.ts";

/** Rows of a WhatsApp list that are left for events once "more" and "back" have theirs. */
const PAGE_SIZE = 8;

type ReadType = "list-events" | "show-event" | "list-registrations" | "show-reminders" | "check-draft";
export type Reading = Extract<Request, { type: ReadType }>;
export type Writing = Exclude<Request, Reading>;

const READ_TYPES: ReadonlySet<string> = new Set<ReadType>([
  "list-events",
  "show-event",
  "list-registrations",
  "show-reminders",
  "check-draft",
]);

export function isReading(request: Request): request is Reading {
  return READ_TYPES.has(request.type);
}

/** These look at a card, which knows by itself whose chat it is. */
export function isOfCard(request: Reading): boolean {
  return request.type === "show-event" || request.type === "check-draft";
}

interface ReadContext {
  actor: Actor;
  now: Date;
  /** Looks at one card, by itself or together with others. */
  look(ask: Look): Promise<Seen | undefined>;
}

/** What the dialogue asked to know. Reads only; inside a transaction it is given the transaction. */
export async function read(
  db: Kysely<Database>,
  request: Reading,
  { actor, now, look }: ReadContext,
): Promise<Outcome> {
  const { userId, chatId } = actor;
  switch (request.type) {
    case "list-events":
      return listEvents(db, { page: request.page, userId, now });
    case "show-event": {
      const seen = await look({ event: request.event, userId, chatId, now });
      return seen ? { type: "event-found", card: seen.card } : { type: "event-missing" };
    }
    case "list-registrations":
      return {
        type: "registrations-listed",
        past: request.past,
        ...(userId ? await listHeld(db, { userId, past: request.past, now }) : { held: [], pastCount: 0 }),
      };
    case "show-reminders":
      return { type: "reminders-found", reminders: await findReminding(db, userId) };
    case "check-draft": {
      const { draft } = request;
      const email = draft.email ?? undefined;
      const seen = await look({ event: { id: draft.eventId }, userId, chatId, email, now });
      if (!seen) return { type: "event-missing" };
      return { type: "draft-checked", draft, card: seen.card, email: seen.isEmailTaken ? "known" : "fine" };
    }
  }
}

/** One published event needs no list: its card comes at once. A page past the end is the last one. */
async function listEvents(
  db: Kysely<Database>,
  { page, userId, now }: { page: number; userId: UserId | undefined; now: Date },
): Promise<Outcome> {
  const listed = await listComing(db, { page, pageSize: PAGE_SIZE, now });
  const [only] = listed.events;
  if (listed.total === 1 && only) {
    const card = await findCard(db, { event: { id: only.event.id }, userId, now });
    if (card) return { type: "event-found", card };
  }
  return { type: "events-listed", page: listed.before / PAGE_SIZE, ...listed };
}

/** What a change needs besides the request. */
export interface WriteContext {
  actor: Actor;
  address: Address;
  updateNumber: number | undefined;
  sentAt: Date;
  now: Date;
  /** What this deployment can write to. */
  platforms: readonly Platform[];
  mail: boolean;
  hash(address: Address): Buffer;
  desk: DeskSetting;
}

/** What the dialogue asked to have done, in the transaction of its update. */
export async function write(trx: Transaction<Database>, request: Writing, context: WriteContext): Promise<Outcome> {
  const { actor, now } = context;
  switch (request.type) {
    case "register":
    case "register-known":
      return register(trx, { ...toWish(request, actor), now });
    case "give-up":
      return giveUp(trx, { actor, eventId: request.eventId, sure: request.sure, now });
    case "take-seat":
    case "decline-seat":
    case "stay":
      return answerOffer(trx, request, { actor, now });
    case "say-coming":
      return sayComing(trx, { actor, eventId: request.eventId, now });
    case "answer-reminder":
      return answerReminder(trx, { ...request, actor, now });
    case "silence":
      return silence(trx, { actor, now });
    case "unsilence":
      return unsilence(trx, { actor, now });
    case "save-preferences": {
      await savePreferences(trx, { ...request, actor, now });
      return { type: "preferences-saved" };
    }
    case "export-my-data":
      return exportMyData(trx, { actor, now });
    case "ask-to-forget":
      return askToForget(trx, { actor, now });
    case "forget":
      return forget(trx, context);
    default:
      return isOfDesk(request) ? writeAtDesk(trx, request, context) : link(trx, request, context);
  }
}

/** Typed, an answer to an offer does not say to which. */
async function answerOffer(
  trx: Transaction<Database>,
  request: Extract<Writing, { type: "take-seat" | "decline-seat" | "stay" }>,
  { actor, now }: { actor: Actor; now: Date },
): Promise<Outcome> {
  const named = request.type === "decline-seat" ? undefined : request.eventId;
  const eventId = named ?? (await findAsked(trx, actor.userId));
  if (!eventId) return { type: "offer-missing" };
  const answer = { actor, eventId, now };
  switch (request.type) {
    case "take-seat":
      return takeOffered(trx, answer);
    case "decline-seat":
      return giveUp(trx, { ...answer, sure: false });
    case "stay":
      return stay(trx, answer);
  }
}

type Linking = Extract<
  Writing,
  {
    type:
      | "prove-email"
      | "enter-code"
      | "make-link-code"
      | "redeem-link-code"
      | "accept-link"
      | "refuse-link"
      | "not-me"
      | "undo-merge";
  }
>;

async function link(trx: Transaction<Database>, request: Linking, context: WriteContext): Promise<Outcome> {
  const { actor, now, mail } = context;
  switch (request.type) {
    case "prove-email": {
      const outcome = await proveEmail(trx, { actor, email: request.email, mail, now });
      return outcome.type === "code-sent" ? { ...outcome, to: placesOfCodes(context) } : outcome;
    }
    case "enter-code":
      return enterCode(trx, { actor, email: request.email, code: request.code, eventId: request.eventId, now });
    case "make-link-code": {
      const outcome = await makeLinkCode(trx, { actor, now });
      return { ...outcome, other: outcome.other.filter((platform) => context.platforms.includes(platform)) };
    }
    case "redeem-link-code":
      return redeemLinkCode(trx, { actor, code: request.code, now });
    case "accept-link":
      return acceptLink(trx, { actor, linkCodeId: request.linkCodeId, now });
    case "refuse-link":
      return refuseLink(trx, { actor, linkCodeId: request.linkCodeId, now });
    case "not-me":
      return notMe(trx, { actor, linkCodeId: request.linkCodeId, now });
    case "undo-merge":
      return undoMerge(trx, { actor, mergeId: request.mergeId, now });
  }
}

/** The same for every address: where a code really went would tell what its owner uses. */
function placesOfCodes({ actor, platforms, mail }: WriteContext): ("telegram" | "whatsapp" | "mail")[] {
  const others = platforms.filter((platform) => platform !== actor.platform);
  return [...(others.length ? others : platforms), ...(mail ? (["mail"] as const) : [])];
}
