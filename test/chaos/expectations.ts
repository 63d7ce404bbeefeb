import type { Heard } from "./heard.ts";

/** What a person may be answered, by what they did. */

export function set(...kinds: Heard[]): ReadonlySet<Heard> {
  return new Set(kinds);
}

/** What "my" may be answered with. */
export const MY = set("ticket", "waiting", "list", "nothing", "seat-offered");

/** How things stand, which others may have changed meanwhile. */
export const FACTS = set(
  ...(["card", "full", "closed", "ticket", "waiting", "list", "nothing"] as const),
  ...(["give-up-question", "given-up", "coming-noted", "offer-over", "seat-offered"] as const),
);
