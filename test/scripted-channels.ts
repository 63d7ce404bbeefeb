import type { Kysely } from "kysely";
import { pino } from "pino";
import { type Clock, createClock, type MovableClock } from "../src/clock.ts";
import { insertMessages, PRIORITY } from "../src/database/outbox.ts";
import type { Database } from "../src/database/schema.ts";
import { type ChatId, newId, type UserId } from "../src/ids.ts";
import type { Intent } from "../src/intents.ts";
import type { Platform } from "../src/messages.ts";
import type { Channel, ChannelName, Delivery, OutgoingMessage } from "../src/outbox/channel.ts";
import { createGates } from "../src/outbox/gates.ts";
import { createOutbox, type Outbox } from "../src/outbox/outbox.ts";
import { type Rate, scaleRates } from "../src/outbox/rates.ts";

/** Channels that answer as they are told, else take everything, and what each was given. */

const DAY_MS = 24 * 60 * 60_000;

export interface Scripted {
  outbox: Outbox;
  clock: MovableClock;
  /** "telegram: text", in the order of the calls. */
  said: string[];
  /** How often it was told that messages ended unsent. */
  unsent(): number;
  /** What the channel answers, the next call first; the last stays if it is told to. */
  script(channel: ChannelName, ...answers: Delivery[]): void;
  always(channel: ChannelName, answer: Delivery | undefined): void;
}

interface Options {
  mail?: boolean;
  dailyLimit?: number;
  /** How fast one Telegram chat may be told things. */
  chat?: Rate;
}

export function openScripted(db: Kysely<Database>, { mail = false, dailyLimit, chat }: Options = {}): Scripted {
  const clock = createClock();
  const rates = scaleRates(1_000);
  const said: string[] = [];
  let unsent = 0;
  const answers = new Map<ChannelName, Delivery[]>();
  const standing = new Map<ChannelName, Delivery>();
  const names: ChannelName[] = mail ? ["telegram", "whatsapp", "mail"] : ["telegram", "whatsapp"];
  const channels = new Map<ChannelName, Channel>(names.map((name) => [name, createChannel(name)]));

  function createChannel(name: ChannelName): Channel {
    return {
      name,
      async send({ intent }: OutgoingMessage) {
        said.push(`${name}: ${intent.text}`);
        return answers.get(name)?.shift() ?? standing.get(name) ?? { type: "sent", providerMessageId: undefined };
      },
      ...(name === "whatsapp" && { opens: ({ lastInboundAt }) => isOld(lastInboundAt, clock) }),
    };
  }

  const outbox = createOutbox({
    db,
    channels,
    gates: createGates(() => performance.now()),
    rates: chat ? { ...rates, telegram: { ...rates.telegram, chat } } : rates,
    clock,
    log: pino({ level: "silent" }),
    dailyLimit: () => dailyLimit,
    startHolds: async () => {},
    onUnsent: () => void unsent++,
  });
  return {
    outbox,
    clock,
    said,
    unsent: () => unsent,
    script: (channel, ...given) => void answers.set(channel, given),
    always(channel, answer) {
      if (answer) standing.set(channel, answer);
      else standing.delete(channel);
    },
  };
}

function isOld(moment: Date | undefined, clock: Clock): boolean {
  return !moment || clock.now().getTime() - moment.getTime() > DAY_MS;
}

export function intentOf(text: string): Intent {
  return { text, params: {}, locale: "en", choices: [] };
}

interface Said {
  to: { chatId: ChatId } | { userId: UserId };
  text: string;
  asks?: boolean;
  isReply?: boolean;
  expiresAt?: Date;
  now: Date;
}

/** Puts messages into the outbox as the rules do. */
export async function put(db: Kysely<Database>, ...messages: Said[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { to, text, asks, isReply = false, expiresAt, now } of messages) {
      const intent = { ...intentOf(text), ...(asks && { asks: true as const }) };
      const kind = isReply ? "reply" : "notice";
      const priority = isReply ? PRIORITY.reply : PRIORITY.notice;
      const message = { to, kind, intent, dedupeKey: newId(), priority, now };
      await insertMessages(trx, [expiresAt ? { ...message, expiresAt } : message]);
    }
  });
}

/** One more chat of somebody. */
export async function addChat(
  db: Kysely<Database>,
  { userId, platform, lastInboundAt }: { userId: UserId; platform: Platform; lastInboundAt: Date },
): Promise<ChatId> {
  const id = newId<ChatId>();
  const account = platform === "telegram" ? { telegramId: accounts++ } : { whatsappUserId: `DE.${accounts++}` };
  await db
    .insertInto("chats")
    .values({
      id,
      platform,
      ...account,
      userId,
      lastInboundAt,
      currentState: "START",
      stateData: "{}",
      stateSchema: 1,
      version: 1,
      createdAt: lastInboundAt,
      updatedAt: lastInboundAt,
    })
    .execute();
  return id;
}

let accounts = 700_000;

/** Somebody with these chats, of which the last was written in last. */
export async function newMember(
  db: Kysely<Database>,
  { platforms, email, now }: { platforms: Platform[]; email?: string; now: Date },
): Promise<{ userId: UserId; chats: ChatId[] }> {
  const userId = newId<UserId>();
  await db
    .insertInto("users")
    .values({ id: userId, email: email ?? null, createdAt: now, updatedAt: now })
    .execute();
  const chats: ChatId[] = [];
  for (const [n, platform] of platforms.entries()) {
    const lastInboundAt = new Date(now.getTime() - (platforms.length - n) * 60_000);
    chats.push(await addChat(db, { userId, platform, lastInboundAt }));
  }
  return { userId, chats };
}
