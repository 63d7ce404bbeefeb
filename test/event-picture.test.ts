import { expect, test } from "vitest";
import type { Message } from "../src/sandbox/conversation.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { CHOIR, MEET_UP, openJourney } from "./journey.ts";
import { openEvent, ownerOf } from "./organisers.ts";
import type { TestWorld } from "./world.ts";

test("a picture that an organiser sends in Telegram is seen with the event on both messengers, until it is taken away", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { slug } = await world.publish(MEET_UP);
  const max = await atPicture(world);

  await max.sends("photo");
  expect(await max.hears(/Done/)).toMatchObject({ kind: "photo", text: expect.stringContaining("Published") });
  const sent = bytesOf(
    world,
    max.messages.findLast(({ author, kind }) => author === "person" && kind === "photo"),
  );
  expect(sent.subarray(1, 4).toString()).toBe("PNG");

  const anna = world.sandbox.person("Anna");
  const card = await anna.telegram.asks(`/start e_${slug}`);
  expect(card).toMatchObject({ kind: "photo", text: expect.stringContaining("Spring meet-up") });
  expect(bytesOf(world, card)).toEqual(sent);
  const same = await anna.whatsapp.asks(`Hello! I would like to come: ${slug}`);
  expect(same).toMatchObject({ kind: "photo", rows: [[{ title: "Sign me up" }, { title: "Русский" }]] });
  expect(bytesOf(world, same)).toEqual(sent);

  await max.taps("Correct");
  await max.taps("Picture");
  await max.hears(/Send one picture/);
  await max.taps("Without a picture");
  expect(await max.hears(/Done/)).toMatchObject({ kind: "text" });
  expect(await anna.whatsapp.asks(slug)).toMatchObject({ kind: "text" });
});

test("the language of a card with a picture changes in its place, and signing up from it goes on", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { slug } = await world.publish(MEET_UP);
  const max = await atPicture(world);
  await max.sends("photo");
  await max.hears(/Done/);

  const anna = world.sandbox.person("Anna").telegram;
  const card = await anna.asks(`/start e_${slug}`);
  const before = anna.messages.length;
  await anna.taps("Русский");
  const changed = await anna.hears(/Свободно/);
  expect(changed).toMatchObject({ id: card.id, kind: "photo" });
  expect(anna.messages).toHaveLength(before);
  await anna.taps("Записаться: Anna Petrova");
  expect(await anna.hears(/почта/)).toMatchObject({ kind: "text" });
});

test("what is no picture is told from one, and of an album the first is taken, with one answer", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await world.publish(MEET_UP);
  const max = await atPicture(world);
  for (const kind of ["document", "sticker", "voice"] as const) {
    await max.sends(kind);
    await max.hears(/I need a picture here/);
  }
  await max.asks("here it is", /I need a picture here/);

  const said = () => max.messages.filter(({ author }) => author === "bot").length;
  const before = said();
  await Promise.all([max.sends("photo", "album-1"), max.sends("photo", "album-1"), max.sends("photo", "album-1")]);
  await world.sandbox.settled();
  await world.app.processAll();
  expect(said()).toBe(before + 1);
  const [first] = max.messages.filter(({ author, kind }) => author === "person" && kind === "photo");
  expect(bytesOf(world, max.last)).toEqual(bytesOf(world, first));
});

test("a participant's pictures are answered as anything that we cannot read, an album once", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { slug } = await world.publish(CHOIR);
  const anna = world.sandbox.person("Anna");
  await anna.telegram.asks(`/start e_${slug}`);
  await anna.whatsapp.asks(slug);
  await anna.telegram.sends("photo");
  await anna.telegram.hears(/only/);
  await anna.whatsapp.sends("photo");
  await anna.whatsapp.hears(/only/);
  const before = anna.telegram.messages.length;
  for (let n = 0; n < 4; n++) await anna.telegram.sends("photo", "album-2");
  await world.sandbox.settled();
  await world.app.processAll();
  expect(anna.telegram.messages).toHaveLength(before + 4 + 1);
});

test("while Telegram keeps the picture back, WhatsApp shows the card without it", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { slug } = await world.publish(MEET_UP);
  const max = await atPicture(world);
  await max.sends("photo");
  await max.hears(/Done/);

  world.sandbox.faults.add({ type: "broken", status: 502 }, { platform: "telegram", method: "getfile" });
  const anna = world.sandbox.person("Anna").whatsapp;
  expect(await anna.asks(slug, /Spring meet-up/)).toMatchObject({ kind: "text" });
  expect(await anna.asks(slug, /Spring meet-up/)).toMatchObject({ kind: "photo" });
});

/** The owner, where the picture of the one event is asked for. */
async function atPicture(world: TestWorld): Promise<Phone> {
  const max = world.sandbox.person("Max").telegram;
  await ownerOf(world, max);
  await openEvent(max);
  await max.taps("Correct");
  await max.hears(/What shall I correct/);
  await max.taps("Picture");
  await max.hears(/Send one picture/);
  return max;
}

function bytesOf({ sandbox }: TestWorld, message: Message | undefined): Buffer {
  return Buffer.from(sandbox.world.state.media[message?.media?.id ?? ""]?.base64 ?? "", "base64");
}
