import type { Phone } from "../src/sandbox/phone.ts";
import type { TestWorld } from "./world.ts";

/** A club whose name nobody has told yet. */
export const unnamed = { ORGANISATION_NAME: "", ORGANISATION_CONTACT: "" };

/** Makes somebody the owner, by the link that was printed. */
export async function ownerOf(world: TestWorld, phone: Phone): Promise<void> {
  const link = await world.app.team.ownerLink();
  if (!link) throw new Error("there is an owner already");
  await phone.asks(`/start ${link.split("start=")[1]}`);
}

/** Shows whoever organises the page of the first event. */
export async function openEvent(phone: Phone): Promise<void> {
  const { text } = await phone.asks("menu", /What would you like|Что сделаем/);
  await phone.taps(text.startsWith("Что") ? "События" : "Events");
  await phone.hears(/All events|Все события/);
  await phone.asks("1", /Published|Опубликовано/);
}

/** Tokens, and the example of a day, which moves on with the calendar. */
export function withoutChance(transcript: string): string {
  return transcript
    .replaceAll(/(admin|team)_[\w-]{20,}/g, "$1_TOKEN")
    .replaceAll(/(Example|Пример): \d\d\.\d\d\.\d{4}/g, "$1: DAY");
}
