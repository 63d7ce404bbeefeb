import { label } from "../intents.ts";
import type { Locale } from "../messages.ts";
import { formatTicketCode } from "../ticket-code.ts";
import { toUrl } from "./links.ts";
import { labelText } from "./texts.ts";
import type { House } from "./worded.ts";

/** What an organiser posts: opens the event's card in either messenger. */
export function shareLinks(
  slug: string,
  house: House,
  locale: Locale,
): { telegram: string | null; whatsapp: string | null } {
  const text = labelText(locale, label("share-greeting", { slug }), "whatsapp");
  return {
    telegram: toUrl({ to: "telegram", start: `e_${slug}` }, house) ?? null,
    whatsapp: toUrl({ to: "whatsapp", text }, house) ?? null,
  };
}

/** What the team at the door opens on a ticket's page: checks the ticket in, if whoever opens it may. */
export function doorLink(code: string, house: House, locale: Locale): string | undefined {
  const text = labelText(locale, label("door-greeting", { code: formatTicketCode(code) }), "whatsapp");
  return toUrl({ to: "telegram", start: `in_${code}` }, house) ?? toUrl({ to: "whatsapp", text }, house);
}
