import { afterAll, beforeAll, expect, test } from "vitest";
import { toDeskData } from "../src/desk-presses.ts";
import { type EventId, toId } from "../src/ids.ts";
import type { Phone } from "../src/sandbox/phone.ts";
import { everyDeskPress } from "./desk-presses.ts";
import { CHOIR, type Journey, openJourney } from "./journey.ts";
import { ownerOf, unnamed, withoutChance } from "./organisers.ts";

let journey: Journey;
let draft: EventId;
beforeAll(async () => {
  journey = await openJourney();
  const { world } = journey;
  await world.publish(CHOIR);
  draft = toId((await world.publish({ title: "Secret evening", status: "draft" } as never)).id);
  await ownerOf(world, world.sandbox.person("Max").telegram);
});
afterAll(() => journey[Symbol.asyncDispose]());

const linkIn = (text: string) => /start=(\S+)/.exec(text)?.[1] ?? "";

/** What door help may press. */
const DOOR = /^desk:(?:menu|help|door|refresh|doors|door-at|let-in|undo-in)(?::|$)/;

async function invite(title: string): Promise<string> {
  const owner = journey.world.sandbox.person("Max").telegram;
  await owner.asks("/team");
  await owner.taps(title);
  return linkIn((await owner.hears()).text);
}

test("the owner invites an organiser and takes the role back, and every link works once", async () => {
  const { world, talk } = journey;
  const max = talk(world.sandbox.person("Max").telegram);
  const ada = talk(world.sandbox.newPerson("Ada Lovelace").telegram);
  const bob = talk(world.sandbox.newPerson("Bob").telegram);

  await max.says("/team");
  await max.taps("Invite an organiser");
  const link = linkIn(max.last().text);
  await ada.says(`/start ${link}`);
  await bob.says(`/start ${link}`);
  await max.says(`/start ${link}`);
  await max.says("team");
  await max.taps("Remove 2");
  await max.taps("Yes, remove");
  await ada.says("menu");

  expect(withoutChance(await max.transcript())).toMatchInlineSnapshot(`
    "> /team
    Who organises here: // 1. Max Weber (owner, you)
    [Invite an organiser] [Invite door help] | [Invite an owner] | [Menu]
    > [Invite an organiser]
    Send this link to whom you want (organiser). It works once, for a week: // https://t.me/doorlist_sandbox_bot?start=team_TOKEN
    [Team] [Menu]
    > /start team_TOKEN
    You are the owner already, so this link stays good: pass it on to whom it is for. // What would you like to do?
    [New event] | [Events] [Team] | [People] [Door] [Everything working?]
    > team
    Who organises here: // 1. Max Weber (owner, you) / 2. Ada Lovelace (organiser)
    [Invite an organiser] [Invite door help] | [Invite an owner] | [Remove 2] | [Menu]
    > [Remove 2]
    Take the role from *Ada Lovelace* (organiser)? It is gone at once, and so are the invitations they made.
    [Yes, remove] [No, keep]
    > [Yes, remove]
    Done: Ada Lovelace (organiser) has no role any more. // Who organises here: // 1. Max Weber (owner, you)
    [Invite an organiser] [Invite door help] | [Invite an owner] | [Menu]"
  `);
  expect(withoutChance(await ada.transcript())).toMatchInlineSnapshot(`
    "> /start team_TOKEN
    You are an organiser of Green Club now. The word *menu* brings you here again. // What would you like to do?
    [New event] | [Events] | [People] [Door] [Everything working?]
    > menu
    I did not understand that, sorry. // *Choir evening* / Mon 14 December, 19:00 (Moscow time) / Library hall, Lesnaya 5 / Room for everybody
    [Register as Ada Lovelace] | [Other name]"
  `);
  expect(withoutChance(await bob.transcript())).toMatchInlineSnapshot(`
    "> /start team_TOKEN
    This link was used already, and it works only once. Please ask whoever gave it to you for another one."
  `);
});

test.each(["stranger", "participant", "door"] as const)("no press of the desk does anything for a %s", async (who) => {
  const { world } = journey;
  const phone = world.sandbox.newPerson(`${who} of the desk`).telegram;
  if (who === "participant") await phone.asks("/start e_choir-evening");
  if (who === "door") await phone.asks(`/start ${await invite("Invite door help")}`);
  if (who === "stranger") await phone.asks("/help");
  const unknown = await answerToUnknown(phone);
  const before = await dump();

  for (const data of everyDeskPress({ event: draft }).map(toDeskData)) {
    if (who === "door" && DOOR.test(data)) continue;
    world.clock.moveForward(1_000); // no flood
    await phone.forges(data);
    expect([data, (await phone.hears()).text]).toEqual([data, unknown]);
  }
  expect(await dump()).toEqual(before);
  expect(unknown).not.toContain("Secret evening");
});

test("an organiser cannot touch the team", async () => {
  const { world } = journey;
  const phone = world.sandbox.newPerson("Organiser").telegram;
  await phone.asks(`/start ${await invite("Invite an organiser")}`);
  const unknown = await answerToUnknown(phone);

  for (const data of everyDeskPress({ event: draft }).map(toDeskData)) {
    if (!/invite|team|remove/.test(data)) continue;
    await phone.forges(data);
    expect([data, (await phone.hears()).text]).toEqual([data, unknown]);
  }
});

test("who was removed is at the desk no more, be it in the midst of a question", async () => {
  const { world } = journey;
  const eve = world.sandbox.newPerson("Eve").telegram;
  await eve.asks(`/start ${await invite("Invite an organiser")}`);
  await eve.taps("New event");
  await eve.hears(/Title/);
  const max = world.sandbox.person("Max").telegram;
  const team = await max.asks("/team");
  const number = /(\d+)\. Eve/.exec(team.text)?.[1];
  await max.taps(`Remove ${number}`);
  await max.hears();
  await max.taps("Yes, remove");
  await max.hears();

  expect((await eve.asks("An evening of mine")).text).not.toContain("When?");
  expect(await titles()).not.toContain("An evening of mine");
});

test("alerts go to the owner when the configuration names no chat", async () => {
  const { world } = journey;
  const max = world.sandbox.person("Max");
  await world.app.team.refresh();
  expect(world.app.team.ownerChat()?.telegramId).toBe(max.person.telegram.id);
});

test("a draft that was begun is there after a restart, and beside other talk", async () => {
  const { world } = journey;
  const max = world.sandbox.person("Max").telegram;
  await max.asks("menu");
  await max.taps("New event");
  await max.asks("Begun before the restart");
  await world.stopApp();
  await world.startApp();
  expect((await max.asks("12.12.2099 18:00")).text).toContain("Where?");
  await max.asks("/start e_choir-evening");
  await max.taps("Register as Max Weber");
  await max.hears(/e-mail/);
  await max.asks("/cancel");
  const menu = await max.asks("menu");
  expect(menu.text).toContain("begun");
  await max.taps("Go on with it");
  expect((await max.hears()).text).toContain("Begun before the restart");
});

test("the person of the configured chat is the owner, and no link is printed", async () => {
  const { world } = journey;
  const admin = world.sandbox.person("Max").person.telegram.id;
  await using other = await openJourney({ ...unnamed, TELEGRAM_ADMIN_CHAT_ID: String(admin) });
  expect(await other.world.app.ownerLink).toBeUndefined();
  const [max, anna] = ["Max", "Anna"].map((name) => other.world.sandbox.person(name).telegram);
  expect((await max?.asks("/admin"))?.text).toContain("name of your club");
  expect((await anna?.asks("/admin"))?.text).not.toContain("What would you like to do?");
});

test("a token of the team is in no log", async () => {
  const link = await invite("Invite door help");
  expect(link).toMatch(/^team_/);
  expect(journey.world.logged.filter((line) => line.includes(link.slice(5)))).toEqual([]);
});

/** The second, since the first word of a stranger is answered with what there is. */
async function answerToUnknown(phone: Phone): Promise<string> {
  for (const data of ["desk:nothing-of-ours", "desk:page:nothing"]) {
    await phone.forges(data);
    await phone.hears();
  }
  return phone.last.text;
}

async function titles(): Promise<string[]> {
  const { db } = journey.world.app.database;
  return (await db.selectFrom("events").select("title").execute()).map(({ title }) => title);
}

/** All that could change by the desk. */
async function dump() {
  const { db } = journey.world.app.database;
  const links = await db.selectFrom("staffLinks").select(["id", "usedAt"]).orderBy("id").execute();
  const staff = await db.selectFrom("staff").selectAll().orderBy("userId").execute();
  const events = await db.selectFrom("events").select(["id", "revision", "status"]).orderBy("id").execute();
  return { links, staff, events };
}
