import { pino } from "pino";
import { createClock } from "../../src/clock.ts";
import { type OpenDatabase, openDatabase } from "../../src/database/connection.ts";
import type { Channel, ChannelName } from "../../src/outbox/channel.ts";
import { createGates } from "../../src/outbox/gates.ts";
import { createOutbox } from "../../src/outbox/outbox.ts";
import { scaleRates } from "../../src/outbox/rates.ts";
import type { Run } from "../run.ts";
import { ask, doorlistStore } from "../stores.ts";

const MESSAGES = 10_000;
/** As PACE=1000. */
const RAISED = 1_000;

/** Ten thousand messages to as many chats, through gates and leases to a channel that takes each at once. */
export async function dispatch({ ground, plan, results, wants, tell }: Run): Promise<void> {
  const url = await ground.newDatabase("dispatch");
  await doorlistStore.prepare(url);
  await ask(url, CHATS);
  await ask(url, "vacuum analyze");
  const database = await openDatabase({ databaseUrl: url, dataDir: "" });
  for (let round = 1; round <= plan.rounds; round++) {
    const key = { part: "dispatch", subject: "doorlist", scene: "instant", size: MESSAGES, round } as const;
    if (!wants(key)) continue;
    await ask(url, "delete from outbox");
    await ask(url, MESSAGES_TO_ALL);
    await ask(url, "vacuum analyze outbox");
    const { sent, ms } = await sendAll(database);
    const [left] = await ask<{ n: number }>(url, "select count(*)::int as n from outbox where status <> 'sent'");
    if (sent !== MESSAGES || left?.n !== 0) throw new Error(`sent ${sent} of ${MESSAGES}, left ${left?.n}`);
    const figures = { sendsPerSecond: (sent * 1_000) / ms };
    await results.add({ ...key, figures });
    tell(`dispatch, round ${round}: ${figures.sendsPerSecond.toFixed(0)} sends/s`);
  }
  await database.close();
}

async function sendAll(database: OpenDatabase): Promise<{ sent: number; ms: number }> {
  let sent = 0;
  const telegram: Channel = {
    name: "telegram",
    send: async () => ({ type: "sent", providerMessageId: String(++sent) }),
  };
  const outbox = createOutbox({
    db: database.dispatcher,
    channels: new Map<ChannelName, Channel>([["telegram", telegram]]),
    gates: createGates(() => performance.now()),
    rates: scaleRates(RAISED),
    clock: createClock(),
    log: pino({ level: "silent" }),
    dailyLimit: () => undefined,
    startHolds: async () => {},
    onUnsent() {},
  });
  const started = performance.now();
  await outbox.processAll();
  const ms = performance.now() - started;
  await outbox.stop();
  return { sent, ms };
}

const CHATS = `insert into chats (id, platform, telegram_id, current_state, state_data, state_schema, version, created_at, updated_at)
  select gen_random_uuid(), 'telegram', 5000 + n, 'START', '{}', 1, 1, now(), now() from generate_series(1, ${MESSAGES}) n`;
const MESSAGES_TO_ALL = `insert into outbox (id, chat_id, kind, intent, dedupe_key, priority, due_at, created_at)
  select gen_random_uuid(), id, 'notice', '{"text": "help", "params": {}, "locale": "en", "choices": []}', id::text, 1,
    now() - interval '1 second', now() - interval '1 second' from chats`;
