import { forecastReminders } from "../services/reminder-forecast.ts";
import type { Bell } from "./bell.ts";
import type { Ground } from "./ground.ts";

/** Looks ahead at the days on which WhatsApp's limit may be too low. */
export interface ReminderOutlook {
  look(): Promise<void>;
}

/** Tells the admins once for each day and the events that fill it: a few more people are no news. */
export function openReminderOutlook(
  { config, database, clock }: Pick<Ground, "config" | "database" | "clock">,
  { dailyLimit, raise, clear }: Bell & { dailyLimit(): number | undefined },
): ReminderOutlook {
  const told = new Map<string, string>();

  return {
    async look() {
      const limit = dailyLimit();
      const question = { limit, timeZone: config.timeZone, mail: config.smtp !== undefined, now: clock.now() };
      const days = (await forecastReminders(database.rest, question)).filter(({ over }) => over > 0);
      for (const day of told.keys()) {
        if (days.some((one) => one.day === day)) continue;
        told.delete(day);
        clear({ type: "over-limit", day });
      }
      for (const { day, events, templates: people, elsewhere, over } of days) {
        const about = events.join();
        if (told.get(day) === about) continue;
        told.set(day, about);
        raise({ type: "over-limit", day, people, limit: people - over, elsewhere });
      }
    },
  };
}
