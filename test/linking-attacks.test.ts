import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/sandbox/cast.ts";
import {
  codeIn,
  confirm,
  givesEmailInTelegram,
  givesEmailInWhatsapp,
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

interface Attack {
  victim: Actor;
  email: string;
  attacker: Actor;
  /** What the victim is told when somebody gives their address. */
  code: string;
}

/** The attacker gives the address of someone who has a ticket, and waits for a code. */
async function attack(title: string): Promise<Attack> {
  const { slug } = await world.publish({ title });
  const other = await world.publish();
  const victim = world.sandbox.newPerson();
  const attacker = world.sandbox.newPerson();
  const email = newEmail();
  await signUpInTelegram(victim.telegram, { slug, email });
  await givesEmailInWhatsapp(attacker.whatsapp, { slug: other.slug, email });
  const code = codeIn(await victim.telegram.hears(/Somebody in WhatsApp/));
  return { victim, email, attacker, code };
}

/** A code that is not this one. */
function wrong(code: string, n = 1): string {
  return String((Number(code) + n) % 1_000_000).padStart(6, "0");
}

test("whoever squats on an address gains nothing when its owner comes, and keeps nobody out", async () => {
  const { slug } = await world.publish({ title: "Squatted" });
  const [squatter, owner] = [world.sandbox.newPerson(), world.sandbox.newPerson()];
  const email = newEmail();
  await signUpInTelegram(squatter.telegram, { slug, email });

  await givesEmailInTelegram(owner.telegram, { slug, email });
  const code = codeIn(await squatter.telegram.hears(/Somebody in Telegram/));
  expect((await squatter.telegram.asks(code)).text).not.toMatch(/one list|Done/);
  await owner.telegram.taps("Go on without it");
  await owner.telegram.hears(/E-mail: none/);
  await confirm(owner.telegram);

  expect(await ticketsOf(owner.telegram)).toMatch(/Squatted/);
  const people = await world.app.database.db.selectFrom("chats").select("userId").execute();
  expect(new Set(people.map(({ userId }) => userId)).size).toBe(people.length);
});

test("a code is worth nothing but in the chat that asked", async () => {
  const { attacker, victim, code, email } = await attack("Elsewhere");
  const { slug } = await world.publish();
  const stranger = world.sandbox.newPerson();

  expect((await victim.telegram.asks(code)).text).not.toMatch(/one list|Done/);
  expect((await stranger.telegram.asks(`/start code_${code}`)).text).toMatch(/no longer works/);
  await givesEmailInWhatsapp(stranger.whatsapp, { slug, email });
  expect((await stranger.whatsapp.asks(code)).text).toMatch(/That is not the code/);

  expect(await ticketsOf(attacker.whatsapp)).not.toMatch(/Elsewhere/);
  expect(await ticketsOf(stranger.whatsapp)).not.toMatch(/Elsewhere/);
});

test("after five wrong codes the right one is worth nothing", async () => {
  const { attacker, victim, code, email } = await attack("Guessed");

  for (let n = 1; n <= 4; n++) {
    expect((await attacker.whatsapp.asks(wrong(code, n))).text).toMatch(/That is not the code/);
  }
  expect((await attacker.whatsapp.asks(wrong(code, 5))).text).toMatch(/no longer works/);
  const heard = victim.telegram.messages.length;
  await attacker.whatsapp.asks(email);
  await attacker.whatsapp.asks(code);
  await world.app.processAll();

  expect(await ticketsOf(attacker.whatsapp)).not.toMatch(/Guessed/);
  expect(victim.telegram.messages.length - heard).toBeLessThanOrEqual(1);
});

test("whoever is asked about can say that it was not them, and the code is worth nothing", async () => {
  const { attacker, victim, code } = await attack("Not me");

  await victim.telegram.taps("Not me");

  expect((await victim.telegram.hears()).text).toMatch(/nothing is connected|Nothing has changed/i);
  expect((await attacker.whatsapp.asks(code)).text).toMatch(/no longer works/);
  expect(await ticketsOf(attacker.whatsapp)).not.toMatch(/Not me/);
});

test("a code typed for a stranger all the same can be taken back at one press, and all is as before", async () => {
  const { attacker, victim, code } = await attack("Taken back");
  await attacker.whatsapp.asks(code, /one list/);
  await victim.telegram.hears(/Connected/);
  expect(await ticketsOf(attacker.whatsapp)).toMatch(/Taken back/);

  await victim.telegram.taps("Not me");

  expect((await victim.telegram.hears()).text).toMatch(/separate again/);
  expect(await ticketsOf(attacker.whatsapp)).not.toMatch(/Taken back/);
  expect(await ticketsOf(victim.telegram)).toMatch(/Taken back/);
});

test("a code is worth nothing a second time, nor after ten minutes", async () => {
  const used = await attack("Used");
  await used.attacker.whatsapp.asks(used.code, /one list/);
  await used.victim.telegram.hears(/Connected/);
  await used.victim.telegram.taps("Undo (24 h)");
  await used.victim.telegram.hears(/separate again/);
  await used.attacker.whatsapp.asks(used.code);
  expect(await ticketsOf(used.attacker.whatsapp)).not.toMatch(/Used/);

  const late = await attack("Late");
  world.clock.moveForward(10 * 60_000 + 1000);
  expect((await late.attacker.whatsapp.asks(late.code)).text).toMatch(/no longer works/);
  expect(await ticketsOf(late.attacker.whatsapp)).not.toMatch(/Late/);
});

test("the link behind Start connects nothing by itself, nor a second time", async () => {
  const { slug } = await world.publish({ title: "Replayed" });
  const [owner, stranger] = [world.sandbox.newPerson(), world.sandbox.newPerson()];
  await signUpInTelegram(owner.telegram, { slug, email: "none" });
  const { text } = await owner.telegram.asks("/link");
  const start = `/start link_${/\d{6}/.exec(text)?.[0]}`;

  await stranger.telegram.asks(start, /Connect this Telegram with Telegram of P•• \d••/);
  expect(await ticketsOf(stranger.telegram)).not.toMatch(/Replayed/);
  await stranger.telegram.asks(start, /Connect this/);
  await stranger.telegram.taps("No");
  await stranger.telegram.hears(/nothing is connected/);

  expect((await stranger.telegram.asks(start)).text).toMatch(/do not know this code/);
});

test("five wrong LINK codes an hour are the most, right ones too; after an hour it goes on", async () => {
  const { slug } = await world.publish();
  const [owner, guesser] = [world.sandbox.newPerson(), world.sandbox.newPerson()];
  await signUpInTelegram(owner.telegram, { slug, email: "none" });
  const newCode = async () => /\d{6}/.exec((await owner.telegram.asks("/link")).text)?.[0] ?? "";
  const code = await newCode();

  for (let n = 1; n <= 5; n++) {
    expect((await guesser.whatsapp.asks(`LINK ${wrong(code, n)}`)).text).toMatch(/do not know this code/);
  }
  expect((await guesser.whatsapp.asks(`LINK ${code}`)).text).toMatch(/too many tries/);
  world.clock.moveForward(60 * 60_000 + 1000);

  expect((await guesser.whatsapp.asks(`LINK ${await newCode()}`)).text).toMatch(/Connect this/);
});

test("whether an address is known can be asked three times an hour", async () => {
  const { slug } = await world.publish();
  const emails = [newEmail(), newEmail(), newEmail(), newEmail()];
  for (const email of emails) await signUpInTelegram(world.sandbox.newPerson().telegram, { slug, email });
  const prober = world.sandbox.newPerson();
  const [first = "", ...others] = emails;
  await givesEmailInWhatsapp(prober.whatsapp, { slug, email: first });

  const answers: string[] = [];
  for (const email of others) answers.push((await prober.whatsapp.asks(email)).text);

  expect(answers[1]).toMatch(/given to us before/);
  expect(answers[2]).toMatch(/too many addresses for one hour/);
  await prober.whatsapp.taps("I have no e-mail");
  await prober.whatsapp.hears(/E-mail: none/);
  await confirm(prober.whatsapp);
});

test("the answer to a known address does not tell what its owner uses", async () => {
  const { slug } = await world.publish({ title: "Secret" });
  const [inTelegram, inWhatsapp, asker, other] = [1, 2, 3, 4].map(() => world.sandbox.newPerson());
  if (!inTelegram || !inWhatsapp || !asker || !other) throw new Error("four people");
  const [one, two] = [newEmail(), newEmail()];
  await signUpInTelegram(inTelegram.telegram, { slug, email: one });
  await signUpInWhatsapp(inWhatsapp.whatsapp, { slug, email: two });

  await givesEmailInWhatsapp(asker.whatsapp, { slug, email: one });
  await givesEmailInWhatsapp(other.whatsapp, { slug, email: two });

  expect(asker.whatsapp.last.text).toMatch(/6-digit code/);
  expect(other.whatsapp.last.text).toBe(asker.whatsapp.last.text);
});
