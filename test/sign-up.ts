import type { Message } from "../src/sandbox/conversation.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import type { TestWorld } from "./world.ts";

interface SignUp {
  slug: string;
  /** "none" presses [No e-mail]. */
  email: string;
}

/** From the link of an event to the answer to the e-mail, in Telegram; in English. */
export async function givesEmailInTelegram(phone: Phone, { slug, email }: SignUp): Promise<Message> {
  await phone.asks(`/start e_${slug}`);
  await phone.taps(titleLike(phone, /^Register/));
  await phone.hears(/e-mail/);
  if (email !== "none") return phone.asks(email);
  await phone.taps("No e-mail");
  return phone.hears();
}

/** From the link of an event to the answer to the e-mail, in WhatsApp; in English. */
export async function givesEmailInWhatsapp(phone: Phone, { slug, email }: SignUp): Promise<Message> {
  await phone.asks(`Hello! I would like to come: ${slug}`);
  await phone.taps("Sign me up");
  await phone.hears(/What name/);
  await phone.taps("Use this name");
  await phone.hears(/e-mail/);
  if (email !== "none") return phone.asks(email);
  await phone.taps("I have no e-mail");
  return phone.hears();
}

/** Somebody new signs up, and has the ticket. */
export async function signUpInTelegram(phone: Phone, signUp: SignUp): Promise<Message> {
  await givesEmailInTelegram(phone, signUp);
  return confirm(phone);
}

export async function signUpInWhatsapp(phone: Phone, signUp: SignUp): Promise<Message> {
  await givesEmailInWhatsapp(phone, signUp);
  return confirm(phone);
}

export async function confirm(phone: Phone): Promise<Message> {
  await phone.taps("Confirm");
  return phone.hears(/You are in/);
}

/** The six digits of a message, as they are typed. */
export function codeIn({ text }: { text: string }): string {
  const digits = /(\d{3}) ?(\d{3})/.exec(text);
  if (!digits) throw new Error(`no code in: ${text}`);
  return `${digits[1]}${digits[2]}`;
}

/** Where a link of a message leads. */
export function linkOf(message: Message, title: string): string {
  const choice = message.rows.flat().find((one) => one.title === title);
  if (choice?.type !== "url") throw new Error(`no link "${title}" under: ${message.text}`);
  return choice.url;
}

/** What the person has, as the bot tells it when asked. */
export async function ticketsOf(phone: Phone): Promise<string> {
  return (await phone.asks("my")).text;
}

let addresses = 1;
/** An address that no other test of the file knows. */
export function newEmail(): string {
  return `person${addresses++}@example.org`;
}

/** How many of the people in the database are not merged into another, nor forgotten. */
export async function countPeople(world: TestWorld): Promise<number> {
  const { n } = await world.app.database.db
    .selectFrom("users")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("mergedInto", "is", null)
    .where("forgottenAt", "is", null)
    .executeTakeFirstOrThrow();
  return n;
}

function titleLike(phone: Phone, pattern: RegExp): string {
  const title = phone.last.rows.flat().find((one) => pattern.test(one.title))?.title;
  if (!title) throw new Error(`no button like ${pattern}`);
  return title;
}
