import type { MovableClock } from "../src/clock.ts";

const DAY_MS = 24 * 3_600_000;

/** To the next time that clocks in Moscow show this: what organisers write waits at night, and tests run at any hour. */
export function moveTo(clock: MovableClock, hour: number, minute = 0): void {
  const now = clock.now();
  const at = new Date(now);
  at.setUTCHours(hour - 3, minute, 0, 0);
  clock.moveForward((at.getTime() - now.getTime() + DAY_MS) % DAY_MS);
}

/** A zone in which it is noon now, for people of a process whose clock stands with nobody. */
export function zoneAtNoon(): string {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? "Etc/GMT" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}
