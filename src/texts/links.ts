import type { Link } from "../intents.ts";
import type { House } from "./worded.ts";

/** Where a link leads in this deployment; undefined if it has no such bot or number. */
export function toUrl(link: Link, house: House): string | undefined {
  switch (link.to) {
    case "ticket":
      return ticketUrl(link.code, house);
    case "calendar":
      return `${ticketUrl(link.code, house)}/event.ics`;
    case "map":
      return `${ticketUrl(link.code, house)}/map`;
    case "telegram":
      return house.telegramBot && `https://t.me/${house.telegramBot}?start=${encodeURIComponent(link.start)}`;
    case "whatsapp":
      return house.whatsappPhone && `https://wa.me/${house.whatsappPhone}?text=${encodeURIComponent(link.text)}`;
    case "my-data":
      return `${house.publicUrl}/my-data/${encodeURIComponent(link.token)}`;
    case "privacy":
      return `${house.publicUrl}/privacy`;
  }
}

/** What every QR picture holds: the address of the ticket's own page. */
export function ticketUrl(code: string, house: House): string {
  return `${house.publicUrl}/t/${encodeURIComponent(code)}`;
}
