import type { RegistrationStatus } from "../../src/database/schema.ts";

export interface Step {
  userId: string;
  fromStatus: RegistrationStatus | null;
  toStatus: RegistrationStatus;
  actor: string;
}

/**
 * Whoever has a seat keeps it until they give it up themselves, be there fewer seats or another start. Of somebody who
 * turned out to be two people (`merged`) one of two seats goes.
 */
export function findTakenAway(steps: readonly Step[], merged: ReadonlySet<string>): string[] {
  return steps
    .filter(({ fromStatus }) => fromStatus === "confirmed")
    .filter(({ userId, toStatus, actor }) => toStatus !== "cancelled" || (actor === "system" && !merged.has(userId)))
    .map(({ toStatus, actor }) => `${actor.split(":")[0]} made a seat ${toStatus}`);
}
