import fc from "fast-check";
import { expect, test } from "vitest";
import { said, speakers } from "../../../test/anything.ts";
import { type Club, choir, meetUp } from "../../../test/club.ts";
import { servicesOf } from "../../../test/club-services.ts";
import { talk } from "../../../test/talk.ts";
import type { Role } from "../../roles.ts";

const clubOf = (role: Role | undefined): Club => ({ events: [meetUp(), choir()], ...(role && { role }) });
const deskOf = (role: Role | undefined) => talk("telegram", servicesOf(clubOf(role)), { languageCode: "en" });

test("nothing is said at the desk, and nothing done, before the role was asked for", () => {
  const owner = deskOf("owner");
  owner.say("menu");
  owner.press("New event");
  owner.say("Spring meet-up");
  expect(owner.requests.map(({ type }) => type)).toEqual(["open-desk", "open-desk", "open-desk"]);
});

test("the word for the desk is a word like any other to whoever has no role", () => {
  const stranger = deskOf(undefined);
  stranger.say("/start e_spring-meetup");
  const unknown = stranger.say("abracadabra, please");
  expect(stranger.say("menu")).toBe(unknown);
  expect(stranger.snapshot().state.type).toBe("CHOOSING_EVENT");
});

test("whoever was removed is told by [Help], too, what everybody is told", () => {
  const club = clubOf("organiser");
  const removed = talk("telegram", servicesOf(club), { languageCode: "en" });
  removed.say("menu");
  delete club.role;
  expect(removed.send({ type: "press", data: "help", messageId: undefined })).toMatch(/^help/);
  const forged = { type: "press", data: "desk:help", messageId: undefined } as const;
  expect(removed.send(forged)).toMatch(/^\(lead-not-understood\)/);
});

test("a number is a number of seats there, and never a button", () => {
  const owner = deskOf("owner");
  owner.say("menu");
  owner.press("New event");
  for (const words of ["Spring", "12.12.2026 18:00", "Hall"]) owner.say(words);
  owner.say("1");
  owner.press("No description");
  expect(owner.requests.at(-1)).toMatchObject({ type: "create-event", plan: { seats: 1, title: "Spring" } });
});

test.each(["telegram", "whatsapp"] as const)("on %s a number presses what bears it, and nothing else", (platform) => {
  const owner = talk(platform, servicesOf(clubOf("owner")), { languageCode: "en" });
  owner.say("menu");
  owner.press("Events");
  expect(owner.say("1")).toMatch(/^desk-page-published/);
  const page = owner.last();
  for (let number = 1; number <= (page?.choices.flat().length ?? 0); number++) {
    expect(owner.say(String(number))).toMatch(/^\(lead-not-understood\) desk-page-published/);
  }
});

test("a title may be a word that means something elsewhere", () => {
  const owner = deskOf("owner");
  owner.say("menu");
  owner.press("New event");
  expect(owner.say("Events")).toContain("desk-ask-when");
  expect(owner.snapshot().plan).toEqual({ title: "Events" });
});

test("cancel leads from a question to the menu, and loses nothing", () => {
  const owner = deskOf("owner");
  owner.say("menu");
  owner.press("New event");
  owner.say("Spring");
  owner.say("cancel");
  expect(owner.press("Go on with it")).toContain("desk-ask-when");
  expect(owner.snapshot().plan).toEqual({ title: "Spring" });
});

test("a point on the map is a place, and one without a name is asked how it is called", () => {
  const owner = deskOf("owner");
  owner.say("menu");
  owner.press("New event");
  owner.say("Spring");
  owner.say("12.12.2026 18:00");
  const point = { type: "place" as const, latitude: 55.75, longitude: 37.62 };
  expect(owner.send({ ...point, name: undefined })).toContain("desk-ask-point");
  expect(owner.say("Library hall")).toContain("desk-ask-seats");
  expect(owner.snapshot().plan).toMatchObject({
    location: "Library hall",
    locationUrl: "https://www.google.com/maps/search/?api=1&query=55.75,37.62",
  });
});

test("a picture, or an album of them, is answered with the question that waits", () => {
  const owner = deskOf("owner");
  owner.say("menu");
  owner.press("New event");
  for (let picture = 0; picture < 3; picture++) {
    expect(owner.send({ type: "unsupported", kind: "photo" })).toBe("(lead-only-text) desk-ask-title [Menu]");
  }
});

test("what answers no question is said not to be understood, with what can be done", () => {
  const owner = deskOf("owner");
  owner.say("menu");
  expect(owner.say("what now, please")).toMatch(/^\(lead-not-understood\) desk-menu/);
  expect(owner.send({ type: "place", latitude: 1, longitude: 2, name: "Hall" })).toMatch(/^\(lead-not-understood\)/);
});

test("only whoever was just asked is sure", () => {
  const owner = deskOf("owner");
  owner.say("menu");
  owner.send({ type: "press", data: "desk:sure", messageId: undefined });
  expect(owner.requests.map(({ type }) => type)).not.toContain("change-event");
});

test("an event is called off after being asked twice, and anything else asks again", () => {
  const owner = deskOf("owner");
  owner.say("menu");
  owner.press("Events");
  owner.press("1 · Sat 12 Dec, 18:00");
  expect(owner.press("Cancel the event")).toContain("desk-ask-call-off ");
  expect(owner.say("well, hm")).toContain("desk-ask-call-off ");
  expect(owner.requests.at(-1)).toMatchObject({ type: "show-desk-event", as: "question" });
});

test.each<Role | undefined>(["owner", "organiser", "door", undefined])("no talk of %s goes in circles", (role) => {
  const inputs = fc.array(fc.oneof(said, fc.nat(5), fc.constant("menu" as const)), { maxLength: 25 });
  fc.assert(
    fc.property(inputs, speakers, (all, speaker) => {
      const person = talk(speaker.platform, servicesOf(clubOf(role)), speaker);
      for (const input of all) {
        if (input === "menu") person.say("/admin");
        else if (typeof input !== "number") person.send(input);
        else {
          const { offered } = person.snapshot();
          const data = offered[input % Math.max(offered.length, 1)]?.data ?? "events";
          person.send({ type: "press", data, messageId: undefined });
        }
      }
    }),
    { numRuns: 150 },
  );
});
