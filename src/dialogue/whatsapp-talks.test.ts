import { expect, test } from "vitest";
import { choir, clubEvent, meetUp } from "../../test/club.ts";
import { servicesOf } from "../../test/club-services.ts";
import { talk } from "../../test/talk.ts";
import { toData } from "../presses.ts";

const LINK = "Hello! I would like to come: spring-meetup";
const anna = { name: "Anna Petrova", email: "anna@gmail.com", reminders: true };
const ticket = { type: "confirmed", ticketCode: "K7QM3FPA" } as const;

test("a new person hears five messages from the link to the ticket", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp(), choir()] }), { profileName: "Anna" });

  expect(person.say(LINK)).toBe("card [Sign me up] | [Other events] [Русский]");
  expect(person.last()?.params.notes).toMatchObject({ items: [{ key: "note-greeting" }] });
  expect(person.press("Sign me up")).toBe("ask-name-suggested [Use this name]");
  expect(person.say("Анна Петрова")).toBe("ask-email [I have no e-mail] [Correct my name]");
  expect(person.say("write to anna@gmail.com, please")).toBe("confirm [Confirm] [Without reminders] [Correct]");
  expect(person.last()?.params).toMatchObject({ name: "Анна Петрова", email: "anna@gmail.com" });
  expect(person.press("Confirm")).toBe("ticket-new [My ticket] [I can't come]");
  expect(person.last()).toMatchObject({ picture: { type: "ticket", code: "K7QM3FPA" }, params: { code: "K7QM-3FPA" } });
  expect(person.heard()).toBe(5);
  expect(person.requests.at(-1)).toMatchObject({ type: "register", reminders: true });
});

test("a known person hears two messages from the link to the ticket", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp(), choir()], person: anna }));

  expect(person.say(LINK)).toBe("card [Sign me up] | [Change details] [Other events]");
  expect(person.last()?.params.notes).toMatchObject({ items: [{ key: "note-known" }, { key: "note-greeting" }] });
  expect(person.press("Sign me up")).toBe("ticket-new [My ticket] [I can't come]");
  expect(person.heard()).toBe(2);
});

test("everything can be typed, and name and e-mail may come in one message", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp(), choir()] }));

  person.say("Здравствуйте! Хочу прийти: spring-meetup");
  expect(person.say("да")).toBe("ask-name");
  expect(person.say("Max Weber, max@web.de")).toBe("confirm [Подтверждаю] [Без напоминаний] [Исправить]");
  expect(person.last()?.params).toMatchObject({ name: "Max Weber", email: "max@web.de" });
  expect(person.say("БЕЗ НАПОМИНАНИЙ!")).toBe("ticket-new [Мой билет] [Не смогу прийти]");
  expect(person.requests.at(-1)).toMatchObject({ type: "register", reminders: false });
});

test("a typing slip in the e-mail is asked about once", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp(), choir()] }));
  person.say(LINK);
  person.say("1");
  person.say("Anna");

  expect(person.say("anna@gmial.com")).toBe("email-slip [Yes, correct it] [No, it is right]");
  expect(person.say("what?")).toBe("(lead-email-wrong) email-slip [Yes, correct it] [No, it is right]");
  expect(person.say("anna@gmial.com")).toBe("confirm [Confirm] [Without reminders] [Correct]");
  expect(person.last()?.params.email).toBe("anna@gmial.com");
  person.press("Correct");
  person.say("2");
  person.say("anna@gmial.com");
  person.press("Yes, correct it");
  expect(person.last()?.params.email).toBe("anna@gmail.com");
});

test("a name or an e-mail that cannot be is asked for again, with its buttons", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp()] }), { profileName: "Anna" });
  person.say(LINK);
  person.press("Sign me up");

  expect(person.say("x".repeat(101))).toBe("(lead-name-too-long) ask-name-suggested [Use this name]");
  expect(person.say("12345")).toBe("(lead-name-without-letters) ask-name-suggested [Use this name]");
  expect(person.say("no")).toBe("(lead-not-understood) ask-name-suggested [Use this name]");
  expect(person.say("anna@gmail.com")).toBe("(lead-email-noted) ask-name-suggested [Use this name]");
  expect(person.press("Use this name")).toBe("confirm [Confirm] [Without reminders] [Correct]");
  expect(person.last()?.params).toMatchObject({ name: "Anna", email: "anna@gmail.com" });
});

test("whoever has no e-mail is not held up", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp()] }), { profileName: "Anna" });
  person.say(LINK);
  person.press("Sign me up");
  person.press("Use this name");

  expect(person.say("anna at gmail")).toBe("(lead-email-wrong) ask-email-again [I have no e-mail] [Correct my name]");
  person.press("I have no e-mail");
  expect(person.last()?.params.email).toMatchObject({ key: "no-email-given" });
  person.press("Confirm");
  expect(person.requests.at(-1)).toMatchObject({ type: "register", draft: { name: "Anna", email: null } });
});

test("what was told can be corrected, and serves for another event", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp(), choir()] }));
  person.say(LINK);
  person.press("Sign me up");
  person.say("Anna P anna@posteo.de");

  expect(person.press("Correct")).toBe("what-to-correct [Name] [E-mail] [Another event]");
  expect(person.press("Name")).toBe("ask-name-again [Use this name]");
  expect(person.say("Anna Petrova")).toBe("confirm [Confirm] [Without reminders] [Correct]");
  person.press("Correct");
  expect(person.press("Another event")).toBe("event-list [1] [2]");
  expect(person.say("2")).toBe("card [Sign me up] | [Other events]");
  expect(person.press("Sign me up")).toBe("confirm [Confirm] [Without reminders] [Correct]");
  expect(person.last()?.params).toMatchObject({
    event: { event: { title: "Choir evening" } },
    name: "Anna Petrova",
    email: "anna@posteo.de",
  });
});

test("a full event offers the queue with the place in it", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp({ taken: 300, waiting: 4 })] }));

  expect(person.say("Здравствуйте! Хочу прийти: spring-meetup")).toBe(
    "card-full [Сразу занять] [Сначала спросить] | [English]",
  );
  expect(person.last()?.params).toMatchObject({ waiting: 4, position: 5 });
  expect(person.press("Сразу занять")).toBe("ask-name");
  person.say("Анна");
  expect(person.press("Нет почты")).toBe("confirm-queue [Подтверждаю] [Без напоминаний] [Исправить]");
  expect(person.press("Подтверждаю")).toBe("waiting-new [Выйти из очереди] [Другие события]");
  expect(person.last()?.params.position).toBe(5);
  expect(person.say("мои")).toBe("waiting [Выйти из очереди] [Другие события]");
  expect(person.press("Выйти из очереди")).toBe("left-queue [Снова в очередь] [Другие события]");
});

test("an event that fills while somebody signs up offers the queue, and nothing told is lost", () => {
  const event = meetUp();
  const person = talk("whatsapp", servicesOf({ events: [event] }));
  person.say(LINK);
  person.press("Sign me up");
  person.say("Anna anna@posteo.de");
  event.taken = 300;

  expect(person.press("Confirm")).toBe("(lead-just-filled) card-full [Take it for me] [Ask me first]");
  expect(person.press("Take it for me")).toBe("confirm-queue [Confirm] [Without reminders] [Correct]");
  expect(person.last()?.params).toMatchObject({ name: "Anna", email: "anna@posteo.de", position: 1 });
});

test("an event that fills before the last look offers the queue in place of it", () => {
  const event = meetUp();
  const person = talk("whatsapp", servicesOf({ events: [event] }));
  person.say(LINK);
  person.press("Sign me up");
  event.taken = 300;

  expect(person.say("Anna anna@posteo.de")).toBe("(lead-just-filled) card-full [Take it for me] [Ask me first]");
  expect(person.say("yes")).toBe("confirm-queue [Confirm] [Without reminders] [Correct]");
});

test("a seat is given up at once where nobody waits, and can be taken back", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp({ standing: ticket })], person: anna }));

  expect(person.say("my ticket")).toBe("ticket [Other events] [I can't come]");
  expect(person.press("I can't come")).toBe("given-up [Take it back] [Other events]");
  expect(person.press("Take it back")).toBe("ticket-new [My ticket] [I can't come]");
});

test("a seat that others wait for is given up only after a question", () => {
  const event = meetUp({ standing: ticket, taken: 300, waiting: 4 });
  const person = talk("whatsapp", servicesOf({ events: [event], person: anna }));
  person.say("my");

  expect(person.press("I can't come")).toBe("give-up-question [Yes, give it up] [No, I'm coming]");
  expect(person.say("hm")).toBe("(lead-not-understood) give-up-question [Yes, give it up] [No, I'm coming]");
  expect(person.press("No, I'm coming")).toBe("(lead-kept) ticket [Other events] [I can't come]");
  person.press("I can't come");
  expect(person.say("cancel")).toBe("(lead-kept) ticket [Other events] [I can't come]");
  person.press("I can't come");
  expect(person.say("yes")).toBe("given-up-to-next [Join the queue again] [Other events]");
  expect(person.press("Join the queue again")).toBe("waiting-new [Leave the queue] [Other events]");
});

test("an old yes gives up nothing that others wait for", () => {
  const event = meetUp({ standing: ticket, taken: 300, waiting: 4 });
  const person = talk("whatsapp", servicesOf({ events: [event], person: anna }));
  const data = toData({ verb: "give-up-sure", eventId: event.event.id });

  expect(person.send({ type: "press", data, messageId: undefined })).toContain("give-up-question");
  expect(event.standing).toEqual(ticket);
});

test("a long list has pages, and its numbers can be typed", () => {
  const events = Array.from({ length: 23 }, (_, index) => clubEvent(index + 1));
  const person = talk("whatsapp", servicesOf({ events }));

  expect(person.say("hello there")).toContain("(note-greeting) event-list [1 · Sat 12 Dec, 18:00]");
  expect(person.last()?.choices.flat()).toHaveLength(10);
  expect(person.press("More events")).toContain("[16 · Sat 12 Dec, 18:00] | [Previous ones] [More events]");
  expect(person.say("99")).toContain("(lead-not-understood) event-list");
  person.press("More events");
  expect(person.say("9")).toBe("card [Sign me up] | [Other events]");
  expect(person.last()?.params.event).toMatchObject({ event: { title: "Event 9" } });
});

test("one published event needs no list, one ticket needs no list", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp()] }));
  expect(person.say("good evening")).toBe("card [Sign me up] | [Русский]");
  expect(person.say("my")).toBe("my-none [All events]");
});
