// How the page tells a day and an hour.
const SHAPE = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };

export function momentFormat(locale, zone = {}) {
  return new Intl.DateTimeFormat(locale, { ...SHAPE, ...zone });
}

/** As the bot tells it: by the clocks at the place of the event, which need not be those of this browser. */
export function tellStart({ startsAt, timeZone }, locale) {
  return momentFormat(locale, { timeZone, timeZoneName: "short" }).format(new Date(startsAt));
}
