import type { Clock } from "../clock.ts";
import type { Breach, Rates } from "./limits.ts";
import { createLoan, createMeters, createWindow } from "./rates.ts";

export interface WhatsappLimits {
  /** The account's limit of people in 24 hours. */
  peoplePerDay: number;
  /** A person wrote: that counts for the number like what it sends. */
  heard(): void;
  /** Counts a message. For one too many it gives Meta's code. */
  meet(person: string): 130429 | 131056 | undefined;
  /** Counts a person who is written to outside the window; false for one too many within 24 hours. */
  opens(person: string): boolean;
}

interface Deps {
  rates: Rates["whatsapp"];
  clock: Clock;
  now: () => number;
  note(breach: Breach): void;
}

const DAY_MS = 24 * 60 * 60_000;

/** 80 a second of one number, in and out; one in 6 seconds to the same person; so many people a day outside the window. */
export function createWhatsappLimits({ rates, clock, now, note }: Deps): WhatsappLimits {
  const { peoplePerDay } = rates;
  const number = createWindow(rates.number);
  const people = createMeters(() => createLoan(rates.person));
  const writtenAt = new Map<string, number>();
  const breach = (limit: Breach["limit"], chat: string) => note({ platform: "whatsapp", limit, at: now(), chat });

  return {
    peoplePerDay,
    heard: () => number.count(now()),
    meet(person) {
      const at = now();
      const own = people(person);
      if (number.waitMs(at) > 0) {
        breach("number", person);
        return 130429;
      }
      if (own.waitMs(at) > 0) {
        breach("person", person);
        return 131056;
      }
      number.count(at);
      own.count(at);
      return undefined;
    },
    opens(person) {
      const at = clock.now().getTime();
      for (const [one, then] of writtenAt) if (then <= at - DAY_MS) writtenAt.delete(one);
      if (!writtenAt.has(person) && writtenAt.size >= peoplePerDay) {
        breach("day", person);
        return false;
      }
      writtenAt.set(person, at);
      return true;
    },
  };
}
