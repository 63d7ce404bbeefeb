import type { Transaction } from "kysely";
import { countEvents } from "../database/event-lists.ts";
import { insertEvent } from "../database/events.ts";
import type { Database } from "../database/schema.ts";
import { type EventId, newId } from "../ids.ts";
import type { Locale } from "../messages.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const WORDS = {
  en: {
    soon: { title: "Board game evening", location: "Tea house on the square" },
    small: { title: "Pottery for two", location: "Workshop in the yard, Garden street 7" },
    large: { title: "Spring meet-up", location: "Library hall, Lesnaya 5" },
  },
  ru: {
    soon: { title: "Вечер настольных игр", location: "Чайная на площади" },
    small: { title: "Гончарный круг для двоих", location: "Мастерская во дворе, Садовая, 7" },
    large: { title: "Весенняя встреча", location: "Зал библиотеки, Лесная, 5" },
  },
} satisfies Record<Locale, Record<string, { title: string; location: string }>>;

/**
 * Three events to try Doorlist with, if there is none: one that starts in 70 minutes, so that a reminder comes while
 * one watches; one with 2 seats, so that the waiting list can be tried; one with 300. Gives whether they were made.
 */
export async function insertDemoEvents(
  trx: Transaction<Database>,
  { now, locale = "en", timeZone = "UTC" }: { now: Date; locale?: Locale; timeZone?: string },
): Promise<boolean> {
  if ((await countEvents(trx)) > 0) return false;
  const { soon, small, large } = WORDS[locale];
  const events = [
    { ...soon, slug: "board-games", dateTime: inMinutes(now, 70), maxParticipants: 20 },
    { ...small, slug: "pottery", dateTime: atFourUtc(now, 3), maxParticipants: 2 },
    { ...large, slug: "spring-meetup", dateTime: atFourUtc(now, 12), maxParticipants: 300 },
  ];
  // The slugs are fixed, so that two processes that start at once make three events, not six.
  for (const event of events) {
    const times = { timeZone, createdAt: now, updatedAt: now };
    await insertEvent(trx, { ...event, ...times, id: newId<EventId>(), status: "published" });
  }
  return true;
}

function inMinutes(now: Date, minutes: number): Date {
  return new Date(Math.ceil(now.getTime() / MINUTE_MS + minutes) * MINUTE_MS);
}

function atFourUtc(now: Date, days: number): Date {
  const day = Math.floor(now.getTime() / DAY_MS) + days;
  return new Date(day * DAY_MS + 16 * 60 * MINUTE_MS);
}
