import { expect, test } from "vitest";
import { type EventId, toId } from "../src/ids.ts";
import { type PeoplePress, toPeopleData } from "../src/people-presses.ts";
import { MEET_UP, openJourney, signUp } from "./journey.ts";
import { ownerOf } from "./organisers.ts";

test("nobody sees or moves the people of an event without the right to, by presses that name them truly", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { db } = world.app.database;
  const { id, slug } = await world.publish({ ...MEET_UP, maxParticipants: 1 });
  const bob = world.sandbox.newPerson("Bob").telegram;
  await signUp(world.sandbox.newPerson("Ada Lovelace").telegram, slug);
  await signUp(bob, slug);
  const owner = world.sandbox.person("Max").telegram;
  await ownerOf(world, owner);
  await owner.asks("/team");
  await owner.taps("Invite door help");
  const invitation = /start=(\S+)/.exec((await owner.hears()).text)?.[1];
  const door = world.sandbox.newPerson("Dora").telegram;
  await door.asks(`/start ${invitation}`);

  const placesNow = () => db.selectFrom("eventRegistrations").selectAll().orderBy("id").execute();
  const before = await placesNow();
  const of = toId<EventId>(id);
  const presses: PeoplePress[] = [
    { act: "people" },
    ...(["people-of", "find-person", "add-person", "people-file"] as const).map((act) => ({ act, of })),
    ...(["comers", "waiters", "unreached"] as const).map((act) => ({ act, of, page: 0 })),
    ...before.flatMap(({ id: registration }) =>
      (["person", "cancel-place", "move-up"] as const).map((act) => ({ act, registration })),
    ),
  ];
  const seen = async (press: PeoplePress) => {
    world.clock.moveForward(1_000); // no flood
    await owner.forges(`desk:${toPeopleData(press)}`);
    return (await owner.hears()).text;
  };
  expect(await seen({ act: "comers", of, page: 0 })).toContain("Ada Lovelace");

  for (const phone of [bob, door]) {
    for (const press of presses) {
      world.clock.moveForward(1_000);
      await phone.forges(`desk:${toPeopleData(press)}`);
      const { text, media } = await phone.hears();
      expect([press.act, text.includes("Lovelace"), media]).toEqual([press.act, false, undefined]);
    }
    for (const words of ["people", "Ada"]) expect((await phone.asks(words)).text).not.toContain("Lovelace");
  }
  expect(await placesNow()).toEqual(before);
});
