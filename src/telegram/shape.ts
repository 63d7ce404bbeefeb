/** JSON from outside, of which nothing is known yet. */
export type Shape = Readonly<Record<string, unknown>>;

export function toShape(value: unknown): Shape | undefined {
  return isShape(value) ? value : undefined;
}

function isShape(value: unknown): value is Shape {
  return typeof value === "object" && value !== null;
}

/** A whole number that JavaScript holds exactly; Telegram's ids have at most 52 bits. */
export function toInteger(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

export function toText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A moment from Telegram's seconds; undefined for one that no `Date` can hold. */
export function toMoment(seconds: unknown): Date | undefined {
  const whole = toInteger(seconds);
  if (whole === undefined || whole < 0) return undefined;
  const moment = new Date(whole * 1000);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
