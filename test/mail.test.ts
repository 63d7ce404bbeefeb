import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/sandbox/cast.ts";
import { type Mailbox, openMailbox } from "./mailbox.ts";
import {
  codeIn,
  confirm,
  givesEmailInTelegram,
  givesEmailInWhatsapp,
  newEmail,
  signUpInTelegram,
  ticketsOf,
} from "./sign-up.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

let mailbox: Mailbox;
let world: StoredWorld;
beforeAll(async () => {
  mailbox = await openMailbox();
  const env = { SMTP_URL: mailbox.url, MAIL_FROM: "Green Club <info@club.example>" };
  world = await openWorldOnPostgres({ env });
});
afterAll(async () => {
  await world?.stop();
  await mailbox?.close();
});

/** Somebody who has typed an address for their ticket, and proved nothing. */
async function holder(title: string, email = newEmail()): Promise<{ actor: Actor; email: string }> {
  const { slug } = await world.publish({ title });
  const actor = world.sandbox.newPerson();
  await signUpInTelegram(actor.telegram, { slug, email });
  return { actor, email };
}

const codeFor = async (email: string) => codeIn({ text: (await mailbox.next(email)).subject });

/** Somebody who gave an address that was squatted on, proved it by the letter, and has a ticket. */
async function owner(title: string): Promise<{ actor: Actor; squatter: Actor; email: string }> {
  const { actor: squatter, email } = await holder(`${title}, squatted`);
  const { slug } = await world.publish({ title });
  const actor = world.sandbox.newPerson();
  await givesEmailInWhatsapp(actor.whatsapp, { slug, email });
  await actor.whatsapp.asks(await codeFor(email), /the e-mail is confirmed/);
  await confirm(actor.whatsapp);
  return { actor, squatter, email };
}

const userAt = async (telegramId: number) =>
  world.app.database.db
    .selectFrom("users as u")
    .innerJoin("chats as c", "c.userId", "u.id")
    .select(["u.id", "u.email", "u.emailVerifiedAt"])
    .where("c.telegramId", "=", telegramId)
    .executeTakeFirstOrThrow();

test("an address that nobody has given before is asked no proof of, and gets no letter", async () => {
  const { email } = await holder("Unknown address");
  await world.app.processAll();
  expect(mailbox.letters.filter(({ to }) => to === email)).toEqual([]);
});

test("a known address gets a letter with a code of its own, and words that say who asks and what to do", async () => {
  const { actor, email } = await holder("Letter");
  const { slug } = await world.publish();
  const asker = world.sandbox.newPerson();

  const asked = await givesEmailInWhatsapp(asker.whatsapp, { slug, email });
  const letter = await mailbox.next(email);
  const inChat = codeIn(await actor.telegram.hears(/Somebody in WhatsApp/));

  expect(asked.text).toMatch(/your mailbox/);
  expect(letter.subject).toMatch(/^\d{3} \d{3} is your code for Green Club$/);
  expect(codeIn({ text: letter.subject })).not.toBe(inChat);
  expect(letter.source).toMatch(/^From: Green Club <info@club\.example>/m);
  expect(letter.source).toMatch(/^Auto-Submitted: auto-generated/m);
  expect(letter.source).toMatch(/Somebody in WhatsApp/);
  expect(letter.source).toMatch(/wa\.me\/15550100000\?text=/);
});

test("the code of the mailbox takes the address from those who only typed it, and shows nothing of theirs", async () => {
  const { actor, squatter, email } = await owner("Owned");

  expect(await ticketsOf(actor.whatsapp)).toMatch(/Owned/);
  expect(await ticketsOf(actor.whatsapp)).not.toMatch(/squatted/);
  expect(await ticketsOf(squatter.telegram)).toMatch(/squatted/);
  expect(await ticketsOf(squatter.telegram)).not.toMatch(/Owned at/);
  expect(await userAt(squatter.person.telegram.id)).toMatchObject({ email: null, emailVerifiedAt: null });
  const rows = await world.app.database.db.selectFrom("users").selectAll().where("email", "=", email).execute();
  expect(rows).toEqual([expect.objectContaining({ emailVerifiedAt: expect.any(Date) })]);
});

test("once an address is proved, its letters and its owner's chats prove a new chat theirs", async () => {
  const { actor, squatter, email } = await owner("Proved once");
  const { slug } = await world.publish({ title: "On the other messenger" });
  const heardBySquatter = squatter.telegram.messages.length;

  const asked = await givesEmailInTelegram(actor.telegram, { slug, email });
  expect(asked.text).toMatch(/your mailbox/);
  await actor.telegram.asks(await codeFor(email), /one list/);
  await actor.whatsapp.hears(/Connected: your Telegram/);
  await confirm(actor.telegram);

  expect(await ticketsOf(actor.whatsapp)).toMatch(/Proved once[\s\S]*On the other messenger/);
  expect(squatter.telegram.messages).toHaveLength(heardBySquatter);
});

test("wrong codes count together, whichever of the two was meant", async () => {
  const { actor, email } = await holder("Tries together");
  const { slug } = await world.publish();
  const asker = world.sandbox.newPerson();
  await givesEmailInWhatsapp(asker.whatsapp, { slug, email });
  const codes = [await codeFor(email), codeIn(await actor.telegram.hears(/Somebody in WhatsApp/))];
  const wrong = ["000001", "000002", "000003", "000004", "000005", "000006", "000007"].filter(
    (c) => !codes.includes(c),
  );

  for (const code of wrong.slice(0, 5)) await asker.whatsapp.asks(code);
  for (const code of codes) expect((await asker.whatsapp.asks(code)).text).not.toMatch(/one list|confirmed/);
  expect(await ticketsOf(asker.whatsapp)).not.toMatch(/Tries together/);
});

test("one code used up, the other is worth nothing", async () => {
  const { actor, email } = await holder("One of two");
  const { slug } = await world.publish();
  const asker = world.sandbox.newPerson();
  await givesEmailInWhatsapp(asker.whatsapp, { slug, email });
  const inChat = codeIn(await actor.telegram.hears(/Somebody in WhatsApp/));

  await asker.whatsapp.asks(await codeFor(email), /the e-mail is confirmed/);
  await asker.whatsapp.asks(inChat);

  expect(await ticketsOf(asker.whatsapp)).not.toMatch(/One of two/);
});

test("a mail server that is away holds nobody up, and the letter goes when it is back", async () => {
  const { actor, email } = await holder("Mail away");
  const { slug } = await world.publish();
  const asker = world.sandbox.newPerson();
  mailbox.refuse(true);
  await givesEmailInWhatsapp(asker.whatsapp, { slug, email });
  await world.app.processAll();
  await actor.telegram.hears(/Somebody in WhatsApp/);
  expect(mailbox.letters.filter(({ to }) => to === email)).toEqual([]);

  mailbox.refuse(false);
  world.clock.moveForward(5 * 60_000);
  await world.app.processAll();

  await asker.whatsapp.asks(await codeFor(email), /the e-mail is confirmed/);
});

test("a letter whose code is worth nothing any more is not sent", async () => {
  const { actor, email } = await holder("Too late");
  const { slug } = await world.publish();
  const asker = world.sandbox.newPerson();
  mailbox.refuse(true);
  await givesEmailInWhatsapp(asker.whatsapp, { slug, email });
  await world.app.processAll();
  await asker.whatsapp.asks(codeIn(await actor.telegram.hears(/Somebody in WhatsApp/)), /one list/);

  mailbox.refuse(false);
  world.clock.moveForward(5 * 60_000);
  await world.app.processAll();

  expect(mailbox.letters.filter(({ to }) => to === email)).toEqual([]);
});
