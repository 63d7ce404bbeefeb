import type { Kysely } from "kysely";
import { pino } from "pino";
import type { MovableClock } from "../src/clock.ts";
import { insertMessages, PRIORITY } from "../src/database/outbox.ts";
import type { Database } from "../src/database/schema.ts";
import { newId, type UserId } from "../src/ids.ts";
import { type Platform, WHATSAPP_WINDOW_MS } from "../src/messages.ts";
import type { Channel, ChannelName } from "../src/outbox/channel.ts";
import { createGates } from "../src/outbox/gates.ts";
import { createOutbox } from "../src/outbox/outbox.ts";
import { scaleRates } from "../src/outbox/rates.ts";
import { intentOf } from "./scripted-channels.ts";

/** Channels that keep the windows of WhatsApp and know by which way each message went. */

interface Options {
  platforms: readonly Platform[];
  mail: boolean;
  /** Whether there is a template for what is said. */
  template: boolean;
  dailyLimit?: number;
  clock: MovableClock;
}

/** Says something to each of these people through the real outbox; the way that each message went, or why it went none. */
export async function sendToEach(
  db: Kysely<Database>,
  userIds: UserId[],
  options: Options,
): Promise<Map<UserId, string>> {
  const { platforms, mail, template, dailyLimit, clock } = options;
  const now = clock.now();
  const went = new Map<string, string>();
  const isOpen = (at: Date | undefined) =>
    at !== undefined && clock.now().getTime() - at.getTime() < WHATSAPP_WINDOW_MS;
  const toChannel = (name: ChannelName): Channel => ({
    name,
    async send({ id, lastInboundAt }) {
      const inWords = name !== "whatsapp" || isOpen(lastInboundAt);
      if (!inWords && !template) return { type: "needs-template" };
      went.set(id, inWords ? name : "template");
      return { type: "sent", providerMessageId: undefined };
    },
    ...(name === "whatsapp" && { opens: ({ lastInboundAt }) => !isOpen(lastInboundAt) }),
  });
  const names: ChannelName[] = [...platforms, ...(mail ? (["mail"] as const) : [])];
  const outbox = createOutbox({
    db,
    channels: new Map(names.map((name) => [name, toChannel(name)])),
    gates: createGates(() => performance.now()),
    rates: scaleRates(1_000),
    clock,
    log: pino({ level: "silent" }),
    dailyLimit: () => dailyLimit,
    startHolds: async () => {},
    onUnsent() {},
  });
  const messages = userIds.map((userId) => ({
    to: { userId },
    kind: "notice",
    intent: intentOf("word"),
    dedupeKey: newId(),
    priority: PRIORITY.broadcast,
    now,
  }));
  await db.transaction().execute((trx) => insertMessages(trx, messages));
  await outbox.processAll();
  await outbox.stop();
  const keys = messages.map(({ dedupeKey }) => dedupeKey);
  const rows = await db
    .selectFrom("outbox")
    .select(["id", "userId", "status", "reason"])
    .where("dedupeKey", "in", keys)
    .execute();
  return new Map(
    rows.flatMap(({ id, userId, status, reason }) => {
      const outcome = status === "sent" ? (went.get(id) ?? "sent by nobody") : `${status}: ${reason}`;
      return userId ? [[userId, outcome] as const] : [];
    }),
  );
}
