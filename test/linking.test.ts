import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/sandbox/cast.ts";
import { titlesOf } from "../src/sandbox/conversation.ts";
import {
  codeIn,
  confirm,
  givesEmailInTelegram,
  givesEmailInWhatsapp,
  linkOf,
  newEmail,
  signUpInTelegram,
  signUpInWhatsapp,
  ticketsOf,
} from "./sign-up.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

let world: StoredWorld;
beforeAll(async () => {
  world = await openWorldOnPostgres();
});
afterAll(() => world?.stop());

/** Somebody with a ticket from Telegram, whose e-mail is known by that. */
async function withTicketFromTelegram(title: string): Promise<{ actor: Actor; email: string }> {
  const { slug } = await world.publish({ title });
  const actor = world.sandbox.newPerson();
  const email = newEmail();
  await signUpInTelegram(actor.telegram, { slug, email });
  return { actor, email };
}

test("a code from the known chat, typed in the new one, makes one person of both, and both are told", async () => {
  const { actor, email } = await withTicketFromTelegram("Spring meet-up");
  const choir = await world.publish({ title: "Choir evening" });

  const asked = await givesEmailInWhatsapp(actor.whatsapp, { slug: choir.slug, email });
  expect(asked.text).toMatch(/^This e-mail was given to us before.*\(Telegram\)/);
  expect(titlesOf(asked)).toEqual(["No code came", "Another e-mail", "Go on without it"]);

  const brought = await actor.telegram.hears(/Somebody in WhatsApp gave your e-mail/);
  expect(titlesOf(brought)).toEqual(["Send it in WhatsApp", "Copy code", "Not me"]);
  const proved = await actor.whatsapp.asks(codeIn(brought));
  expect(proved.text).toMatch(/all your tickets are in one list now/);
  const told = await actor.telegram.hears(/Connected: your WhatsApp and this chat share one list/);
  expect(titlesOf(told)).toEqual(["Always here", "Undo (24 h)"]);

  await confirm(actor.whatsapp);
  for (const phone of [actor.telegram, actor.whatsapp]) {
    expect(await ticketsOf(phone)).toMatch(/Spring meet-up[\s\S]*Choir evening/);
  }
});

test("the link under the code opens WhatsApp with the code typed", async () => {
  const { actor, email } = await withTicketFromTelegram("Link under the code");
  const { slug } = await world.publish();
  await givesEmailInWhatsapp(actor.whatsapp, { slug, email });

  const brought = await actor.telegram.hears(/Somebody in WhatsApp/);
  await actor.telegram.taps("Send it in WhatsApp", brought);

  expect((await actor.whatsapp.hears()).text).toMatch(/one list/);
});

test("the code runs the other way as well, and its link types it into Telegram", async () => {
  const first = await world.publish({ title: "Known in WhatsApp" });
  const { slug } = await world.publish();
  const actor = world.sandbox.newPerson();
  const email = newEmail();
  await signUpInWhatsapp(actor.whatsapp, { slug: first.slug, email });

  const asked = await givesEmailInTelegram(actor.telegram, { slug, email });
  expect(asked.text).toMatch(/\(WhatsApp\)/);
  const brought = await actor.whatsapp.hears(/Somebody in Telegram gave your e-mail/);
  const link = /https:\/\/t\.me\/\S+/.exec(brought.text)?.[0] ?? "";
  await actor.opens(link);

  expect((await actor.telegram.hears()).text).toMatch(/one list/);
  await actor.whatsapp.hears(/one list/);
  await confirm(actor.telegram);
  expect(await ticketsOf(actor.whatsapp)).toMatch(/Known in WhatsApp/);
});

test("where no code comes, LINK from the known chat shows who asks, masked, and connects at one press", async () => {
  const { actor, email } = await withTicketFromTelegram("Known by LINK");
  const { slug } = await world.publish();
  await givesEmailInWhatsapp(actor.whatsapp, { slug, email });

  await actor.whatsapp.taps("No code came");
  const shown = await actor.whatsapp.hears(/write there/);
  expect(shown.text).toMatch(/from Telegram before.*\s+LINK \d{6}/);
  const question = await actor.telegram.asks(`LINK ${codeIn(shown)}`);
  expect(question.text).toMatch(/Connect this Telegram with WhatsApp of P•• \d••\?/);
  expect(titlesOf(question)).toEqual(["Connect", "No"]);
  await actor.telegram.taps("Connect");

  expect((await actor.telegram.hears()).text).toMatch(/^Done: WhatsApp and this chat are now one person/);
  expect((await actor.whatsapp.hears(/Connected: your Telegram/)).text).toMatch(/share one list/);
  expect(await ticketsOf(actor.whatsapp)).toMatch(/Known by LINK/);
});

test("LINK can be refused, and nothing is connected", async () => {
  const { actor, email } = await withTicketFromTelegram("Refused by LINK");
  const { slug } = await world.publish();
  await givesEmailInWhatsapp(actor.whatsapp, { slug, email });
  await actor.whatsapp.taps("No code came");
  const code = codeIn(await actor.whatsapp.hears(/LINK/));
  await actor.telegram.asks(`link ${code.slice(0, 3)} ${code.slice(3)}`, /Connect this/);

  await actor.telegram.taps("No");

  expect((await actor.telegram.hears()).text).toMatch(/nothing is connected/);
  expect((await actor.telegram.asks(`LINK ${code}`)).text).toMatch(/do not know this code/);
});

test("whoever goes on without the e-mail has a ticket, and no e-mail", async () => {
  const { actor, email } = await withTicketFromTelegram("Known with e-mail");
  const { slug } = await world.publish({ title: "Without e-mail" });
  await givesEmailInWhatsapp(actor.whatsapp, { slug, email });

  await actor.whatsapp.taps("Go on without it");

  expect((await actor.whatsapp.hears()).text).toMatch(/E-mail: none/);
  await confirm(actor.whatsapp);
  expect(await ticketsOf(actor.whatsapp)).toMatch(/Without e-mail/);
  expect(await ticketsOf(actor.telegram)).not.toMatch(/Without e-mail/);
});

test("another e-mail can be given in place of the known one", async () => {
  const { actor, email } = await withTicketFromTelegram("Two addresses");
  const { slug } = await world.publish();
  const other = newEmail();
  await givesEmailInWhatsapp(actor.whatsapp, { slug, email });

  await actor.whatsapp.taps("Another e-mail");
  await actor.whatsapp.hears(/e-mail/);

  expect((await actor.whatsapp.asks(other)).text).toContain(`E-mail: ${other}`);
});

test("/link in Telegram opens WhatsApp with LINK typed", async () => {
  const { actor } = await withTicketFromTelegram("On purpose");

  const offered = await actor.telegram.asks("/link");
  expect(linkOf(offered, "Connect WhatsApp")).toMatch(/^https:\/\/wa\.me\/\d+\?text=LINK%20\d{6}$/);
  await actor.telegram.taps("Connect WhatsApp", offered);
  expect((await actor.whatsapp.hears()).text).toMatch(/Connect this WhatsApp with Telegram of P•• \d••\?/);
  await actor.whatsapp.taps("Connect");

  const done = await actor.whatsapp.hears();
  expect(done.text).toMatch(/^Done: Telegram and this chat[\s\S]*On purpose[\s\S]*Reminders come here/);
  expect(titlesOf(done)).toEqual(["My tickets", "Better in Telegram", "That was not me"]);
  expect((await actor.telegram.hears(/Connected/)).text).toMatch(/your WhatsApp/);
});

test("link in WhatsApp opens Telegram with the code behind Start", async () => {
  const { slug } = await world.publish({ title: "On purpose from WhatsApp" });
  const actor = world.sandbox.newPerson();
  await signUpInWhatsapp(actor.whatsapp, { slug, email: "none" });

  const offered = await actor.whatsapp.asks("link");
  const link = /https:\/\/t\.me\/\w+\?start=link_\d{6}/.exec(offered.text)?.[0] ?? "";
  await actor.opens(link);
  expect((await actor.telegram.hears()).text).toMatch(/Connect this Telegram with WhatsApp of/);
  await actor.telegram.taps("Connect");

  expect((await actor.telegram.hears()).text).toMatch(/On purpose from WhatsApp/);
  await actor.whatsapp.hears(/Connected: your Telegram/);
});
