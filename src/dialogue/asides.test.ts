import { expect, test } from "vitest";
import { choir, clubEvent, meetUp } from "../../test/club.ts";
import { servicesOf } from "../../test/club-services.ts";
import { talk } from "../../test/talk.ts";
import type { Platform } from "../messages.ts";

const ticket = { type: "confirmed", ticketCode: "K7QM3FPA" } as const;

/** Somebody who was just asked for an e-mail. */
function midway(platform: Platform = "whatsapp") {
  const club = { events: [meetUp(), choir()] };
  const person = talk(platform, servicesOf(club), { profileName: "Anna", languageCode: "en" });
  person.say("/start e_spring-meetup");
  person.send({ type: "press", data: person.snapshot().offered[0]?.data ?? "", messageId: undefined });
  if (platform === "whatsapp") person.press("Use this name");
  return person;
}

const ASKED = "ask-email-again [I have no e-mail] [Correct my name]";

test("privacy is told in the middle of a sign-up, which goes on after it", () => {
  const person = midway();
  expect(person.say("privacy")).toBe("privacy [Send me my data] [Delete everything] [Back]");
  expect(person.press("Back")).toBe(ASKED);
  expect(person.say("my")).toBe("my-none [All events]");
  expect(person.say("help")).toContain("help");
  expect(person.say("anna@posteo.de")).toBe("confirm [Confirm] [Without reminders] [Correct]");
});

test("everything is deleted only after a question, and then the next words are a stranger's", () => {
  const events = [meetUp({ standing: ticket }), choir()];
  const person = talk("whatsapp", servicesOf({ events }));
  person.say("Здравствуйте! Хочу прийти: choir-evening");

  person.say("данные");
  expect(person.press("Удалить всё обо мне")).toBe("forget-question-seats [Да, удалить всё] [Назад]");
  expect(person.press("Назад")).toBe("(lead-nothing-deleted) card [Записаться] | [Другие события]");
  expect(person.send({ type: "press", data: "forget-sure", messageId: undefined })).toContain("forget-question-seats");
  expect(person.say("да")).toBe("forgotten");
  expect(person.snapshot()).toEqual({ state: { type: "START" }, locale: undefined, zone: undefined, offered: [] });
});

test("my data comes in sentences with a link", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp()] }));
  expect(person.say("/mydata")).toBe("my-data [Delete everything] [Back]");
  expect(person.last()?.params.link).toEqual({ type: "link", link: { to: "my-data", token: "token" } });
});

test("STOP ends a sign-up, touches no seat and says so; start undoes it", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp({ standing: ticket }), choir()] }));
  person.say("Hello! I would like to come: choir-evening");
  person.press("Sign me up");

  expect(person.say("Stop!")).toBe("stopped-seat [Write to me again] [I can't come]");
  expect(person.requests.map(({ type }) => type)).not.toContain("give-up");
  expect(person.say("start")).toBe("writing-again [My tickets] [All events]");
  expect(person.say("start")).toBe("event-list [1] [2]");
});

test("STOP knows of no seat, of one, and of several", () => {
  const stopped = (events: ReturnType<typeof meetUp>[]) => talk("telegram", servicesOf({ events })).say("/stop");
  expect(stopped([meetUp()])).toBe("stopped [Write to me again]");
  expect(stopped([meetUp({ standing: ticket })])).toBe("stopped-seat [Write to me again] [I can't come]");
  expect(stopped([meetUp({ standing: ticket }), choir({ standing: ticket })])).toBe(
    "stopped-seats [Write to me again]",
  );
});

test("cancel leaves the question and never touches a seat", () => {
  const person = midway();
  expect(person.say("Cancel.")).toBe("cancelled [Other events] [My tickets]");
  expect(person.say("отмена")).toBe("nothing-to-cancel [My tickets] [All events]");
  expect(person.requests.map(({ type }) => type)).not.toContain("give-up");
});

test("the language is that of the first words, and is switched by word or button", () => {
  const person = midway();
  expect(person.say("language")).toBe("ask-language [English] [Русский] | [Time zone]");
  expect(person.press("Русский")).toBe("(lead-language-saved) ask-email-again [Нет почты] [Исправить имя]");
  expect(person.say("english")).toBe(`(lead-language-saved) ${ASKED}`);
});

test("the name of a language means that language, also under the button of the other", () => {
  const person = talk("whatsapp", servicesOf({ events: [choir()] }));
  expect(person.say("привет")).toContain("[English]");
  expect(person.say("русский")).not.toContain("[Русский]");
  expect(person.snapshot().locale).toBe("ru");
  expect(person.say("english")).toContain("[Русский]");
  expect(person.say("english")).toContain("[Русский]");
  expect(person.snapshot().locale).toBe("en");
});

test("the time zone is chosen or typed, and told to the next replies", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp(), choir()] }));
  expect(person.say("time zone")).toContain("ask-time-zone [London] [Berlin]");
  expect(person.say("Atlantis")).toContain("(lead-zone-unknown) ask-time-zone");
  expect(person.say("Алматы")).toContain("time-zone-saved");
  expect(person.requests.at(-1)).toEqual({ type: "save-preferences", zone: "Asia/Almaty" });
  expect(person.last()?.zone).toBe("Asia/Almaty");
  person.say("time zone");
  person.press("Moscow");
  expect(person.snapshot().zone).toBe("Europe/Moscow");
});

test("what is no text repeats the question with its buttons", () => {
  const person = midway();
  expect(person.send({ type: "unsupported", kind: "sticker" })).toBe(`(lead-only-text) ${ASKED}`);
  expect(person.send({ type: "edited" })).toBe(`(lead-edited) ${ASKED}`);
  expect(person.send({ type: "unsupported", kind: "reaction" })).toBe("(quiet)");
});

test("the last look says again what is to be confirmed, as it is now", () => {
  const person = midway();
  person.say("anna@posteo.de");
  expect(person.send({ type: "unsupported", kind: "voice" })).toContain("(lead-only-text) confirm [Confirm]");
  expect(person.say("what does this mean?")).toContain("(lead-not-understood) confirm [Confirm]");
  expect(person.say("anna@web.de")).toContain("confirm [Confirm]");
  expect(person.last()?.params.email).toBe("anna@web.de");
});

test("a name with a hyphen is no link", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp(), choir()] }));
  person.say("Hello! I would like to come: spring-meetup");
  person.press("Sign me up");
  expect(person.say("jean-luc picard")).toBe("ask-email [I have no e-mail] [Correct my name]");
  expect(person.last()?.params.name).toBe("jean-luc picard");
});

test("a slug is found in any first words, and a link to nothing shows what there is", () => {
  const first = (text: string) => talk("whatsapp", servicesOf({ events: [meetUp(), choir()] })).say(text);
  expect(first("Guten Tag, ich komme gern zu: spring-meetup")).toContain("card [Sign me up]");
  expect(first("choir-evening please")).toContain("card [Sign me up]");
  expect(first("Hello! I would like to come: long-gone")).toBe("(lead-event-missing) event-list [1] [2] | [Русский]");
  expect(first("well-known words")).toBe("(note-greeting) event-list [1] [2] | [Русский]");
});

test("closed events say so", () => {
  const events = [
    meetUp({ closed: "cancelled", standing: ticket }),
    choir({ closed: "started", standing: ticket }),
    clubEvent(3),
  ];
  const person = talk("telegram", servicesOf({ events }));
  expect(person.say("/start e_spring-meetup")).toBe("card-cancelled [Events] [My tickets]");
  expect(person.say("/start e_choir-evening")).toBe("ticket [Calendar] [Map] | [Copy code]");
});

test("several tickets are numbered, past ones too", () => {
  const past = [{ event: clubEvent(7).event, standing: ticket }];
  const events = [meetUp({ standing: ticket }), choir({ standing: { type: "waitlisted", position: 3 } })];
  const person = talk("whatsapp", servicesOf({ events, past }));
  expect(person.say("мои билеты")).toBe("my-list [1] [2] | [Прошедшие]");
  expect(person.say("2")).toBe("waiting [Выйти из очереди] [Другие события]");
  person.say("my");
  expect(person.say("прошедшие")).toContain("past-list");
});

test("thanks are answered, and are no answer to a question", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp({ standing: ticket }), choir()] }));
  person.say("my");
  expect(person.say("Thank you very much!")).toBe("welcome [My tickets] [All events]");
  person.say("Hello! I would like to come: choir-evening");
  person.press("Sign me up");
  expect(person.say("спасибо")).toBe("ask-name");
});

test("reminders are shown, switched off and on again by words, by command and by button", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp({ standing: ticket }), choir()] }));
  person.say("Hello! I would like to come: spring-meetup");
  expect(person.say("reminders")).toBe("reminders-on [Switch them off] [My tickets]");
  expect(person.press("Switch them off")).toBe("reminders-off [Switch them on] [My tickets]");
  expect(person.requests.at(-1)).toEqual({ type: "save-preferences", reminders: false });
  expect(person.say("/reminders")).toBe("reminders-off [Switch them on] [My tickets]");
  expect(person.say("включить напоминания")).toBe("reminders-on [Switch them off] [My tickets]");
  expect(person.say("No reminders!")).toBe("reminders-off [Switch them on] [My tickets]");

  person.say("stop");
  expect(person.say("напоминания")).toBe("reminders-silenced [Write to me again] [My tickets]");
  expect(person.press("Write to me again")).toBe("reminders-on [Switch them off] [My tickets]");
});

test("reminders can be switched in the middle of a sign-up, which goes on", () => {
  const person = midway();
  expect(person.say("reminders off")).toBe(`(lead-reminders-off) ${ASKED}`);
  expect(person.say("remind me")).toBe(`(lead-reminders-on) ${ASKED}`);
  person.say("anna@posteo.de");
  expect(person.say("without reminders")).toContain("ticket-new");
  expect(person.requests.at(-1)).toMatchObject({ type: "register", reminders: false });
});

test("the way to the reminders stands under Telegram's help, and where the messenger was chosen", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp()] }));
  expect(person.say("/help")).toBe("help [All events] [My tickets] [Privacy] | [Reminders]");
  expect(person.press("Reminders")).toContain("reminders-on");
  const chosen = { type: "press", data: "prefer:whatsapp", messageId: undefined } as const;
  expect(person.send(chosen)).toBe("platform-saved [My tickets] [All events] [Reminders]");
});
