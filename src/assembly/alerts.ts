import { sql } from "kysely";
import { type Alarms, createAlarms, type Standing } from "../alerts/alarms.ts";
import { createPost } from "../alerts/post.ts";
import { openSentry, type Sentry } from "../alerts/sentry.ts";
import type { Trouble, TroubleSign } from "../alerts/trouble.ts";
import { createWatch, type Watch } from "../alerts/watch.ts";
import type { OpenRedis } from "../chats/redis.ts";
import { isTransient } from "../database/faults.ts";
import { parseEmail } from "../fields.ts";
import type { DeliveryReport, Platform } from "../messages.ts";
import type { Channel, ChannelName, Delivery } from "../outbox/channel.ts";
import type { Connection } from "../outbox/connection.ts";
import { createRedaction, listSecrets, toPlace } from "../redaction.ts";
import { classifyRefusal } from "../whatsapp/classify.ts";
import type { Ground } from "./ground.ts";
import { createRounds } from "./rounds.ts";

/** The app tells these what it meets; they judge what is trouble, and tell the admins. */
export interface Alerts {
  /** An update could not be saved. */
  unavailable(): void;
  /** Something was thrown that nobody expected. */
  fault(error: unknown, where: string): void;
  /** So many reminders were too late to be sent. */
  missed(reminders: number): void;
  delivered(channel: ChannelName, delivery: Delivery): void;
  reported(reports: DeliveryReport[]): void;
  /** For those who judge by themselves. */
  raise(trouble: Trouble): void;
  clear(sign: TroubleSign): void;
  /** Looks at the outbox and the platforms, and tells what is to be told. Each minute. */
  look(): Promise<void>;
  /** Asks Telegram about its webhook. Every few minutes. */
  lookAtWebhook(): Promise<void>;
  standing(): Standing[];
  start(): void;
  /** Resolves when everything is told, or cannot be. */
  stop(): Promise<void>;
}

interface Parts {
  /** As they are, without anybody watching: an alert about a channel must not raise one. */
  channels: ReadonlyMap<ChannelName, Channel>;
  connections: ReadonlyMap<Platform, Connection>;
  redis: OpenRedis;
}

/** Postgres and Redis are asked in real time, since people wait in real time. */
const WATCH = { everyMs: 5_000, patienceMs: 5_000 };
const REDIS_PATIENCE_MS = 200;
/** Of a platform's sentence so much is passed on. */
const REASON_LENGTH = 200;
const PAYMENT_MISSING = 131042;
/** A shorter wait is the pace of every day. */
const HELD_MS = 30 * 60_000;

export async function openAlerts(ground: Ground, parts: Parts): Promise<Alerts> {
  const { config, clock } = ground;
  const redaction = createRedaction(listSecrets(config));
  const sentry =
    config.sentryDsn === undefined
      ? undefined
      : await openSentry({
          dsn: config.sentryDsn,
          environment: config.production ? "production" : "development",
          redaction,
        });
  const alarms = createAlarms({ clock, tell: openPost(ground, parts, sentry) });
  const raise = (trouble: Trouble, times?: number) => alarms.raise(clean(trouble, redaction.text), times);
  const rounds = createRounds(ground, { connections: parts.connections, raise, clear: alarms.clear });
  const watches = { postgres: watchPostgres(ground, alarms), redis: watchRedis(parts.redis, alarms) };

  return {
    unavailable: () => void watches.postgres.look(),
    fault(error, where) {
      if (isTransient(error)) return void watches.postgres.look();
      raise({ type: "fault", place: toPlace(error) ?? where });
      sentry?.fault(error, where);
    },
    missed: (reminders) => raise({ type: "reminders-missed" }, reminders),
    delivered(channel, delivery) {
      if (delivery.type === "sent") alarms.clear({ type: "stopped", channel });
      const trouble = toTrouble(channel, delivery);
      if (trouble) raise(trouble);
    },
    reported(reports) {
      for (const { status, code, pricing } of reports) {
        const trouble = status === "failed" && code !== undefined && toTrouble("whatsapp", toStatusRefusal(code));
        if (trouble) raise(trouble);
        // "sent" alone proves nothing: it comes before the failure, too.
        if (pricing?.billable && (status === "delivered" || status === "read")) alarms.clear({ type: "payment" });
      }
    },
    raise,
    clear: alarms.clear,
    async look() {
      await rounds.look();
      await alarms.look();
    },
    lookAtWebhook: rounds.lookAtWebhook,
    standing: alarms.standing,
    start() {
      for (const watch of Object.values(watches)) watch.start();
    },
    async stop() {
      for (const watch of Object.values(watches)) watch.stop();
      await alarms.idle();
      await sentry?.close();
    },
  };
}

function openPost({ config, log, house, team }: Ground, { channels }: Parts, sentry: Sentry | undefined) {
  const post = createPost({
    telegram() {
      const channel = channels.get("telegram");
      const chat = team.ownerChat();
      return channel && chat ? { channel, chatId: chat.telegramId, locale: chat.locale } : undefined;
    },
    mail() {
      const channel = channels.get("mail");
      const email = parseEmail(house.contact);
      return channel && email !== undefined ? { channel, email } : undefined;
    },
    sentry: sentry?.tell,
    locale: config.locale,
    timeZone: config.timeZone,
    log,
  });
  return (news: Parameters<typeof post>[0]) =>
    post(news).catch((error: unknown) => {
      log.error({ err: error }, "an alert could not be told");
      return undefined;
    });
}

function watchPostgres({ database }: Ground, alarms: Alarms): Watch {
  return createWatch({
    ...WATCH,
    ask: () => sql`select 1`.execute(database.rest),
    onLost: () => alarms.raise({ type: "postgres" }),
    onThere: () => alarms.clear({ type: "postgres" }),
  });
}

/**
 * A hiccup costs one read from Postgres and is no alert: only two bad answers in a row are. Then the hot copies are told,
 * by a read of what nobody has, so that loss and return are noticed while nobody writes to us.
 */
function watchRedis({ hotCopies, ping }: OpenRedis, alarms: Alarms): Watch {
  const touch = () => hotCopies.read({ platform: "telegram", telegramId: 0 });
  let bad = 0;
  return createWatch({
    everyMs: WATCH.everyMs,
    patienceMs: REDIS_PATIENCE_MS,
    ask: ping,
    onLost() {
      if (++bad < 2) return;
      void touch();
      alarms.raise({ type: "redis" });
    },
    onThere() {
      bad = 0;
      if (hotCopies.state() === "down") void touch();
      alarms.clear({ type: "redis" });
    },
  });
}

/** undefined for what concerns this message alone. What follows a colon may be about that one, and so about people. */
function toTrouble(channel: ChannelName, delivery: Delivery): Trouble | undefined {
  if (delivery.type !== "channel-stopped" && delivery.type !== "retry") return undefined;
  const reason = delivery.reason.split(":")[0] ?? delivery.reason;
  if (delivery.type === "channel-stopped") {
    const isUnpaid = channel === "whatsapp" && delivery.reason.startsWith(`${PAYMENT_MISSING} `);
    return isUnpaid ? { type: "payment" } : { type: "stopped", channel, reason };
  }
  const { scope, afterMs = 0 } = delivery;
  if (scope === "chat" || afterMs < HELD_MS) return undefined;
  return { type: "held", channel, reason, minutes: Math.round(afterMs / 60_000) };
}

function toStatusRefusal(code: number): Delivery {
  return classifyRefusal({ code, httpStatus: undefined, detail: "", retryAfterMs: undefined });
}

function clean(trouble: Trouble, redact: (text: string) => string): Trouble {
  return "reason" in trouble ? { ...trouble, reason: redact(trouble.reason).slice(0, REASON_LENGTH).trim() } : trouble;
}
