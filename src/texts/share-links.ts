import { label } from "../intents.ts";
import type { Locale } from "../messages.ts";
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
