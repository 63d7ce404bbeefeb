import { expect, test } from "vitest";
import { choir, meetUp } from "../../test/club.ts";
import { servicesOf } from "../../test/club-services.ts";
import { talk } from "../../test/talk.ts";
import { sayingOf, withoutIntroduction } from "./sayings.ts";

const ticket = { type: "confirmed", ticketCode: "K7QM3FPA" } as const;
const LINK = "Hello! I would like to come: spring-meetup";

test.each([
  ["Hello! My name is Anna Petrova.", "Anna Petrova"],
  ["I’m Anna O’Neill", "Anna O’Neill"],
  ["Меня зовут Ольга Смирнова", "Ольга Смирнова"],
  ["Здравствуйте, меня зовут: Иванов И.И.", "Иванов И.И."],
  ["Добрый день! Анна", "Анна"],
  ["Anna Petrova.", "Anna Petrova."],
  ["Яна Ким", "Яна Ким"],
  ["Hi", "Hi"],
  ["Hilda Meier", "Hilda Meier"],
])("%s names %s", (text, name) => {
  expect(withoutIntroduction(text)).toBe(name);
});

test("somebody who introduces themselves has their name alone on the ticket, and a greeting is no name", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp()] }));
  person.say(LINK);
  expect(person.press("Sign me up")).toBe("ask-name");
  expect(person.say("Hello!")).toBe("ask-name");
  expect(person.say("My name is Anna Petrova")).toContain("ask-email");
  expect(person.last()?.params.name).toBe("Anna Petrova");
  person.press("Correct my name");
  expect(person.say("меня зовут Анна, anna@posteo.de")).toContain("confirm");
  expect(person.last()?.params.name).toBe("Анна");
});

test.each(["у меня нет почты", "Нету", "no email", "Sorry, I don't have an e-mail", "Без почты", "почты нет"])(
  "%s goes on without an e-mail",
  (text) => {
    const person = talk("whatsapp", servicesOf({ events: [meetUp()] }));
    person.say(LINK);
    person.press("Sign me up");
    person.say("Anna");
    expect(person.say(text)).toContain("confirm [Confirm]");
    expect(person.requests.at(-1)).toMatchObject({ type: "check-draft", draft: { email: null } });
  },
);

test("a greeting is answered, and what was shown stays", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp(), choir()] }));
  expect(person.say("Hello")).toBe("(note-greeting) event-list [1] [2] | [Русский]");
  expect(person.say("Добрый вечер!")).toBe("(lead-hello) event-list [1] [2]");
  person.say("my");
  const guest = talk("whatsapp", servicesOf({ events: [meetUp({ standing: ticket }), choir()] }));
  guest.say(LINK);
  expect(guest.say("Привет")).toContain("(lead-hello) ");
});

const YES = ["yes", "Да", "👍", "I'm coming!", "Да, приду", "обязательно буду"];
const NO = ["no", "Нет", "sorry, I can't make it", "К сожалению, не смогу прийти", "не приду", "I cannot come"];

test("the question of a reminder is answered in words, and one that was not asked is none", () => {
  const others = { standing: ticket, asked: true, waiting: 2 };
  for (const text of YES) {
    const person = talk("whatsapp", servicesOf({ events: [meetUp({ standing: ticket }), choir(others)] }));
    person.say(LINK);
    expect(person.say(text)).toBe("coming-noted [I can't come]");
  }
  for (const text of NO) {
    const person = talk("whatsapp", servicesOf({ events: [meetUp({ standing: ticket }), choir(others)] }));
    person.say(LINK);
    expect(person.say(text)).toBe("give-up-question [Yes, give it up] [No, I'm coming]");
    expect(person.say("yes")).toContain("given-up");
  }
});

test("without a reminder a yes is not understood, and whoever cannot come sees their tickets", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp({ standing: ticket }), choir({ standing: ticket })] }));
  person.say(LINK);
  expect(person.say("yes")).toBe("not-understood [My tickets] [All events] [Help]");
  expect(person.say("no")).toBe("not-understood [My tickets] [All events] [Help]");
  expect(person.say("I can't make it")).toBe("my-list [1] [2]");
});

test("while a question waits, no answer to a reminder is heard", () => {
  const others = { standing: ticket, asked: true, waiting: 0 };
  const person = talk("whatsapp", servicesOf({ events: [meetUp(), choir(others)] }));
  person.say(LINK);
  person.press("Sign me up");
  person.say("Anna, anna@posteo.de");
  for (const text of ["I'll be there", "не смогу прийти"]) expect(person.say(text)).toContain("confirm [Confirm]");
  expect(person.say("yes")).toContain("ticket-new");
});

test("half of a sentence is no saying", () => {
  for (const text of [
    "I can't come before six",
    "not coming alone",
    "I have no e-mail but max@web.de",
    "hello world",
  ]) {
    expect(sayingOf(text, "greet", "coming", "not-coming", "no-email")).toBeUndefined();
  }
});
