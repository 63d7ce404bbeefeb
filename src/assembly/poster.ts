import type { EventId } from "../ids.ts";
import { label } from "../intents.ts";
import type { EventFacts, Locale } from "../messages.ts";
import type { Attachment } from "../outbox/channel.ts";
import { type EventRecord, findEvent } from "../services/events.ts";
import { shareLinks } from "../texts/share-links.ts";
import { drawPoster, type Poster, type PosterCode } from "../tickets/poster.ts";
import type { Ground } from "./ground.ts";

const MIMES = { pdf: "application/pdf", png: "image/png" };

/** The poster of a published event; undefined for any other, and while no messenger has told its name. */
export async function makePoster(
  ground: Pick<Ground, "database" | "house" | "texts">,
  { event: id, as }: { event: EventId; as: "pdf" | "png" },
  locale: Locale,
): Promise<Attachment | undefined> {
  const event = await findEvent(ground.database.rest, id);
  const codes = event ? listCodes(ground, event.slug, locale) : [];
  if (event?.status !== "published" || !codes.length) return undefined;
  const bytes = await drawPoster(wordPoster(ground, { event, codes, locale }), as);
  return { name: `${event.slug}-poster.${as}`, mime: MIMES[as], bytes };
}

function wordPoster(
  { house, texts }: Pick<Ground, "house" | "texts">,
  { event, codes, locale }: { event: EventRecord; codes: PosterCode[]; locale: Locale },
): Poster {
  const facts: EventFacts = {
    ...event,
    startsAt: event.startsAt.toISOString(),
    endsAt: event.endsAt?.toISOString() ?? null,
  };
  const word = (key: string) => texts.plainText(label(key, { event: { type: "event", event: facts } }), locale);
  return {
    organisation: house.organisation,
    title: event.title,
    day: word("poster-day"),
    time: word("poster-time"),
    place: word("poster-place"),
    how: word(codes.length > 1 ? "poster-how-both" : house.telegramBot ? "poster-how-telegram" : "poster-how-whatsapp"),
    codes,
  };
}

/** Of the messengers that are there. */
function listCodes({ house }: Pick<Ground, "house">, slug: string, locale: Locale): PosterCode[] {
  const { telegram, whatsapp } = shareLinks(slug, house, locale);
  return [
    ...(telegram ? [{ name: "Telegram", url: telegram, short: `t.me/${house.telegramBot}` }] : []),
    ...(whatsapp ? [{ name: "WhatsApp", url: whatsapp, short: `+${house.whatsappPhone}` }] : []),
  ];
}
