import { expect, test } from "vitest";
import { choir, meetUp } from "../../test/club.ts";
import { servicesOf } from "../../test/club-services.ts";
import { talk } from "../../test/talk.ts";
import { toShortId } from "../ids.ts";

const LINK = "Hello! I would like to come: spring-meetup";
const anna = { name: "Anna Petrova", email: null, reminders: true };
const until = "2026-12-11T17:00:00.000Z";
const SHORT = toShortId(meetUp().event.id);
const full = { taken: 300, waiting: 4 };

test("[Ask me first] is remembered all through the sign-up", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp(full), choir()] }));

  expect(person.say(LINK)).toBe("card-full [Take it for me] [Ask me first] | [Other events]");
  expect(person.press("Ask me first")).toBe("ask-name");
  person.say("Anna anna@posteo.de");
  expect(person.last()).toMatchObject({ text: "confirm-queue", params: { asks: 1, position: 5 } });
  expect(person.press("Confirm")).toBe("waiting-new [Leave the queue] [Other events]");
  expect(person.last()?.params).toMatchObject({ asks: 1, position: 5 });
  expect(person.requests.at(-1)).toMatchObject({ type: "register", draft: { queue: true, askFirst: true } });
});

test("in the middle of it the mind may be changed, either way", () => {
  const event = meetUp();
  const person = talk("whatsapp", servicesOf({ events: [event] }));
  person.say(LINK);
  person.press("Sign me up");
  event.taken = 300;

  expect(person.say("Anna anna@posteo.de")).toBe("(lead-just-filled) card-full [Take it for me] [Ask me first]");
  expect(person.say("ask me first")).toBe("confirm-queue [Confirm] [Without reminders] [Correct]");
  expect(person.last()?.params.asks).toBe(1);
  person.send({ type: "press", data: `queue:${SHORT}`, messageId: undefined });
  expect(person.last()).toMatchObject({ text: "confirm-queue", params: { asks: 0 } });
});

test("a known person is asked first after two taps", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp(full)], person: anna }));

  expect(person.say("/start e_spring-meetup")).toBe("card-full [Take it for me] [Ask me first] | [Русский]");
  expect(person.press("Ask me first")).toBe("waiting-new [Leave the queue] [Events]");
  expect(person.last()?.params).toMatchObject({ asks: 1 });
});

test("whoever has an offer sees it wherever they look, and takes it with a press, a yes or words", () => {
  for (const answer of ["yes", "take the seat", "1", "Занять место"]) {
    const event = meetUp({ ...full, standing: { type: "offered", until } });
    const person = talk("whatsapp", servicesOf({ events: [event, choir()], person: anna }));

    expect(person.say("my")).toBe("seat-offered [Take the seat] [No, I'll leave]");
    expect(person.say(LINK)).toBe("seat-offered [Take the seat] [No, I'll leave]");
    expect(person.last()?.params).toMatchObject({ until: { type: "moment", at: until, zone: "Europe/Moscow" } });
    expect(person.say(answer)).toBe("ticket-new [My ticket] [I can't come]");
  }
});

test("an offer is answered with words that no button of ours stands for, and without one they show what there is", () => {
  const event = meetUp({ ...full, standing: { type: "offered", until } });
  const person = talk("whatsapp", servicesOf({ events: [event, choir()], person: anna }));

  expect(person.say("No, I'll leave")).toBe("left-queue [Join the queue again] [Other events]");
  expect(person.say("No, I'll leave")).toBe("my-none [All events]");
  expect(person.say("take the seat")).toBe("my-none [All events]");
});

test("too late is written over the offer in Telegram, and staying shows the place in the queue", () => {
  const standing = { type: "waitlisted" as const, position: 3 };
  const person = talk("telegram", servicesOf({ events: [meetUp({ ...full, standing })], person: anna }));
  const press = (verb: string) => person.send({ type: "press", data: `${verb}:${SHORT}`, messageId: "offer" });

  expect(press("take-seat")).toBe("offer-ran-out [Stay] [Leave]");
  expect(person.last()).toMatchObject({ edits: "offer", params: { position: 3, today: 1 } });
  expect(press("stay")).toBe("waiting [Leave the queue] [Events]");
  expect(press("give-up")).toBe("left-queue [Join the queue again]");
  expect(press("take-seat")).toBe("card-full [Take it for me] [Ask me first]");
});

test("an offer taken in the middle of another sign-up leaves that where it was", () => {
  const event = meetUp({ ...full, standing: { type: "offered", until } });
  const person = talk("whatsapp", servicesOf({ events: [choir(), event] }));
  person.say("Hello! I would like to come: choir-evening");
  person.press("Sign me up");
  person.say("Anna");

  expect(person.say("take the seat")).toBe("ticket-new [My ticket] [I can't come]");
  expect(person.snapshot().state).toMatchObject({ type: "ENTERING_EMAIL", draft: { name: "Anna" } });
});
