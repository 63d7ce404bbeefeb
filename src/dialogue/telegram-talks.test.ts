import { expect, test } from "vitest";
import { choir, eventId, meetUp } from "../../test/club.ts";
import { servicesOf } from "../../test/club-services.ts";
import { talk } from "../../test/talk.ts";
import { toData } from "../presses.ts";

const max = { profileName: "Max Weber", languageCode: "en" };
const known = { name: "Max Weber", email: "max@web.de", reminders: true };

test("a new person needs two taps and one typed line", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp(), choir()] }), max);

  expect(person.say("/start e_spring-meetup")).toBe("card [Register as Max Weber] | [Other name] [Events] [Русский]");
  expect(person.press("Register as Max Weber")).toBe("ask-email [No e-mail] [Cancel]");
  expect(person.last()?.retires).toBe("message-1");
  expect(person.say("max@web.de")).toBe("confirm [Confirm] | [Confirm, no reminders] | [Name] [E-mail] [Cancel]");
  expect(person.press("Confirm")).toBe("ticket-new [Calendar] [Map] | [Copy code] [I can't come]");
  expect(person.last()?.retires).toBe("message-3");
});

test("whoever starts the bot without an event's link is told whose it is and what it is for, once", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp(), choir()] }), max);

  expect(person.say("/start")).toMatch(/^\(lead-hello\) event-list /);
  expect(person.say("/start")).toMatch(/^event-list /);
  const nothing = talk("telegram", servicesOf({ events: [] }), max);
  expect(nothing.say("/start")).toMatch(/^\(lead-hello\) no-events /);
  const invited = talk("telegram", servicesOf({ events: [meetUp()] }), max);
  expect(invited.say("/start e_spring-meetup")).toMatch(/^card /);
});

test("a known person needs two taps", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp(), choir()], person: known }), max);

  expect(person.say("/start e_spring-meetup")).toBe("card [Register] | [Change details] [Events] [Русский]");
  expect(person.press("Register")).toBe("ticket-new [Calendar] [Map] | [Copy code] [I can't come]");
});

test.each([
  ["whoever wants reminders is told that none comes any more", true, ["note-starts-soon"]],
  ["whoever wants none is not told of them", false, []],
])("%s", (_, reminders, notes) => {
  const services = servicesOf({ events: [meetUp()], person: { ...known, reminders } });
  const late = talk("telegram", (request) => {
    const outcome = services(request);
    return outcome.type === "confirmed" ? { ...outcome, startsSoon: true } : outcome;
  });
  late.say("/start e_spring-meetup");
  late.press("Register");
  expect(late.last()?.params.notes).toMatchObject({ items: notes.map((key) => ({ key })) });
});

test("without a usable profile name the name is asked for", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp()] }), { profileName: "🌸", languageCode: "en" });

  expect(person.say("/start e_spring-meetup")).toBe("card [Register] | [Русский]");
  expect(person.press("Register")).toBe("ask-name [Cancel]");
});

test("another name than the profile's can be given", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp()] }), max);
  person.say("/start e_spring-meetup");

  expect(person.press("Other name")).toBe("ask-name-suggested [Use this name] [Cancel]");
  expect(person.say("Maximilian")).toBe("ask-email [No e-mail] [Cancel]");
  expect(person.press("Cancel")).toBe("cancelled [Events] [My tickets]");
});

test("another name for an event that is gone is not asked for another event", () => {
  const club = { events: [meetUp(), choir()] };
  const person = talk("telegram", servicesOf(club), max);
  person.say("/start e_spring-meetup");
  club.events.shift();

  expect(person.press("Other name")).toBe("(lead-event-missing) card [Register as Max Weber] | [Other name]");
});

test("the first card speaks the other language at one press, in its place", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp(), choir()] }), max);
  person.say("/start e_spring-meetup");

  expect(person.press("Русский")).toBe("card [Записаться: Max Weber] | [Другое имя] [События] [English]");
  expect(person.last()).toMatchObject({ locale: "ru", edits: "message-1" });
  expect(person.last()?.params.notes).toMatchObject({ items: [{ key: "note-greeting" }] });
  expect(person.requests).toContainEqual({ type: "save-preferences", locale: "ru" });
  expect(person.say("/events")).toBe("event-list [1 · сб 12 дек., 18:00] [2 · сб 12 дек., 18:00]");
});

test("giving a seat up is written over the ticket that was pressed", () => {
  const standing = { type: "confirmed", ticketCode: "K7QM3FPA" } as const;
  const person = talk("telegram", servicesOf({ events: [meetUp({ standing })], person: known }), max);

  expect(person.say("/my")).toBe("ticket [Calendar] [Map] | [Copy code] [I can't come]");
  expect(person.press("I can't come")).toBe("given-up [Take it back]");
  expect(person.last()?.edits).toBe("message-1");
  expect(person.press("Take it back")).toBe("ticket-new [Calendar] [Map] | [Copy code] [I can't come]");
  expect(person.last()?.edits).toBeUndefined();
});

test("a second link in mid-dialogue asks once", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp(), choir()] }), max);
  person.say("/start e_spring-meetup");
  person.press("Register as Max Weber");

  expect(person.say("/start e_choir-evening")).toBe("leave-for-other [Go on] [Open the other one]");
  expect(person.last()?.params).toMatchObject({
    title: "Spring meet-up",
    missing: { key: "missing-email" },
    other: "Choir evening",
  });
  expect(person.say("?")).toBe("(lead-not-understood) leave-for-other [Go on] [Open the other one]");
  expect(person.press("Go on")).toBe("ask-email-again [No e-mail] [Cancel]");
  expect(person.say("/start e_spring-meetup")).toBe("ask-email-again [No e-mail] [Cancel]");
  expect(person.say("/start")).toBe("leave-for-events [Go on] [All events]");
  expect(person.press("All events")).toContain("event-list");
});

test("the other link can be opened, and the sign-up is gone", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp(), choir()] }), max);
  person.say("/start e_spring-meetup");
  person.press("Register as Max Weber");
  person.say("choir-evening");

  expect(person.press("Open the other one")).toBe("card [Register as Max Weber] | [Other name] [Events]");
  expect(person.snapshot().state).toEqual({ type: "CHOOSING_EVENT", eventId: eventId(2), stranger: true });
});

test("an old press answers with the present facts of its event", () => {
  const standing = { type: "confirmed", ticketCode: "K7QM3FPA" } as const;
  const events = [
    meetUp({ standing }),
    choir(),
    { ...choir({ closed: "started" }), event: { ...choir().event, id: eventId(3) } },
  ];
  const person = talk("telegram", servicesOf({ events }), max);
  const press = (data: string) => person.send({ type: "press", data, messageId: "old" });
  person.say("/start e_choir-evening");
  person.press("Register as Max Weber");

  expect(press(toData({ verb: "confirm", eventId: eventId(1) }))).toContain("ticket [Calendar]");
  expect(press(toData({ verb: "confirm", eventId: eventId(3) }))).toBe("card-started [Events] [My tickets]");
  expect(press(toData({ verb: "confirm", eventId: eventId(2) }))).toBe("ask-email-again [No e-mail] [Cancel]");
  expect(press(toData({ verb: "sign-up", eventId: eventId(2) }))).toBe("ask-email-again [No e-mail] [Cancel]");
  expect(press(toData({ verb: "event", eventId: eventId(9) }))).toBe(
    "(lead-event-missing) ask-email-again [No e-mail] [Cancel]",
  );
  expect(press("confirm:forged")).toBe("(lead-not-understood) ask-email-again [No e-mail] [Cancel]");
  expect(person.snapshot().state.type).toBe("ENTERING_EMAIL");
});

test("an old Confirm does not register under a name that is being corrected", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp()] }), max);
  person.say("/start e_spring-meetup");
  person.press("Register as Max Weber");
  person.press("No e-mail");
  person.press("Name");

  const data = toData({ verb: "confirm", eventId: eventId(1) });
  expect(person.send({ type: "press", data, messageId: "message-3" })).toBe("ask-name-again [Use this name] [Cancel]");
});

test("a second tap on Confirm shows the ticket again, and takes no second seat", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp()] }), max);
  person.say("/start e_spring-meetup");
  person.press("Register as Max Weber");
  person.press("No e-mail");
  const data = toData({ verb: "confirm", eventId: eventId(1) });
  person.press("Confirm");

  expect(person.send({ type: "press", data, messageId: "message-3" })).toContain("ticket [Calendar]");
  expect(person.requests.filter(({ type }) => type === "register")).toHaveLength(1);
});

test("a group is told once, and then left in peace", () => {
  const group = talk("telegram", servicesOf({ events: [meetUp()] }), max);

  expect(group.send({ type: "group" })).toBe("group");
  expect(group.send({ type: "group" })).toBe("(quiet)");
  expect(group.say("stop")).toBe("(quiet)");
});
