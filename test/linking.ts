import type { Kysely, Transaction } from "kysely";
import { lockChat } from "../src/database/chats.ts";
import { inTransaction } from "../src/database/faults.ts";
import type { Database } from "../src/database/schema.ts";
import type { ChatId, LinkCodeId } from "../src/ids.ts";
import type { Actor } from "../src/messages.ts";
import { parsePress } from "../src/presses.ts";
import { lookAtCards } from "../src/services/cards.ts";
import { enterCode, proveEmail } from "../src/services/linking.ts";
import { again, type KnownActor, NOW, newActor, newEvent, newPerson } from "./people.ts";

type Db = Kysely<Database>;

/** One update of one chat, as the shell runs it: the chat is taken first, and whose it is is read under its lock. */
export function act<T>(
  db: Db,
  actor: Actor,
  deed: (trx: Transaction<Database>, actor: Actor) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (trx) => {
    const chat = await lockChat(trx, actor.chatId);
    return deed(trx, { ...actor, userId: chat?.userId ?? undefined });
  });
}

/** Someone who gave this address, proved or not. */
export async function newHolder(
  db: Db,
  { email, verifiedAt, ...actor }: Partial<Actor> & { email: string; verifiedAt?: Date; name?: string },
): Promise<KnownActor> {
  const person = await newPerson(db, actor);
  await db
    .updateTable("users")
    .set({ email, emailVerifiedAt: verifiedAt ?? null })
    .where("id", "=", person.userId)
    .execute();
  if (person.platform === "whatsapp") await heard(db, person, NOW);
  return person;
}

/** When the person last wrote there. */
export async function heard(db: Db, { chatId }: Actor, lastInboundAt: Date): Promise<void> {
  await db.updateTable("chats").set({ lastInboundAt }).where("id", "=", chatId).execute();
}

/** An address that no other test knows. */
let addresses = 1;
export function newEmail(): string {
  return `anna${addresses++}@example.org`;
}

export interface SentCode {
  id: LinkCodeId | undefined;
  code: string;
  text: string;
}

/** The codes that wait to be sent to a chat or a mailbox, the newest first. */
export async function listSentCodes(db: Db, to: ChatId | { mailTo: string }): Promise<SentCode[]> {
  const rows = await db
    .selectFrom("outbox")
    .select("intent")
    .where("kind", "=", "link-code")
    .where((eb) => (typeof to === "string" ? eb("chatId", "=", to) : eb("mailTo", "=", to.mailTo)))
    .where("status", "=", "waiting")
    .orderBy("id", "desc")
    .execute();
  return rows.map(({ intent }) => {
    const presses = intent.choices
      .flat()
      .flatMap((choice) => (choice.type === "press" ? [parsePress(choice.data)] : []));
    const [press] = presses.filter((one) => one?.verb === "not-me");
    const id = press && "linkCodeId" in press ? press.linkCodeId : undefined;
    return { id, code: String(intent.params.code).replace(" ", ""), text: intent.text };
  });
}

export async function findSentCode(db: Db, to: ChatId | { mailTo: string }): Promise<SentCode> {
  const [newest] = await listSentCodes(db, to);
  if (!newest) throw new Error("no code was sent there");
  return newest;
}

export function prove(db: Db, actor: Actor, email: string, { mail = false, now = NOW } = {}) {
  return act(db, actor, (trx, acting) => proveEmail(trx, { actor: acting, email, mail, now }));
}

export function enter(db: Db, actor: Actor, email: string, { code, now = NOW }: { code: string; now?: Date }) {
  return act(db, actor, (trx, acting) => enterCode(trx, { actor: acting, email, code, eventId: undefined, now }));
}

/** A stranger's chat that has asked about the holder's address, and the code that came to the holder. */
export async function askAbout(db: Db, holder: Actor, email: string, asker: Partial<Actor> = { platform: "whatsapp" }) {
  const stranger = await newActor(db, asker);
  await prove(db, stranger, email);
  return { stranger, sent: await findSentCode(db, holder.chatId) };
}

/** Two chats become one person by a code. */
export async function linkByCode(
  db: Db,
  holder: Actor,
  asker: Actor,
  { email, now = NOW }: { email: string; now?: Date },
) {
  await prove(db, asker, email, { now });
  const { code } = await findSentCode(db, holder.chatId);
  const outcome = await enter(db, asker, email, { code, now });
  if (outcome.type !== "linked") throw new Error(`not linked: ${outcome.type}`);
  return outcome;
}

export async function userOf(db: Db, actor: Actor) {
  return (await again(db, actor)).userId;
}

/** A code that is none of these. */
export function wrongCode(...codes: string[]): string {
  for (let n = 0; ; n++) {
    const code = String(n).padStart(6, "0");
    if (!codes.includes(code)) return code;
  }
}

export function minutesLater(minutes: number): Date {
  return new Date(NOW.getTime() + minutes * 60_000);
}

/** Whether somebody else is known by this address, as whoever gives it at an event is checked. */
export async function isKnownAsAnother(db: Db, actor: Actor, email: string): Promise<boolean> {
  const { id } = await newEvent(db);
  const [seen] = await lookAtCards(db, [{ event: { id }, chatId: actor.chatId, email, now: NOW }]);
  if (!seen) throw new Error("the event is not seen");
  return seen.isEmailTaken;
}
