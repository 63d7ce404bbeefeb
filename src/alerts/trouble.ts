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
  /** Meta accepts messages and delivers none, since nobody pays for them. */
  | { type: "payment" }
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

/** Two troubles with the same key are one, told once and counted. */
export function keyOf(trouble: Trouble): string {
  return "channel" in trouble ? `${trouble.type}:${trouble.channel}` : trouble.type;
}

const MINUTE = 60_000;

/** Of these nobody can tell when they end: they are over when they have not come again for so long. */
const QUIET_MS: Partial<Record<TroubleType, number>> = {
  payment: 24 * 60 * MINUTE,
  webhook: 30 * MINUTE,
  "given-up": 30 * MINUTE,
  "reminders-missed": 30 * MINUTE,
  fault: 30 * MINUTE,
};

/** How long a trouble must be quiet to be over; undefined if somebody will say so. */
export function quietMs({ type }: Trouble): number | undefined {
  return QUIET_MS[type];
}
