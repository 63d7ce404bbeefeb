import { expect, test } from "vitest";
import { type Club, choir, clubEvent, meetUp } from "../../../test/club.ts";
import { servicesOf } from "../../../test/club-services.ts";
import { type Services, talk } from "../../../test/talk.ts";
import type { DoorAnswer } from "../../door.ts";
import type { Role } from "../../roles.ts";

const clubOf = (role: Role): Club => ({ events: [meetUp(), choir()], role });

test("each press and each word at the door is one request", () => {
  const door = talk("telegram", servicesOf(clubOf("door")), { languageCode: "en" });
  door.say("door");
  door.press("How many are in");
  door.say("anna");
  door.press("Let in");
  door.say("/start in_K7QM3FPA");
  door.press("Undo");
  const types = ["look-at-door", "look-at-door", "search-at-door", "let-in", "check-in", "undo-check-in"];
  expect(door.requests.map(({ type }) => type)).toEqual(types);
  const { id: at } = meetUp().event;
  expect(door.requests[2]).toEqual({ type: "search-at-door", words: "anna", at });
});

test("what was scanned waits for the door to be chosen, and for nothing else", () => {
  const [one, other] = [clubEvent(1).event, clubEvent(2).event];
  const services: Services = (request) => {
    const asked: DoorAnswer = { type: "door-asked", events: [one, other] };
    const chosen: DoorAnswer = { type: "at-door", event: other, inside: { entered: 0, seats: 1 }, others: 1 };
    const answer = "at" in request && request.at ? chosen : asked;
    return { type: "door-answered", answer, organises: false };
  };
  const door = talk("telegram", services, { languageCode: "en" });
  door.say("/start in_K7QM3FPA");
  door.say("2");
  expect(door.requests.at(-1)).toEqual({ type: "search-at-door", words: "K7QM3FPA", at: other.id });
  door.press("Another door");
  door.press("2");
  expect(door.requests.at(-1)).toEqual({ type: "look-at-door", at: other.id, how: "this" });
});

test("a number is a button only where buttons have numbers: below a welcome it takes nothing back", () => {
  const door = talk("telegram", servicesOf(clubOf("door")), { languageCode: "en" });
  door.say("/start in_K7QM3FPA");
  door.say("1");
  expect(door.requests.at(-1)).toMatchObject({ type: "search-at-door", words: "1" });
});

test("from the midst of a new event somebody scans a ticket, and goes on with it afterwards", () => {
  const owner = talk("telegram", servicesOf(clubOf("owner")), { languageCode: "en" });
  owner.say("menu");
  owner.press("New event");
  owner.say("Spring");
  expect(owner.say("/start in_K7QM3FPA")).toContain("door-welcome");
  owner.say("menu");
  expect(owner.press("Go on with it")).toContain("desk-ask-when");
});
