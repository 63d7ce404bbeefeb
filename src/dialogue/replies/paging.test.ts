import { expect, test } from "vitest";
import { clubEvent } from "../../../test/club.ts";
import type { Choice, Intent } from "../../intents.ts";
import type { Listed } from "../../messages.ts";
import { labelText } from "../../texts/texts.ts";
import { eventListReply } from "./cards.ts";
import { registrationsReply } from "./held.ts";
import type { Voice } from "./reply.ts";

const PAGE = 8;
const voices: Voice[] = (["en", "ru"] as const).map((locale) => ({ locale, zone: undefined, platform: "whatsapp" }));
const all = Array.from({ length: 25 }, (_, n): Listed => {
  const { event } = clubEvent(n + 1);
  // "сент." is the longest short month.
  return { event: { ...event, startsAt: "2026-09-30T15:00:00Z" }, seats: { capacity: 9, taken: 0, waiting: 0 } };
});
const pages = all.flatMap((_, n) =>
  Array.from({ length: Math.ceil((n + 1) / PAGE) }, (_, page) => ({ total: n + 1, page, before: page * PAGE })),
);

test.each(voices)("WhatsApp takes every page of events and of tickets ($locale)", (voice) => {
  for (const page of pages) {
    const { total, before } = page;
    const events = all.slice(before, Math.min(total, before + PAGE));
    expectToFit(eventListReply(voice, { ...page, events }, { first: true }));
    expectToFit(eventListReply(voice, { ...page, events }));

    const held = all.slice(0, total).map(({ event }) => ({ event, standing: ticket }));
    expectToFit(registrationsReply(voice, { held, page: page.page, pastCount: 1 }));
    expectToFit(registrationsReply(voice, { held, page: page.page, pastCount: 0 }));
  }
});

const ticket = { type: "confirmed", ticketCode: "K7QM3FPA" } as const;

/** Ten rows of 24 characters, or three buttons of 20: nothing is to be cut. */
function expectToFit({ choices, locale = "en" }: Intent): void {
  const titles = choices.flat().map(({ label }: Choice) => labelText(locale, label, "whatsapp"));
  expect(titles.length).toBeLessThanOrEqual(10);
  const longest = titles.length > 3 ? 24 : 20;
  expect(titles.filter(({ length }) => length > longest)).toEqual([]);
}
