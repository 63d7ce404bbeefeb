import { expect, test } from "vitest";
import { commandsFor } from "../src/sandbox/telegram-commands.ts";
import { openJourney } from "./journey.ts";
import { ownerOf } from "./organisers.ts";
import type { TestWorld } from "./world.ts";

/** What the menu of commands shows somebody before everybody's own. */
function menuOf({ sandbox }: TestWorld, name: string): string[] {
  const { person } = sandbox.person(name);
  const commands = commandsFor(sandbox.world, person.telegram).map(({ command }) => command);
  return commands.slice(0, commands.indexOf("events"));
}

test("the menu of commands shows each of the team what they may do, from the role's first hour to its last", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const max = world.sandbox.person("Max").telegram;
  const anna = world.sandbox.person("Anna").telegram;
  expect(menuOf(world, "Max")).toEqual([]);

  await ownerOf(world, max);
  await expect.poll(() => menuOf(world, "Max")).toEqual(["desk", "people", "door", "status", "team"]);
  await max.asks("/team");
  await max.taps("Invite an organiser");
  const [link] = /team_[\w-]+/.exec((await max.hears()).text) ?? [];
  await anna.asks(`/start ${link}`);
  await expect.poll(() => menuOf(world, "Anna")).toEqual(["desk", "people", "door", "status"]);
  expect(menuOf(world, "Igor")).toEqual([]);

  await world.stopApp();
  world.sandbox.world.state.telegram.commands = {};
  await world.startApp();
  expect([menuOf(world, "Max"), menuOf(world, "Anna")]).toEqual([
    ["desk", "people", "door", "status", "team"],
    ["desk", "people", "door", "status"],
  ]);

  await max.asks("/team");
  await max.taps("Remove 2");
  await max.hears();
  await max.taps("Yes, remove");
  await max.hears();
  await expect.poll(() => menuOf(world, "Anna")).toEqual([]);
  expect(menuOf(world, "Max")).toEqual(["desk", "people", "door", "status", "team"]);
});

test("a menu that Telegram did not take is shown within the minute, and keeps nobody from their role", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const max = world.sandbox.person("Max").telegram;
  world.sandbox.faults.add(
    { type: "broken", status: 502 },
    { platform: "telegram", method: "setmycommands", times: 1 },
  );
  await ownerOf(world, max);
  await expect.poll(() => world.sandbox.faults.suffered()).toEqual({ broken: 1 });
  expect(menuOf(world, "Max")).toEqual([]);

  await world.app.refreshTeam();
  expect(menuOf(world, "Max")).toEqual(["desk", "people", "door", "status", "team"]);
});

test("help tells the team its words, and those who are gone, or were never of it, what everybody is told", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const max = world.sandbox.person("Max").telegram;
  const anna = world.sandbox.person("Anna").telegram;
  await ownerOf(world, max);
  await max.asks("/events");
  const help = await max.asks("/help");
  expect(help.text).toMatch(
    /^You are an owner here\. For the team:\n\/desk: .*\n\/people: .*\n\/door: .*\n\/status: .*\n\/team: .*\n\nI sign you up/,
  );
  for (const command of ["/desk", "/people", "/door", "/status", "/team"]) {
    expect((await max.asks(command)).text).toMatch(/What would you like|no event yet|door|I am looking|Who organises/);
  }

  expect((await anna.asks("/help")).text).toMatch(/^I sign you up/);
  await max.asks("/team");
  await max.taps("Invite door help");
  const [link] = /team_[\w-]+/.exec((await max.hears(/team_/)).text) ?? [];
  await anna.asks(`/start ${link}`);
  expect((await anna.asks("/help")).text).toMatch(/^You help at the door\./);
  await max.asks("/team", /Who organises/);
  await max.taps("Remove 2");
  await max.hears();
  await max.taps("Yes, remove");
  await max.hears();
  expect((await anna.asks("/help")).text).toMatch(/^I sign you up/);
});
