import type { Platform } from "../messages.ts";
import type { ChannelName } from "../outbox/channel.ts";

/**
 * What those who run Doorlist must hear of. `reason` and `place` are the words of a platform or of our code, and never
 * people's.
 */
export type Trouble =
  | { type: "postgres" }
  | { type: "redis" }
  /** It takes nothing at all from us: a token revoked, an account locked. */
  | { type: "stopped"; channel: ChannelName; reason: string }
  /** It takes nothing that we begin for a long while, since people complain or we wrote too much. */
  | { type: "held"; channel: ChannelName; reason: string; minutes: number }
  /** Meta accepts messages and delivers none, since nobody pays for them. */
  | { type: "payment" }
  /** What WhatsApp needs outside its 24 hours cannot be sent, or soon cannot. */
  | { type: "templates"; flawed: { template: string; language: string; flaw: string }[] }
  /** Meta warns of our WhatsApp account or number, or limits it. */
  | { type: "account"; reason: string }
  /** On this day more people are to be reminded by template than the account may write to. */
  | { type: "over-limit"; day: string; people: number; limit: number; elsewhere: number }
  /** No answer to our calls about ourselves. */
  | { type: "unreachable"; channel: Platform; reason: string }
  /** Telegram cannot bring its updates. */
  | { type: "webhook"; reason: string }
  | { type: "outbox"; waiting: number; minutes: number }
  | { type: "given-up" }
  /** Nothing ran while they were due. */
  | { type: "reminders-missed" }
  | { type: "fault"; place: string };

export type TroubleType = Trouble["type"];

/** What tells a trouble from others. */
export type TroubleSign = { type: TroubleType; channel?: ChannelName; day?: string };

/** Two troubles with the same key are one, told once and counted. */
export function keyOf({ type, channel, day }: TroubleSign): string {
  const about = channel ?? day;
  return about === undefined ? type : `${type}:${about}`;
}

const MINUTE = 60_000;

/**
 * Of these nobody can tell when they end: they are over when they have not come again for so long. The payment is over
 * with the first message that Meta charges and delivers; where none goes for a week, nothing tells any more.
 */
const QUIET_MS: Partial<Record<TroubleType, number>> = {
  payment: 7 * 24 * 60 * MINUTE,
  account: 24 * 60 * MINUTE,
  webhook: 30 * MINUTE,
  "given-up": 30 * MINUTE,
  "reminders-missed": 30 * MINUTE,
  fault: 30 * MINUTE,
};

/** After a pause it is tried again, and by then this long has shown whether it is taken. */
const AFTER_PAUSE_MS = 60 * MINUTE;

/** How long a trouble must be quiet to be over; undefined if somebody will say so. */
export function quietMs(trouble: Trouble): number | undefined {
  return trouble.type === "held" ? trouble.minutes * MINUTE + AFTER_PAUSE_MS : QUIET_MS[trouble.type];
}
