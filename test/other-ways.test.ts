import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/sandbox/cast.ts";
import { type Mailbox, openMailbox } from "./mailbox.ts";
import { newEmail, signUpInTelegram } from "./sign-up.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

const HOUR_MS = 60 * 60_000;

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

/** Somebody with a ticket, a day and some minutes before the start. */
async function guest(title: string): Promise<{ actor: Actor; email: string; slug: string }> {
  const { slug } = await world.publish({ title, inHours: 30 });
  const actor = world.sandbox.newPerson();
  const email = newEmail();
  await signUpInTelegram(actor.telegram, { slug, email });
  return { actor, email, slug };
}

async function remind(): Promise<void> {
  world.clock.moveForward(7 * HOUR_MS);
  await world.app.runJobs();
}

const lettersTo = (email: string) => mailbox.letters.filter(({ to }) => to === email);
const decode = (source: string) => source.replaceAll("=\r\n", "").replaceAll("=3D", "=");

test("whom the messenger does not reach is reminded by a letter, which leads back to the ticket and the card", async () => {
  const { actor, email, slug } = await guest("Letters");
  await actor.telegram.blocks();
  await remind();
  const { subject, source } = await mailbox.next(email);
  expect(subject).toContain("Hello_Person");
  expect(decode(source)).toContain("Letters");
  expect(decode(source)).toMatch(/Show my ticket: https?:\/\/\S+\/t\/\w{8}/);
  expect(decode(source)).toContain(`?start=e_${slug}`);
});

test("who comes back to the messenger is reached there again", async () => {
  const { actor, email } = await guest("Back again");
  await actor.telegram.blocks();
  await actor.telegram.unblocks();
  await remind();
  await actor.telegram.hears(/Back again.*Coming/s);
  expect(lettersTo(email)).toEqual([]);
});

test("stop falls over to nothing, and the reason is kept", async () => {
  const { actor, email } = await guest("Silence");
  await actor.telegram.asks("stop", /Silent from now on/);
  await actor.telegram.blocks();
  await remind();
  expect(lettersTo(email)).toEqual([]);
  const reasons = await world.database.db
    .selectFrom("outbox as o")
    .innerJoin("users as u", "u.id", "o.userId")
    .select(["o.status", "o.reason"])
    .where("u.email", "=", email)
    .where("o.kind", "=", "reminder-24h")
    .execute();
  expect(reasons).toEqual([{ status: "skipped", reason: "the person said stop" }]);
});

test("who blocks one messenger is reminded in the other", async () => {
  const { actor, email } = await guest("Both");
  await actor.telegram.asks("/link", /Open WhatsApp/);
  const [link = ""] = /wa\.me\S+/.exec(JSON.stringify(actor.telegram.messages.at(-1))) ?? [];
  const [code = ""] = /\d{6}/.exec(decodeURIComponent(link).split("text=")[1] ?? "") ?? [];
  await actor.whatsapp.asks(`LINK ${code}`, /Connect/);
  await actor.whatsapp.taps("Connect");
  await actor.whatsapp.hears(/one person/);
  await actor.telegram.blocks();
  await remind();
  await actor.whatsapp.hears(/Both/);
  expect(lettersTo(email)).toEqual([]);
});
