import type { Choice, Intent } from "../../intents.ts";
import { label } from "../../intents.ts";
import type { Card, EventFacts, Platform } from "../../messages.ts";
import { toData } from "../../presses.ts";
import { cutToFit } from "../../texts/cut.ts";
import { event, say, type Voice } from "./reply.ts";

/**
 * Of a card's 1,024 characters (WhatsApp's with buttons, Telegram's under a picture) so many are left for title, place
 * and description, once everything else is said in the longest way.
 */
const CARD_ROOM = 440;
/** Fewer letters are no beginning. */
const SHORTEST = 60;
/** Of a page of its own: what WhatsApp takes with buttons under it, and Telegram in one message, less the title. */
const PAGE: Record<Platform, number> = { whatsapp: 780, telegram: 3_600 };

/** What organisers wrote of an event, as far as its card has room for it. */
export function beginningOf(description: string | null, { title, location }: EventFacts): string {
  if (!description) return "";
  const room = CARD_ROOM - title.length - location.length;
  if (description.length <= room) return description;
  return room < SHORTEST ? "" : cutAtWord(description, room);
}

/** Whether the card leaves some of it out. */
export function hasMore({ description, event }: Pick<Card, "description" | "event">): boolean {
  return description !== null && beginningOf(description, event) !== description;
}

/** A page of the whole description, from 0; past the end, the last one. `join`: what the card offers. */
export function aboutReply(voice: Voice, { card, page, join }: { card: Card; page: number; join: Choice[][] }): Intent {
  const pages = toPages(card.description ?? "", PAGE[voice.platform]);
  const shown = Math.min(page, pages.length - 1);
  const more = shown + 1 < pages.length ? [moreButton(card.event, shown + 1)] : [];
  return say(voice, {
    text: "about",
    params: { event: event(card.event), description: pages[shown] ?? "", page: shown + 1, pages: pages.length },
    choices: voice.platform === "whatsapp" ? [[...more, ...join.flat()].slice(0, 3)] : [more, ...join],
  });
}

export function moreButton({ id }: EventFacts, page: number): Choice {
  const data = toData({ verb: "about", eventId: id, page });
  return { type: "press", label: label(page ? "button-read-on" : "button-about"), data };
}

function toPages(text: string, size: number): string[] {
  const pages: string[] = [];
  let rest = text;
  while (rest.length > size) {
    const page = rest.slice(0, lastBreak(rest, size));
    pages.push(page.trimEnd());
    rest = rest.slice(page.length).trimStart();
  }
  return [...pages, rest];
}

/** The end of a paragraph, else of a word, else of whatever may not be torn apart. */
function lastBreak(text: string, size: number): number {
  const part = text.slice(0, size);
  const found = ["\n", " "].map((mark) => part.lastIndexOf(mark)).find((at) => at > size / 2);
  return found ?? cutToFit(text, size).length - 1;
}

function cutAtWord(text: string, room: number): string {
  const cut = cutToFit(text, room);
  const words = cut.replace(/\s+\S*…$/u, "…");
  return words.length > room / 2 ? words : cut;
}
