import fc from "fast-check";
import { expect, test } from "vitest";
import { said, speakers } from "../../test/anything.ts";
import { type Club, choir, eventId, meetUp } from "../../test/club.ts";
import { servicesOf } from "../../test/club-services.ts";
import { freshSnapshot, settle, talk } from "../../test/talk.ts";
import { toData } from "../presses.ts";
import type { Input } from "./input.ts";
import type { Request } from "./request.ts";
import type { Snapshot } from "./state.ts";
import { transition } from "./transition.ts";

const LINK = "/start e_spring-meetup";
const anna = { name: "Anna Petrova", email: null, reminders: true };

/** What the services were asked for since the card was shown. */
const since = (requests: Request[], shown: number) => requests.slice(shown).map(({ type }) => type);

test.each([
  ["sign-up", { taken: 257 }, { queue: false }],
  ["queue", { taken: 300 }, { queue: true }],
  ["queue-asked", { taken: 300 }, { queue: true, askFirst: true }],
] as const)(
  "a stranger who presses %s under the card is asked for a name, and nothing is locked",
  (verb, seats, wish) => {
    const person = talk("whatsapp", servicesOf({ events: [meetUp(seats), choir()] }));
    person.say(LINK);

    expect(person.send({ type: "press", data: toData({ verb, eventId: eventId(1) }), messageId: undefined })).toBe(
      "ask-name",
    );
    expect(since(person.requests, 1)).toEqual(["show-event"]);
    const draft = { eventId: eventId(1), title: "Spring meet-up", ...wish };
    expect(person.snapshot().state).toEqual({ type: "ENTERING_NAME", draft });
  },
);

test("typed, and under the whole description, it is the same", () => {
  const events = [meetUp({ description: "Songs and tea. ".repeat(100) })];
  const person = talk("whatsapp", servicesOf({ events }));
  person.say(LINK);
  person.press("More about it");

  expect(person.say("yes")).toBe("ask-name");
  expect(since(person.requests, 2)).toEqual(["show-event"]);
});

test("whoever became known since the card was shown is registered at one press", () => {
  const club: Club = { events: [meetUp(), choir()] };
  const person = talk("whatsapp", servicesOf(club));
  person.say(LINK);
  club.person = anna;

  expect(person.press("Sign me up")).toBe("ticket-new [My ticket] [I can't come]");
  expect(since(person.requests, 1)).toEqual(["show-event", "register-known"]);
});

test("or has the place in the queue that they asked for", () => {
  const club: Club = { events: [meetUp({ taken: 300, waiting: 4 })] };
  const person = talk("whatsapp", servicesOf(club));
  person.say(LINK);
  club.person = anna;

  expect(person.press("Ask me first")).toBe("waiting-new [Leave the queue] [Other events]");
  expect(person.requests.at(-1)).toEqual({
    type: "register-known",
    eventId: eventId(1),
    queue: true,
    askFirst: true,
  });
});

test.each([
  ["fills", { taken: 300 }, "card-full [Take it for me] [Ask me first] | [Other events]"],
  ["starts", { closed: "started" }, "card-started [Other events] [My tickets]"],
  ["is cancelled", { closed: "cancelled" }, "card-cancelled [Other events] [My tickets]"],
] as const)("an event that %s after a stranger saw its card is shown as it is", (_, change, told) => {
  const event = meetUp();
  const person = talk("whatsapp", servicesOf({ events: [event, choir()] }));
  person.say(LINK);
  Object.assign(event, change);

  expect(person.press("Sign me up")).toBe(told);
});

test("a press under another card, or one that a known person saw, is decided at once", () => {
  const press = toData({ verb: "sign-up", eventId: eventId(1) });
  const stranger = talk("whatsapp", servicesOf({ events: [meetUp(), choir()] }));
  stranger.say("/start e_choir-evening");
  stranger.send({ type: "press", data: press, messageId: undefined });
  expect(since(stranger.requests, 1)).toEqual(["register-known"]);

  const known = talk("whatsapp", servicesOf({ events: [meetUp(), choir()], person: anna }));
  known.say(LINK);
  expect(known.snapshot().state).not.toHaveProperty("stranger");
  known.press("Sign me up");
  expect(since(known.requests, 1)).toEqual(["register-known"]);
});

/** As a process left it that did not remember to whom the card was shown. */
function unmarked(snapshot: Snapshot): Snapshot {
  return JSON.parse(JSON.stringify(snapshot, (key, value) => (key === "stranger" ? undefined : value)));
}

const joining = fc.record({
  type: fc.constant("press" as const),
  data: fc
    .record({
      verb: fc.constantFrom("sign-up", "queue", "queue-asked", "take-back"),
      eventId: fc.constantFrom(eventId(1), eventId(2)),
    })
    .map(toData),
  messageId: fc.constant("message-1"),
});
const opening = fc.constantFrom<Input>(
  { type: "text", text: LINK },
  { type: "text", text: "/start e_choir-evening" },
  { type: "text", text: "русский" },
  { type: "text", text: "yes" },
);

/** What may happen at the first event, or to the person, in another chat or at the desk. */
const CHANGES: ((club: Club) => void)[] = [
  (club) => Object.assign(club, { person: anna }),
  (club) => Object.assign(club.events[0] ?? {}, { taken: 300, waiting: 2 }),
  (club) => Object.assign(club.events[0] ?? {}, { standing: { type: "waitlisted", position: 2 } }),
  (club) => Object.assign(club.events[0] ?? {}, { standing: { type: "confirmed", ticketCode: "K7QM3FPA" } }),
  (club) => Object.assign(club.events[0] ?? {}, { closed: "cancelled" }),
  (club) => club.events.shift(),
];

test("a stranger is told and given the same whether the card is remembered or not", () => {
  const happening = fc.oneof(
    { arbitrary: opening, weight: 3 },
    { arbitrary: joining, weight: 4 },
    { arbitrary: said, weight: 1 },
    { arbitrary: fc.constantFrom(...CHANGES), weight: 2 },
  );
  let remembered = 0;
  fc.assert(
    fc.property(opening, fc.array(happening, { maxLength: 8 }), speakers, (first, rest, who) => {
      const club: Club = { events: [meetUp(), choir()] };
      let snapshot = freshSnapshot();
      for (const one of [first, ...rest]) {
        if (typeof one === "function") {
          one(club);
          continue;
        }
        const before = structuredClone(club);
        const requests: Request[] = [];
        const step = settle(transition(snapshot, one, who), { services: servicesOf(club), who, requests });
        const plain = settle(transition(unmarked(snapshot), one, who), {
          services: servicesOf(before),
          who,
          requests: [],
        });
        expect(step.reply).toEqual(plain.reply);
        expect(unmarked(step.snapshot)).toEqual(unmarked(plain.snapshot));
        expect(club).toEqual(before);
        if (requests.some((request) => request.type === "show-event" && request.joining)) remembered += 1;
        snapshot = step.snapshot;
      }
    }),
    { numRuns: 1500 },
  );
  expect(remembered).toBeGreaterThan(100);
});
