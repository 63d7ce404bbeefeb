import { createCanvas, loadImage } from "@napi-rs/canvas";
import jsqr from "jsqr";
import { expect, test } from "vitest";
import type { Phone } from "../src/sandbox/phone.ts";
import { MEET_UP, MEET_UP_RU, openJourney } from "./journey.ts";
import { openEvent, ownerOf } from "./organisers.ts";
import type { TestWorld } from "./world.ts";

test("an organiser has the poster as a PDF, and as a picture whose codes open the event in both messengers", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await world.publish(MEET_UP);
  const max = world.sandbox.person("Max").telegram;
  await ownerOf(world, max);
  await openEvent(max);

  await max.taps("Poster");
  const pdf = await max.hears(/one A4 page/);
  expect(pdf).toMatchObject({ kind: "document", media: { fileName: "spring-meet-up-poster.pdf" } });
  expect(bytesOf(world, max).subarray(0, 5).toString()).toBe("%PDF-");
  await max.taps("As a picture");
  expect(await max.hears(/as a picture/)).toMatchObject({ kind: "photo" });

  const [telegram = "", whatsapp = ""] = await readCodes(bytesOf(world, max));
  const anna = world.sandbox.person("Anna");
  await anna.telegram.asks(`/start ${new URL(telegram).searchParams.get("start")}`, /Spring meet-up/);
  await anna.whatsapp.asks(new URL(whatsapp).searchParams.get("text") ?? "", /Spring meet-up/);
  await max.taps("Back to the event");
  await max.hears(/Published/);
});

test("in WhatsApp the poster heads its buttons, and is in the language of whoever asks", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  await world.publish(MEET_UP_RU);
  const olga = world.sandbox.person("Ольга").whatsapp;
  await olga.asks("привет");
  await ownerOf(world, olga);
  await openEvent(olga);

  await olga.taps("Афиша");
  const pdf = { kind: "document", media: { type: "application/pdf" }, rows: [[{ title: "Картинкой" }, {}]] };
  expect(await olga.hears(/лист A4/)).toMatchObject(pdf);
  await olga.taps("Картинкой");
  expect(await olga.hears(/картинкой/)).toMatchObject({ kind: "photo", media: { width: 1785, height: 2526 } });
  const [, whatsapp = ""] = await readCodes(bytesOf(world, olga));
  expect(new URL(whatsapp).searchParams.get("text")).toMatch(/^Здравствуйте!/);
});

test("an event that was called off meanwhile has no poster: its page is shown", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { id } = await world.publish(MEET_UP);
  const max = world.sandbox.person("Max").telegram;
  await ownerOf(world, max);
  await openEvent(max);
  await world.api(`/events/${id}`, { status: "cancelled" }, "PATCH");
  await max.taps("Poster");
  expect(await max.hears(/Cancelled|cancelled/)).toMatchObject({ kind: "text" });
});

test("a poster that is held back until its event is called off is not sent any more: its words go alone", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { id } = await world.publish(MEET_UP);
  const max = world.sandbox.person("Max").telegram;
  await ownerOf(world, max);
  await openEvent(max);
  const document = { platform: "telegram", method: "senddocument" } as const;
  world.sandbox.faults.add({ type: "too-many", retryAfter: 30 }, document);
  const tried = world.sandbox.faults.next(document);
  await max.taps("Poster");
  await tried;
  await world.api(`/events/${id}`, { status: "cancelled" }, "PATCH");
  world.clock.moveForward(60_000);
  await world.app.processAll();
  expect(await max.hears(/one A4 page/)).toMatchObject({ kind: "text" });
  expect(world.sandbox.faults.count(document)).toBe(1);
});

/** Of the newest message on a phone. */
function bytesOf({ sandbox }: TestWorld, { last }: Phone): Buffer {
  return Buffer.from(sandbox.world.state.media[last.media?.id ?? ""]?.base64 ?? "", "base64");
}

/** What stands in the codes of a poster, from left to right. */
async function readCodes(png: Buffer): Promise<(string | undefined)[]> {
  const picture = await loadImage(png);
  const { width, height } = picture;
  const context = createCanvas(width, height).getContext("2d");
  context.drawImage(picture, 0, 0);
  const half = Math.floor(width / 2);
  return [0, half].map((left) => jsqr.default(context.getImageData(left, 0, half, height).data, half, height)?.data);
}
