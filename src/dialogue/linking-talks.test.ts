import { expect, test } from "vitest";
import { choir, linkCodeId, meetUp, mergeId } from "../../test/club.ts";
import { servicesOf } from "../../test/club-services.ts";
import { type Services, talk } from "../../test/talk.ts";
import { toData } from "../presses.ts";

const LINK = "Hello! I would like to come: spring-meetup";
const ASKED = "ask-code [No code came] [Another e-mail] [Go on without it]";

/** Somebody who gave an e-mail that is known with us. */
function proving(services: Services = servicesOf({ events: [meetUp(), choir()], known: ["anna@gmail.com"] })) {
  const person = talk("whatsapp", services);
  person.say(LINK);
  person.press("Sign me up");
  return { person, reply: person.say("Anna Petrova anna@gmail.com") };
}

test("a known e-mail asks for a code, and the right one goes on to the seat", () => {
  const { person, reply } = proving();
  expect(reply).toBe("code-sent [No code came] [Another e-mail] [Go on without it]");
  expect(person.say("111 111")).toBe(`(lead-wrong-code) ${ASKED}`);
  expect(person.last()?.lead?.params).toEqual({ tries: 4 });
  expect(person.say("where is it?")).toBe(`(lead-not-understood) ${ASKED}`);
  expect(person.say("the code is 482-915")).toBe("(lead-linked) confirm [Confirm] [Without reminders] [Correct]");
  expect(person.press("Confirm")).toContain("ticket-new");
});

test("the link that came with a code types it into the chat that awaits it, and does nothing in any other", () => {
  const { person } = proving();
  person.say("language");
  expect(person.say("/start code_482915")).toContain("(lead-linked) confirm");
  expect(person.requests.at(-1)).toMatchObject({ type: "enter-code", email: "anna@gmail.com", code: "482915" });

  const stranger = talk("telegram", servicesOf({ events: [meetUp()] }));
  expect(stranger.say("/start code_482915")).toContain("(lead-code-expired) card");
  expect(stranger.requests.some(({ type }) => type === "enter-code")).toBe(false);
});

test("without the code a sign-up goes on without the e-mail", () => {
  const { person } = proving();
  person.press("Go on without it");
  expect(person.last()).toMatchObject({ text: "confirm", params: { email: { key: "no-email-given" } } });
});

test("another e-mail can be given", () => {
  const { person } = proving();
  expect(person.press("Another e-mail")).toBe("ask-email-again [I have no e-mail] [Correct my name]");
  expect(person.say("anna@posteo.de")).toContain("confirm [Confirm]");
});

test("where no code came, the proof runs the other way round", () => {
  const { person } = proving();
  expect(person.press("No code came")).toBe("reverse-code [Connect Telegram] | [Another e-mail] [Go on without it]");
  expect(person.last()?.params).toMatchObject({
    command: "LINK 482915",
    link: { link: { to: "telegram", start: "link_482915" } },
  });
});

test("once proved from the other chat, any word goes on", () => {
  const club = { events: [meetUp(), choir()], known: ["anna@gmail.com"], proved: [] as string[] };
  const { person } = proving(servicesOf(club));
  club.proved.push("anna@gmail.com");
  expect(person.say("done")).toBe("confirm [Confirm] [Without reminders] [Correct]");
});

test("where no code can be sent, the other way is told at once", () => {
  const services = servicesOf({ events: [meetUp()], known: ["anna@gmail.com"] });
  const { reply } = proving((request) =>
    request.type === "prove-email" ? { type: "code-sent", to: [] } : services(request),
  );
  expect(reply).toContain("reverse-code");
});

test("too many addresses, tries or minutes lead back to the e-mail", () => {
  const services = servicesOf({ events: [meetUp()], known: ["anna@gmail.com"] });
  const limited = proving((request) =>
    request.type === "prove-email" ? { type: "too-many-addresses" } : services(request),
  );
  expect(limited.reply).toBe("(lead-too-many-addresses) ask-email-again [I have no e-mail] [Correct my name]");

  const late = proving((request) => (request.type === "enter-code" ? { type: "code-expired" } : services(request)));
  expect(late.person.say("482915")).toContain("(lead-code-expired) ask-email-again");

  const tried = proving((request) =>
    request.type === "enter-code" ? { type: "wrong-code", triesLeft: 0 } : services(request),
  );
  expect(tried.person.say("482915")).toContain("(lead-code-expired) ask-email-again");
});

test("whoever is linked and has the ticket already is shown so", () => {
  const event = meetUp();
  const { person } = proving(servicesOf({ events: [event], known: ["anna@gmail.com"] }));
  event.standing = { type: "confirmed", ticketCode: "K7QM3FPA" };
  expect(person.say("482915")).toBe("linked [My tickets] [Better in Telegram] [That was not me]");
  expect(person.press("Better in Telegram")).toContain("platform-saved");
  expect(person.send({ type: "press", data: toData({ verb: "undo-merge", mergeId }), messageId: undefined })).toContain(
    "merge-undone",
  );
});

test("a mailbox that is theirs goes on to the seat", () => {
  const services = servicesOf({ events: [meetUp()], known: ["anna@gmail.com"] });
  const { person } = proving((request) =>
    request.type === "enter-code" ? { type: "email-proved", card: undefined } : services(request),
  );
  expect(person.say("482915")).toContain("(lead-email-proved) confirm [Confirm]");
  expect(person.requests.at(-1)).toMatchObject({
    type: "check-draft",
    draft: { email: "anna@gmail.com", proved: true },
  });
});

test("linking on purpose gives a button and the words to send", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp()] }));
  expect(person.say("/link")).toBe("link-code [Connect WhatsApp]");
  expect(person.last()?.params.link).toEqual({ type: "link", link: { to: "whatsapp", text: "LINK 482915" } });
});

test("LINK and its code ask once whether to connect, wherever they are written", () => {
  const person = talk("whatsapp", servicesOf({ events: [meetUp(), choir()] }));
  person.say(LINK);
  person.press("Sign me up");

  expect(person.say("link 482 915")).toBe("link-question [Connect] [No]");
  expect(person.say("hm")).toBe("(lead-not-understood) link-question [Connect] [No]");
  expect(person.say("cancel")).toBe("link-refused [My tickets] [All events]");
  person.say("/start link_482915");
  expect(person.say("yes")).toBe("linked-no-tickets [My tickets] [Better in Telegram] [That was not me]");
  expect(person.say("Anna")).toContain("ask-email");
  expect(person.say("LINK 000000")).toBe("link-unknown [My tickets] [All events]");
});

test("Not me is noted in any state", () => {
  const person = talk("telegram", servicesOf({ events: [meetUp()] }));
  const data = toData({ verb: "not-me", linkCodeId });
  expect(person.send({ type: "press", data, messageId: "7" })).toContain("not-me-noted");
  expect(person.requests).toEqual([{ type: "not-me", linkCodeId }]);
});
