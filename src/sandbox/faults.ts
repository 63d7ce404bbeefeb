import type { Platform } from "../messages.ts";
import { createEmitter } from "./emitter.ts";

/** One call that the app makes of a platform. `chat`: Telegram's chat id, WhatsApp's `to` or `recipient`. */
export interface Call {
  platform: Platform;
  /** Telegram's method in lower case; WhatsApp's last part of the path, with its verb: "POST messages". */
  method: string;
  chat: string | undefined;
}

/** Which calls are meant; what is left out may be anything. */
export type Match = Partial<Omit<Call, "method">> & { method?: string | RegExp };

/** The methods of either platform that say something to a person. */
export const SENDS = /^(send(?!chataction)|edit|copy|forward|post messages$)/i;

/**
 * What goes wrong. `lost`: done, but the connection is cut before the answer; `cut`: cut and not done;
 * `hang`: never answered; `held`: done after a promise; `refused`: the platform's own refusal by its code.
 */
export type Fault =
  | { type: "slow"; ms: number }
  | { type: "held"; until: Promise<unknown> }
  | { type: "too-many"; retryAfter: number }
  | { type: "broken"; status: 500 | 502 | 503 | 504 }
  | { type: "refused"; code: number; description?: string; status?: 400 | 401 | 403 | 404 | 409 | 429 }
  | { type: "hang" | "lost" | "cut" };

export interface Faults {
  /** The next `times` calls that match go wrong in this way. */
  add(fault: Fault, match?: Match & { times?: number }): void;
  /** From now on one in so many of the calls that match goes wrong, in one of these ways. */
  share(ways: readonly Fault[], chance: Match & { oneIn: number; random: () => number }): void;
  /** All goes well from now on. */
  clear(): void;
  /** Counts the call and says what is to go wrong with it. */
  meet(call: Call): Fault | undefined;
  /** How many calls went wrong, by the way in which they did. */
  suffered(): Record<string, number>;
  /** How many calls came in, those that went wrong too. */
  count(match?: Match): number;
  /** Resolves when the next call that matches comes in, before it is done. */
  next(match?: Match): Promise<Call>;
}

export function createFaults(): Faults {
  const calls = createEmitter<Call>();
  const counted = new Map<string, { call: Call; count: number }>();
  const suffered: Record<string, number> = {};
  let waiting: { fault: Fault; match: Match; left: number }[] = [];
  let shares: { ways: readonly Fault[]; match: Match; oneIn: number; random: () => number }[] = [];

  function take(call: Call): Fault | undefined {
    const due = waiting.find(({ match, left }) => left > 0 && fits(call, match));
    if (due) due.left--;
    return due?.fault;
  }

  function draw(call: Call): Fault | undefined {
    const share = shares.find(({ match, oneIn, random }) => fits(call, match) && random() * oneIn < 1);
    return share?.ways[Math.floor(share.random() * share.ways.length)];
  }

  return {
    add(fault, { times = 1, ...match } = {}) {
      waiting.push({ fault, match, left: times });
    },
    share(ways, { oneIn, random, ...match }) {
      shares.push({ ways, match, oneIn, random });
    },
    clear() {
      waiting = [];
      shares = [];
    },
    meet(call) {
      const key = JSON.stringify([call.platform, call.method, call.chat]);
      const entry = counted.get(key) ?? { call, count: 0 };
      counted.set(key, { ...entry, count: entry.count + 1 });
      calls.emit(call);
      const fault = take(call) ?? draw(call);
      if (fault) suffered[fault.type] = (suffered[fault.type] ?? 0) + 1;
      return fault;
    },
    suffered: () => ({ ...suffered }),
    count(match = {}) {
      return [...counted.values()].reduce((sum, { call, count }) => sum + (fits(call, match) ? count : 0), 0);
    },
    next(match = {}) {
      return new Promise((resolve) => {
        const stop = calls.listen((call) => {
          if (!fits(call, match)) return;
          stop();
          resolve(call);
        });
      });
    },
  };
}

function fits(call: Call, match: Match): boolean {
  return (
    (match.platform === undefined || match.platform === call.platform) &&
    fitsMethod(call.method, match.method) &&
    (match.chat === undefined || match.chat === call.chat)
  );
}

function fitsMethod(method: string, wanted: Match["method"]): boolean {
  if (wanted instanceof RegExp) return wanted.test(method);
  return wanted === undefined || wanted.toLowerCase() === method.toLowerCase();
}
