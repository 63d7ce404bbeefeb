import { GrammyError, HttpError } from "grammy";
import { expect, test } from "vitest";
import type { Delivery } from "../outbox/channel.ts";
import { chooseRemedy, classifyFailure, toNetworkCode } from "./classify.ts";
import type { Form } from "./render.ts";

type Answer = [code: number, description: string, parameters?: { retry_after?: number; migrate_to_chat_id?: number }];

function refusal([error_code, description, parameters]: Answer, payload: Record<string, unknown> = { chat_id: 7 }) {
  const answer = { ok: false as const, error_code, description, ...(parameters && { parameters }) };
  return new GrammyError("Call to 'sendMessage' failed!", answer, "sendMessage", payload);
}

function noAnswer(error: unknown) {
  return new HttpError("Network request for 'sendMessage' failed!", error);
}

const blocked = { type: "refused", reason: "blocked" } as const;
const unreachable = { type: "refused", reason: "unreachable" } as const;
const rejected = { type: "refused", reason: "rejected" } as const;
const sent = { type: "sent" } as const;
const stopped = { type: "channel-stopped" } as const;
const again = { type: "retry", afterMs: undefined, unknown: true } as const;

const TABLE: [Answer, Partial<Delivery>][] = [
  [[403, "Forbidden: bot was blocked by the user"], blocked],
  [[403, "Forbidden: user is deactivated"], unreachable],
  [[403, "Forbidden: bot was kicked from the group chat"], unreachable],
  [[403, "Forbidden: bot was kicked from the supergroup chat"], unreachable],
  [[403, "Forbidden: bot was kicked from the channel chat"], unreachable],
  [[403, "Forbidden: bot is not a member of the supergroup chat"], unreachable],
  [[403, "Forbidden: the group chat was deleted"], unreachable],
  [[403, "Forbidden: bot can't initiate conversation with a user"], unreachable],
  [[400, "Bad Request: chat not found"], unreachable],
  [[400, "Bad Request: private chat not found"], unreachable],
  [[400, "Bad Request: not enough rights to send text messages to the chat"], unreachable],
  [[400, "Bad Request: group chat was upgraded to a supergroup chat", { migrate_to_chat_id: -1007 }], rejected],
  [[400, "Bad Request: message is not modified: specified new message content is the same"], sent],
  [[400, "Bad Request: query is too old and response timeout expired or query ID is invalid"], sent],
  [[400, "Bad Request: message to edit not found"], rejected],
  [[400, "Bad Request: message can't be edited"], rejected],
  [[400, "Bad Request: message to be replied not found"], rejected],
  [[400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'], rejected],
  [[400, "Bad Request: message is too long"], rejected],
  [[400, "Bad Request: message caption is too long"], rejected],
  [[400, "Bad Request: reply markup is too long"], rejected],
  [[400, "Bad Request: BUTTON_DATA_INVALID"], rejected],
  [[400, "Bad Request: wrong file identifier/HTTP URL specified"], rejected],
  [[400, "Bad Request: failed to get HTTP URL content"], rejected],
  [[400, "Bad Request: wrong type of the web page content"], rejected],
  [[401, "Unauthorized"], stopped],
  [[404, "Not Found"], stopped],
  [[409, "Conflict: terminated by other getUpdates request"], stopped],
  [[429, "Too Many Requests: retry after 17", { retry_after: 17 }], { type: "retry", afterMs: 17_000, unknown: false }],
  [[429, "Too Many Requests"], { type: "retry", afterMs: undefined, unknown: false }],
  [[500, "Internal Server Error"], again],
  [[502, "Bad Gateway"], again],
  [[503, "Service Unavailable"], again],
  [[504, "Gateway Timeout"], again],
  [[418, "something new"], rejected],
];

test.each(TABLE)("the answer %j is understood", (answer, delivery) => {
  expect(classifyFailure(refusal(answer))).toMatchObject(delivery);
});

test("the sentence is known in any case", () => {
  expect(classifyFailure(refusal([403, "FORBIDDEN: BOT WAS BLOCKED BY THE USER"]))).toMatchObject(blocked);
});

test("a 429 holds one chat back when the call was about one chat, and the whole bot when it was not", () => {
  const slow: Answer = [429, "Too Many Requests: retry after 3", { retry_after: 3 }];

  expect(classifyFailure(refusal(slow))).toMatchObject({ scope: "chat-or-channel" });
  expect(classifyFailure(refusal(slow, {}))).toMatchObject({ scope: "channel" });
});

test.each([
  ["a reset connection", Object.assign(new Error("reset"), { code: "ECONNRESET" }), "ECONNRESET", true],
  ["a page in place of JSON", Object.assign(new Error("bad json"), { code: "invalid-json" }), "invalid-json", true],
  ["a time-out", Object.assign(new Error("timed-out"), { code: "timed-out" }), "timed-out", true],
  ["an error without a code", new Error("Request to 'sendMessage' failed"), "no answer", true],
  ["something that is no error", "boom", "unknown", true],
  ["a refused connection", Object.assign(new Error("refused"), { code: "ECONNREFUSED" }), "ECONNREFUSED", false],
  ["a name that does not resolve", Object.assign(new Error("dns"), { code: "ENOTFOUND" }), "ENOTFOUND", false],
  ["a deadline in the line for a connection", Object.assign(new Error("x"), { code: "not-sent" }), "not-sent", false],
])("after %s it is tried again", (_, cause, code, unknown) => {
  const delivery = classifyFailure(noAnswer(cause));

  expect(delivery).toEqual({ type: "retry", afterMs: undefined, scope: "chat", unknown, reason: `network: ${code}` });
  expect(toNetworkCode(noAnswer(cause))).toBe(code);
});

test("the token, which stands in every URL, never gets into a reason", () => {
  const cause = new Error("request to https://api.telegram.org/bot1:SECRET/sendMessage failed, reason: boom");

  expect(JSON.stringify(classifyFailure(noAnswer(cause)))).not.toContain("SECRET");
});

test("a fault of our own is our message's fault, and its words stay out of the row", () => {
  const delivery = classifyFailure(new TypeError("Anna Petrova is undefined"));

  expect(delivery).toEqual({ type: "refused", reason: "rejected", detail: "TypeError" });
});

const message: Form = { type: "message", chatId: 7, plain: false };
const edit: Form = { type: "text-edit", messageId: 12, chatId: 7, plain: false };
const photo: Form = { type: "photo", qr: "x", chatId: 7, plain: false };
const asCaption: Form = { type: "caption-edit", messageId: 12, chatId: 7, plain: false };

test.each<[string, Form, Answer, Form | undefined]>([
  ["words under a photo are a caption", edit, [400, "Bad Request: there is no text in the message to edit"], asCaption],
  ["a message that is gone is written anew", edit, [400, "Bad Request: message to edit not found"], message],
  ["one that is too old is written anew", edit, [400, "Bad Request: message can't be edited"], message],
  ["one with no caption is written anew", asCaption, [400, "Bad Request: there is no caption to edit"], message],
  ["one that reads so already is left", edit, [400, "Bad Request: message is not modified"], undefined],
  ["a picture that is refused leaves its words", photo, [400, "Bad Request: PHOTO_INVALID_DIMENSIONS"], message],
  ["markup is given up once", message, [400, "Bad Request: can't parse entities: x"], { ...message, plain: true }],
  ["and only once", { ...message, plain: true }, [400, "Bad Request: can't parse entities: x"], undefined],
  ["a group that moved is followed", message, [400, "x", { migrate_to_chat_id: -1007 }], { ...message, chatId: -1007 }],
  ["a chat that is gone stays gone", photo, [400, "Bad Request: chat not found"], undefined],
  ["a message that is refused has no other form", message, [400, "Bad Request: message is too long"], undefined],
  ["a person who blocked us is left alone", edit, [403, "Forbidden: bot was blocked by the user"], undefined],
  ["what may heal by waiting is not changed", edit, [429, "Too Many Requests", { retry_after: 1 }], undefined],
])("%s", (_, form, answer, remedy) => {
  expect(chooseRemedy(form, refusal(answer))).toEqual(remedy);
});

test("a call without an answer has no other form: it may have arrived", () => {
  expect(chooseRemedy(edit, noAnswer(new Error("reset")))).toBeUndefined();
});
