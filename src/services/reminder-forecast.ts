import type { Kysely } from "kysely";
import { countComingReminders, type ForecastRow } from "../database/reminder-forecast.ts";
import type { Database } from "../database/schema.ts";
import { WHATSAPP_WINDOW_MS } from "../messages.ts";
import { RULES } from "./reminders.ts";

const DAYS = 2;

/** `over`: so many people more than the account may write to on that day. */
export type DayForecast = ForecastRow & { over: number };

/**
 * Tells by which ways the reminders of today's rest and of tomorrow would go, counted in people.
 *
 * The limit is one of any 24 hours, and the days are the calendar's: whoever is reminded at 24 hours and again at one is
 * counted on both, since the second message keeps them among those written to.
 *
 * @param limit people outside their 24 hours that may be written to a day; undefined without a limit
 */
export async function forecastReminders(
  db: Kysely<Database>,
  { limit, ...question }: { limit: number | undefined; timeZone: string; mail: boolean; now: Date },
): Promise<DayForecast[]> {
  const rows = await countComingReminders(db, { ...question, kinds: RULES, days: DAYS, windowMs: WHATSAPP_WINDOW_MS });
  return rows.map((row) => ({ ...row, over: limit === undefined ? 0 : Math.max(0, row.templates - limit) }));
}
