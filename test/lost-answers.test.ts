import { expect, test } from "vitest";
import { SENDS } from "../src/sandbox/faults.ts";
import { openJourney } from "./journey.ts";
import { signUpInTelegram, signUpInWhatsapp } from "./sign-up.ts";

const MINUTE_MS = 60_000;

/** Somebody with a ticket on this messenger is told that the event has moved, and the answer to that is lost. */
async function loseTheAnswer(platform: "telegram" | "whatsapp") {
  const journey = await openJourney();
  const { world } = journey;
  const { id, slug } = await world.publish();
  const phone = world.sandbox.person("Max")[platform];
  const signUp = platform === "telegram" ? signUpInTelegram : signUpInWhatsapp;
  await signUp(phone, { slug, email: "none" });
  await world.app.processAll();

  world.sandbox.faults.add({ type: "lost" }, { platform, method: SENDS });
  await world.api(`/events/${id}`, { location: "Town hall" }, "PATCH");
  await phone.hears(/Town hall/);
  await world.app.processAll();
  await world.sandbox.settled();
  return { journey, world, phone };
}

const countOf = ({ messages }: { messages: readonly { text: string }[] }) =>
  messages.filter(({ text }) => text.includes("Town hall")).length;

test("WhatsApp tells of a message whose answer was lost, so it is not sent again", async () => {
  const { journey, world, phone } = await loseTheAnswer("whatsapp");
  await using _ = journey;

  world.clock.moveForward(2 * MINUTE_MS);
  await world.app.processAll();

  expect(countOf(phone)).toBe(1);
  const [send] = world.sandbox.sends().slice(-1);
  const row = await world.app.database.db
    .selectFrom("outbox")
    .selectAll()
    .where("kind", "=", "event-changed")
    .executeTakeFirstOrThrow();
  expect(send).toMatchObject({ withheld: true, echo: row.id, messageId: row.providerMessageId });
  expect(row.status).toBe("read");
});

test("Telegram tells nothing, so what may not have arrived is sent again, once", async () => {
  const { journey, world, phone } = await loseTheAnswer("telegram");
  await using _ = journey;

  for (let n = 0; n < 3; n++) {
    world.clock.moveForward(2 * MINUTE_MS);
    await world.app.processAll();
  }

  expect(countOf(phone)).toBe(2);
  const [first, second] = world.sandbox.sends().slice(-2);
  expect(first).toMatchObject({ withheld: true, words: second?.words });
});
