import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import { lockChat } from "../database/chats.ts";
import { insertCodes, listCodes } from "../database/link-codes.ts";
import { countRequests, insertRequest, lockRequest, toDedupeKey } from "../database/link-requests.ts";
import { insertMessages, type NewMessage, PRIORITY } from "../database/outbox.ts";
import { listHolders, listReachableChats, type ReachableChat } from "../database/people.ts";
import type { Database } from "../database/schema.ts";
import { toEmailKey } from "../fields.ts";
import { type LinkCodeId, newId } from "../ids.ts";
import type { Actor, Platform } from "../messages.ts";
import * as limits from "./link-limits.ts";
import { codeArrived, codeMail } from "./linking-notices.ts";

export { enterCode } from "./code-entry.ts";
export { acceptLink, makeLinkCode, notMe, redeemLinkCode, refuseLink } from "./link-codes.ts";

type Place = Platform | "mail";

interface Asking {
  actor: Actor;
  email: string;
  /** Codes can go to mailboxes. */
  mail: boolean;
  now: Date;
}

/**
 * Sends a code to each place where this address is known, for this chat to type: one request about it at a time.
 * Asked again meanwhile it sends nothing more, so that neither tries nor messages start anew.
 */
export async function proveEmail(
  trx: Transaction<Database>,
  { actor, email: given, mail, now }: Asking,
): Promise<{ type: "code-sent"; to: Place[] } | { type: "too-many-addresses" }> {
  const email = toEmailKey(given);
  const { chatId } = actor;
  await lockChat(trx, chatId); // what it asks is counted one after another
  const last = await lockRequest(trx, { chatId, email });
  if (last && limits.isOpen(last, now)) {
    const codes = await listCodes(trx, last.id);
    return { type: "code-sent", to: toPlaces(codes.map(({ platform }) => platform ?? "mail")) };
  }
  const wasRefused = last?.ending === "not-me" && last.createdAt > limits.aDayBefore(now);
  const asked = await countRequests(trx, { chatId }, limits.anHourBefore(now));
  if (wasRefused || asked >= limits.MOST_ADDRESSES) return { type: "too-many-addresses" };

  const isFlooded = (await countRequests(trx, { email }, limits.aDayBefore(now))) >= limits.MOST_ABOUT_ADDRESS;
  const chats = isFlooded ? [] : await findChats(trx, { actor, email, now });
  await send(trx, { actor, email, mail: mail && !isFlooded, now, chats });
  return {
    type: "code-sent",
    to: toPlaces([...chats.map(({ platform }) => platform), ...mailbox(mail && !isFlooded)]),
  };
}

/** Of whoever proved the address; of those who only gave it, where nobody did. */
async function findChats(
  trx: Transaction<Database>,
  { actor, email, now }: Pick<Asking, "actor" | "email" | "now">,
): Promise<ReachableChat[]> {
  const holders = await listHolders(trx, { email, except: actor.userId });
  const proved = holders.filter(({ verified }) => verified);
  const userIds = (proved.length ? proved : holders).map(({ id }) => id);
  const windowSince = limits.windowSince(now);
  const chats = await listReachableChats(trx, { userIds, except: actor.chatId, windowSince });
  return chats.slice(0, limits.MOST_CHATS);
}

async function send(
  trx: Transaction<Database>,
  { actor, email, mail, now, chats }: Asking & { chats: ReachableChat[] },
) {
  const { chatId, platform: askedIn, locale } = actor;
  const expiresAt = new Date(now.getTime() + limits.CODE_MS);
  const requestId = randomUUID();
  await insertRequest(trx, { id: requestId, chatId, email, createdAt: now, expiresAt });

  const codes = limits.makeCodes(chats.length + 1);
  const sent = [...chats, ...mailbox(mail)].map((place, index) => {
    const id = newId<LinkCodeId>();
    const code = codes[index] ?? "";
    const about = { kind: "link-code", dedupeKey: toDedupeKey(id), priority: PRIORITY.reply, now, expiresAt };
    if (place === "mail") {
      const message: NewMessage = { ...about, to: { mailTo: email }, intent: codeMail({ code, askedIn, locale }) };
      return { row: { id, code, way: "mailbox" as const, chatId: null }, message };
    }
    const intent = codeArrived({ id, code, askedIn, locale: place.locale ?? locale, zone: place.zone });
    const message: NewMessage = { ...about, to: { chatId: place.id }, intent };
    return { row: { id, code, way: "chat" as const, chatId: place.id }, message };
  });
  const rows = sent.map(({ row }) => row);
  await insertCodes(trx, requestId, rows);
  await insertMessages(
    trx,
    sent.map(({ message }) => message),
  );
}

function mailbox(mail: boolean): "mail"[] {
  return mail ? ["mail"] : [];
}

function toPlaces(places: Place[]): Place[] {
  return (["telegram", "whatsapp", "mail"] as const).filter((place) => places.includes(place));
}
