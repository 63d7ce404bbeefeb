const formats = new Map<string, Intl.DateTimeFormat>();

/** "2026-12-12T18:00:00+03:00": an instant with the clock of a zone, as programs read it. */
export function toZonedIso(at: string, zone: string): string {
  const instant = new Date(at);
  const parts = Object.fromEntries(
    formatIn(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second } = parts;
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const ahead = Math.round((Date.parse(`${wall}Z`) - instant.getTime()) / 60_000);
  const two = (part: number) => String(part).padStart(2, "0");
  const size = Math.abs(ahead);
  return `${wall}${ahead < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Making one costs more than many uses of it. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const two = "2-digit";
  const parts = { year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, hourCycle: "h23", ...parts });
  formats.set(timeZone, format);
  return format;
}
