import { titlesOf } from "../src/sandbox/conversation.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { openWorldOnPostgres } from "./stored-world.ts";
import { stage } from "./transcript.ts";
import type { TestWorld } from "./world.ts";

export interface Journey extends ReturnType<typeof stage> {
  world: TestWorld;
  /** How many messages the app has sent to one person's WhatsApp. */
  sentTo(name: string): number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A club of its own on real Postgres, whose pages are at https://club.example; gone at the end of the test. */
export async function openJourney(env: Record<string, string> = {}): Promise<Journey> {
  const world = await openWorldOnPostgres({ env: { PUBLIC_URL: "https://club.example", ...env } });
  return {
    ...stage(world),
    world,
    sentTo(name) {
      const { phone, userId } = world.sandbox.person(name).person.whatsapp;
      const sent = { platform: "whatsapp", method: "POST messages" } as const;
      const addresses = [phone, userId].filter((address) => address !== undefined);
      return addresses.reduce((sum, chat) => sum + world.sandbox.faults.count({ ...sent, chat }), 0);
    },
    [Symbol.asyncDispose]: world.stop,
  };
}

/** Far away, and a Saturday, so that transcripts stay as they are. */
export const MEET_UP = {
  title: "Spring meet-up",
  startsAt: "2099-12-12T18:00:00+03:00",
  location: "Library hall, Lesnaya 5",
  maxParticipants: 300,
};
export const MEET_UP_RU = { ...MEET_UP, title: "Весенняя встреча", location: "Зал библиотеки, Лесная, 5" };
export const CHOIR = { title: "Choir evening", startsAt: "2099-12-14T19:00:00+03:00", maxParticipants: null };
export const CHOIR_RU = { ...CHOIR, title: "Хоровой вечер", location: "Дом культуры" };

/** Somebody new signs up with the name of their profile, or joins the queue if there is no seat. */
export async function signUp(phone: Phone, slug: string): Promise<void> {
  const { platform } = phone.thread;
  await phone.asks(platform === "telegram" ? `/start e_${slug}` : `Hello! I would like to come: ${slug}`);
  await phone.asks("yes");
  if (platform === "whatsapp") await phone.asks("yes");
  await phone.asks("no", /Confirm|Подтверждаю/);
  await phone.asks("yes", /You are|Вы /);
}

/** Somebody with a single ticket, in Telegram, gives it up. */
export async function giveUp(phone: Phone): Promise<void> {
  await phone.asks("/my");
  await phone.taps(titleLike(phone, /I can't come|Не смогу прийти/));
  const answer = await phone.hears();
  if (titlesOf(answer).length > 1) await phone.taps(titleLike(phone, /Give it up|Отдать/));
}

function titleLike(phone: Phone, pattern: RegExp): string {
  const title = titlesOf(phone.last).find((one) => pattern.test(one));
  if (!title) throw new Error(`no button like ${pattern} under: ${phone.last.text}`);
  return title;
}
