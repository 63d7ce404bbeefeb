import { createCanvas, loadImage } from "@napi-rs/canvas";
import jsqr from "jsqr";
import { expect, test } from "vitest";
import type { Message } from "../src/sandbox/conversation.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { type Guest, gather, step } from "./crowd.ts";
import { moveTo } from "./daytime.ts";
import { openJourney } from "./journey.ts";
import { ownerOf } from "./organisers.ts";
import { emptyRedisUrl } from "./redis-url.ts";
import type { TestWorld } from "./world.ts";

const HOUR_MS = 60 * 60_000;
const PATIENCE_MS = 30_000;

/** As it is typed: 12.12.2026 18:00, by the clock of the deployment. */
function typed(at: Date): string {
  const [year, month, day, hour] = at.toISOString().split(/[-T:]/);
  return `${day}.${month}.${year} ${hour}:00`;
}

const phoneOf = ({ actor, platform }: Guest): Phone => actor[platform];

/** The message with the ticket, as it stands on somebody's phone. */
function ticketOf(guest: Guest): Message {
  const ticket = phoneOf(guest).messages.findLast(({ text }) => text.includes("You are in"));
  if (!ticket) throw new Error(`${guest.actor.name} has no ticket`);
  return ticket;
}

function codeOf(guest: Guest): string {
  return /\b[A-Z2-9]{4}-[A-Z2-9]{4}\b/.exec(ticketOf(guest).text)?.[0] ?? "";
}

/** What the camera of a door makes of somebody's ticket: its page, and the link for the team on it. */
async function scan({ fetch, sandbox }: TestWorld, guest: Guest): Promise<string> {
  const { media } = ticketOf(guest);
  const picture = await loadImage(Buffer.from(sandbox.world.state.media[media?.id ?? ""]?.base64 ?? "", "base64"));
  const { width, height } = picture;
  const context = createCanvas(width, height).getContext("2d");
  context.drawImage(picture, 0, 0);
  const url = jsqr.default(context.getImageData(0, 0, width, height).data, width, height)?.data ?? "";
  const page = await (await fetch(new URL(url).pathname)).text();
  return /start=(in_\w+)/.exec(page)?.[1] ?? "";
}

async function all(guests: readonly Guest[], hearing: RegExp): Promise<void> {
  await Promise.all(guests.map((guest) => phoneOf(guest).hears({ matching: hearing, timeoutMs: PATIENCE_MS })));
}

test("the whole evening: made, published, moved and written about by chat, 30 on both messengers, 20 let in at two doors, and the list", {
  timeout: 300_000,
}, async () => {
  await using journey = await openJourney({ REDIS_URL: await emptyRedisUrl() });
  const { world } = journey;
  const { db } = world.app.database;
  moveTo(world.clock, 12);
  const max = world.sandbox.person("Max").telegram;
  const start = new Date(Math.ceil(world.clock.now().getTime() / HOUR_MS) * HOUR_MS + 47 * HOUR_MS);
  const moved = new Date(start.getTime() + HOUR_MS);

  // The owner makes an event, and publishes it.
  await ownerOf(world, max);
  await max.taps("New event");
  await max.hears(/Title/);
  await max.asks("Spring meet-up", /When/);
  await max.asks(typed(start), /Where/);
  await max.asks("Library hall", /How many/);
  await max.asks("40", /What is it about/);
  await max.asks("Tea, talks and songs.", /A draft/);
  await max.taps("Publish");
  const slug = /start=e_([\w-]+)/.exec((await max.hears(/Published/)).text)?.[1] ?? "";

  // 30 people sign up, on both messengers.
  const guests = gather(world, slug, 30);
  for (const first of [0, 10, 20]) {
    const ten = guests.slice(first, first + 10);
    for (let n = 0; n < (ten[0]?.steps.length ?? 0); n++) await step(ten, n);
  }
  expect(new Set(guests.map(codeOf)).size).toBe(30);

  // It is moved by an hour, and all are told.
  await max.taps("Back to the event");
  expect((await max.hears()).text).toContain("Seats taken: 30.");
  await max.taps("Correct");
  await max.hears();
  await max.taps("Day and time");
  await max.asks(typed(moved), /30 people will hear of it/);
  await max.taps("Yes, do it");
  await max.hears(/30 people hear of it/);
  await all(guests, /time or the place has changed/);

  // All are written to, and what was sent is counted.
  await max.taps("Write");
  await max.hears(/30\. What shall I write/);
  await max.asks("The hall has no heating: please bring a jumper!", /bring a jumper!/);
  await max.taps("Send");
  await all(guests, /bring a jumper!/);
  await max.hears({ matching: /Sent 30 of 30\./, timeoutMs: PATIENCE_MS });

  // Half an hour before the start two people help at the door.
  world.clock.moveForward(moved.getTime() - HOUR_MS / 2 - world.clock.now().getTime());
  const [ada, ben] = [await newDoor(world, max, "Ada Door"), await newDoor(world, max, "Ben Door")];
  const [double, ...others] = guests.slice(0, 20) as [Guest, ...Guest[]];
  const byPicture = others.slice(0, 7);
  const byCode = others.slice(7, 14);
  const byName = others.slice(14);
  const door = (n: number) => (n % 2 ? ada : ben);

  for (const [n, guest] of byPicture.entries()) {
    await door(n).asks(`/start ${await scan(world, guest)}`, new RegExp(`Welcome: ${guest.actor.name}`));
  }
  for (const [n, guest] of byCode.entries()) {
    await door(n).asks(codeOf(guest).toLowerCase(), new RegExp(`Welcome: ${guest.actor.name}`));
  }
  for (const [n, guest] of byName.entries()) {
    await door(n).asks(guest.actor.name, new RegExp(guest.actor.name));
    await door(n).taps("Let in");
    await door(n).hears(new RegExp(`Welcome: ${guest.actor.name}`));
  }
  const link = `/start ${await scan(world, double)}`;
  const answers = await Promise.all([ada.asks(link), ben.asks(link)]);
  expect(answers.map(({ text }) => /Welcome|Already in/.exec(text)?.[0]).toSorted()).toEqual(["Already in", "Welcome"]);
  expect(answers.every(({ text }) => text.includes("20 of 30 are in"))).toBe(true);

  // The list says what the tables hold, and what people have on their phones.
  await max.asks("people", /30 of 40\. By WhatsApp 15, Telegram 15\.\n\n20 of 30 are in\./);
  await max.taps("List as a file");
  const list = readTable(world, await max.hears(/in confidence/));
  const seats = await db
    .selectFrom("eventRegistrations as r")
    .innerJoin("users as u", "u.id", "r.userId")
    .select(["u.name", "u.email", "r.ticketCode", "r.registeredVia", "r.checkedInAt"])
    .where("r.status", "=", "confirmed")
    .execute();
  expect(list).toHaveLength(30);
  expect(
    list
      .map((row) => [row.Name, row["E-mail"], row["Ticket code"]?.replace("-", ""), row["In since"] !== ""])
      .toSorted(),
  ).toEqual(
    seats.map(({ name, email, ticketCode, checkedInAt }) => [name, email, ticketCode, checkedInAt !== null]).toSorted(),
  );
  expect(list.map((row) => [row.Name, row["Ticket code"], row["Signed up by"]]).toSorted()).toEqual(
    guests.map((guest) => [guest.actor.name, codeOf(guest), MESSENGERS[guest.platform]]).toSorted(),
  );
  const inside = list.filter((row) => row["In since"] !== "").map((row) => row.Name);
  expect(inside.toSorted()).toEqual(
    guests
      .slice(0, 20)
      .map(({ actor }) => actor.name)
      .toSorted(),
  );
});

const MESSENGERS = { telegram: "Telegram", whatsapp: "WhatsApp" } as const;

/** The file of a message, a record for each line under its titles. */
function readTable({ sandbox }: TestWorld, { media }: Message): Record<string, string>[] {
  const file = Buffer.from(sandbox.world.state.media[media?.id ?? ""]?.base64 ?? "", "base64").toString();
  const [titles = [], ...lines] = file
    .replace(/^\ufeff/, "")
    .trimEnd()
    .split("\r\n")
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ""),
    );
  return lines.map((cells) => Object.fromEntries(titles.map((title, n) => [title, cells[n] ?? ""])));
}

async function newDoor({ sandbox }: TestWorld, owner: Phone, name: string): Promise<Phone> {
  await owner.asks("/team", /Who organises/);
  await owner.taps("Invite door help");
  const token = /start=(team_[\w-]+)/.exec((await owner.hears(/team_/)).text)?.[1];
  const phone = sandbox.newPerson(name).telegram;
  await phone.asks(`/start ${token}`, /You help at the door/);
  return phone;
}
