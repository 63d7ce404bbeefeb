import { createHmac } from "node:crypto";
import { mkdtempSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listenOnLoopback } from "../../test/loopback.ts";
import { createClock } from "../clock.ts";
import { SANDBOX_CREDENTIALS } from "./credentials.ts";
import { type ServedSandbox, serveSandbox } from "./serve.ts";

/** An app of which a test says what it answers; the real one has tests of its own. */
interface Receiver {
  url: string;
  got: { path: string; body: string; headers: Headers }[];
  answer: (body: string) => Response | Promise<Response>;
  stop(): Promise<void>;
}

const ok = () => new Response(null, { status: 200 });
const away = () => new Response("try again", { status: 503 });
const { token } = SANDBOX_CREDENTIALS.telegram;
const { accessToken, appSecret, phoneNumberId, phone } = SANDBOX_CREDENTIALS.whatsapp;

let app: Receiver;
let sandbox: ServedSandbox;
beforeEach(async () => {
  app = await listen();
  sandbox = await start();
  await telegram("setWebhook", { url: `${app.url}/telegram`, secret_token: "hush" });
});
afterEach(async () => {
  await sandbox.stop();
  await app.stop();
});

function start(statePath?: string): Promise<ServedSandbox> {
  return serveSandbox({
    clock: createClock(),
    targets: { whatsapp: `${app.url}/whatsapp` },
    pace: { waits: 0, pressLifeMs: 60_000 },
    statePath,
  });
}

async function listen(): Promise<Receiver> {
  const receiver: Receiver = { url: "", got: [], answer: ok, stop: async () => {} };
  const routes = new Hono().post("/:platform", async (c) => {
    const body = await c.req.text();
    receiver.got.push({ path: c.req.path, body, headers: c.req.raw.headers });
    return receiver.answer(body);
  });
  const { url, close } = await listenOnLoopback(createAdaptorServer({ fetch: routes.fetch }) as Server);
  return Object.assign(receiver, { url, stop: close });
}

async function telegram(method: string, body: object): Promise<unknown> {
  const response = await fetch(`${sandbox.telegramApiRoot}/bot${token}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.json();
}

async function whatsapp(body: object): Promise<{ messages: [{ id: string }] }> {
  const response = await fetch(`${sandbox.whatsappApiRoot}/v26.0/${phoneNumberId}/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ messaging_product: "whatsapp", to: "15550100101", ...body }),
  });
  return response.json() as Promise<{ messages: [{ id: string }] }>;
}

const updates = () => app.got.map(({ body }) => JSON.parse(body));
const keyboard = (...titles: string[]) => ({
  reply_markup: { inline_keyboard: [titles.map((text) => ({ text, callback_data: `do:${text}` }))] },
});

test("what is said on Telegram comes to the webhook with its secret", async () => {
  await sandbox.person("Anna").telegram.says("/start e_spring");
  expect(app.got[0]?.path).toBe("/telegram");
  expect(app.got[0]?.headers.get("x-telegram-bot-api-secret-token")).toBe("hush");
  expect(updates()[0]).toMatchObject({
    update_id: expect.any(Number),
    message: {
      from: { id: 1001, is_bot: false, first_name: "Anna", language_code: "en" },
      chat: { id: 1001, type: "private" },
      text: "/start e_spring",
      entities: [{ type: "bot_command", offset: 0, length: 6 }],
    },
  });
});

test("what is said on WhatsApp comes signed over its very bytes", async () => {
  await sandbox.person("Ольга").whatsapp.says("Здравствуйте!");
  const { body, headers, path } = app.got[0] ?? { body: "", headers: new Headers(), path: "" };
  expect(path).toBe("/whatsapp");
  expect(headers.get("x-hub-signature-256")).toBe(
    `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`,
  );
  expect(body).not.toMatch(/[^\x20-\x7e]/);
  const { value } = JSON.parse(body).entry[0].changes[0];
  expect(value.metadata.phone_number_id).toBe(phoneNumberId);
  expect(value.contacts).toEqual([
    { profile: { name: "Ольга Смирнова", username: "olga.smirnova" }, user_id: "RU.13491208655302741903" },
  ]);
  expect(value.messages[0]).toMatchObject({ from_user_id: "RU.13491208655302741903", text: { body: "Здравствуйте!" } });
  expect(value.messages[0].from).toBeUndefined();
});

test("a tap brings the data of the button on the message it hangs on, and the answer in the 200 stops its spinning", async () => {
  const anna = sandbox.person("Anna").telegram;
  await anna.says("/start");
  await telegram("sendMessage", { chat_id: 1001, text: "Well?", ...keyboard("Yes", "No") });
  const heard = await anna.hears();
  app.answer = (body) =>
    Response.json({
      method: "answerCallbackQuery",
      callback_query_id: JSON.parse(body).callback_query.id,
      text: "Noted",
    });
  const toast = new Promise((resolve) =>
    sandbox.world.happenings.listen((one) => one.type === "toast" && resolve(one)),
  );
  await anna.taps("No");
  expect(updates().at(-1).callback_query).toMatchObject({
    data: "do:No",
    message: { message_id: Number(heard.id), text: "Well?" },
  });
  expect(await toast).toMatchObject({ text: "Noted" });
  expect(sandbox.faults.count({ method: "answercallbackquery" })).toBe(1);
});

test("a button that the bot took away can still be tapped by someone who saw it", async () => {
  const anna = sandbox.person("Anna").telegram;
  await anna.says("/start");
  await telegram("sendMessage", { chat_id: 1001, text: "Well?", ...keyboard("Yes") });
  const old = await anna.hears();
  await telegram("editMessageText", { chat_id: 1001, message_id: Number(old.id), text: "Done" });
  expect((await anna.hears()).text).toBe("Done");
  await expect(anna.taps("Yes")).rejects.toThrow('no button "Yes"');
  await anna.taps("Yes", old);
  expect(updates().at(-1).callback_query.data).toBe("do:Yes");
});

test("a message that the app could not take is brought again, the next of the chat waits, another chat's does not", async () => {
  const anna = sandbox.person("Anna").telegram;
  const taken: string[] = [];
  app.answer = (body) => {
    const { text } = JSON.parse(body).message;
    if (text === "first" && !taken.includes("other")) return away();
    taken.push(text);
    return ok();
  };
  await Promise.all([anna.says("first"), anna.says("second"), sandbox.person("Max").telegram.says("other")]);
  expect(taken).toEqual(["other", "first", "second"]);
  expect(await telegram("getWebhookInfo", {})).toMatchObject({
    result: { last_error_message: "Wrong response from the webhook: 503", pending_update_count: 0 },
  });
});

test("a text and a press of one person do not wait for each other", async () => {
  const anna = sandbox.person("Anna").telegram;
  await anna.says("/start");
  await telegram("sendMessage", { chat_id: 1001, text: "Well?", ...keyboard("Yes") });
  const press = Promise.withResolvers<void>();
  app.answer = async (body) => {
    if (JSON.parse(body).callback_query) press.resolve();
    else await press.promise;
    return ok();
  };
  await Promise.all([anna.says("a text that is answered after the press"), anna.taps("Yes")]);
  expect(updates()).toHaveLength(3);
});

test("a press that is not taken in time is dropped", async () => {
  await sandbox.stop();
  sandbox = await serveSandbox({
    clock: createClock(),
    targets: { whatsapp: undefined },
    pace: { waits: 0, pressLifeMs: 30 },
  });
  await telegram("setWebhook", { url: `${app.url}/telegram` });
  const anna = sandbox.person("Anna").telegram;
  await anna.says("/start");
  await telegram("sendMessage", { chat_id: 1001, text: "Well?", ...keyboard("Yes") });
  app.answer = away;
  await expect(anna.taps("Yes")).rejects.toThrow("the app never took what Anna did on telegram");
});

test("what is said while there is no webhook comes when there is one", async () => {
  await telegram("deleteWebhook", {});
  const saying = sandbox.person("Anna").telegram.says("early");
  expect(sandbox.webhooks.telegram.pending()).toBe(1);
  await telegram("setWebhook", { url: `${app.url}/telegram` });
  await saying;
  await sandbox.settled();
  expect(updates()[0].message.text).toBe("early");
});

test("kinds of updates that were not asked for do not come", async () => {
  await telegram("setWebhook", { url: `${app.url}/telegram`, allowed_updates: ["message"] });
  await sandbox.person("Anna").telegram.says("hi");
  await sandbox.person("Anna").telegram.edits("hello");
  await sandbox.person("Anna").telegram.blocks();
  expect(app.got).toHaveLength(1);
});

test("an update can be brought twice, byte for byte", async () => {
  await sandbox.person("Anna").telegram.says("twice");
  expect(await sandbox.webhooks.telegram.deliverAgain()).toBe(200);
  expect(app.got[1]?.body).toBe(app.got[0]?.body);
});

test("WhatsApp tells how far a message came, with our own words on it", async () => {
  const anna = sandbox.person("Anna").whatsapp;
  await anna.says("hi");
  const sent = await whatsapp({ type: "text", text: { body: "hello" }, biz_opaque_callback_data: "row-1" });
  await sandbox.settled();
  const statuses = updates()
    .slice(1)
    .map((body) => body.entry[0].changes[0].value.statuses[0]);
  expect(statuses).toMatchObject(
    ["sent", "delivered", "read"].map((status) => ({
      id: sent.messages[0].id,
      status,
      biz_opaque_callback_data: "row-1",
      recipient_id: "15550100101",
    })),
  );
  anna.receipts("sent");
  await whatsapp({ type: "text", text: { body: "hello" } });
  sandbox.failNextOnWhatsapp(131042);
  await whatsapp({ type: "text", text: { body: "hello" }, biz_opaque_callback_data: "row-2" });
  await sandbox.settled();
  const later = updates()
    .slice(4)
    .map((body) => body.entry[0].changes[0].value);
  expect(later).toHaveLength(2);
  expect(later[1]).toMatchObject({
    statuses: [{ status: "failed", errors: [{ code: 131042 }], biz_opaque_callback_data: "row-2" }],
  });
  expect(later[1].contacts).toBeUndefined();
});

test("buttons, rows and buttons of templates answer each in their shape", async () => {
  const anna = sandbox.person("Anna").whatsapp;
  await anna.says("hi");
  const row = { id: "row:1", title: "One", description: "the first" };
  const action = { button: "Choose", sections: [{ rows: [row] }] };
  await whatsapp({ type: "interactive", interactive: { type: "list", body: { text: "Which?" }, action } });
  const { id } = await anna.hears();
  await anna.taps("One");
  const reply = { type: "reply", reply: { id: "yes", title: "Yes" } };
  const buttons = { type: "button", body: { text: "Sure?" }, action: { buttons: [reply] } };
  await whatsapp({ type: "interactive", interactive: buttons });
  await anna.taps("Yes");
  await sandbox.settled();
  const messages = updates().flatMap((body) => body.entry[0].changes[0].value.messages ?? []);
  expect(messages[1]).toMatchObject({
    context: { id },
    interactive: { type: "list_reply", list_reply: { id: "row:1", title: "One", description: "the first" } },
  });
  expect(messages[2]).toMatchObject({
    interactive: { type: "button_reply", button_reply: { id: "yes", title: "Yes" } },
  });
});

test("links to our own bot are followed, from one messenger to the other", async () => {
  const anna = sandbox.person("Anna");
  await anna.opens(`https://t.me/${SANDBOX_CREDENTIALS.telegram.botName}?start=e_spring`);
  const inline_keyboard = [[{ text: "Connect WhatsApp", url: `https://wa.me/${phone}?text=LINK%20482915` }]];
  await telegram("sendMessage", { chat_id: 1001, text: "Link", reply_markup: { inline_keyboard } });
  await anna.telegram.taps("Connect WhatsApp");
  expect(updates()[0].message.text).toBe("/start e_spring");
  expect(anna.whatsapp.messages.at(-1)?.text).toBe("LINK 482915");
});

test("waiting for words that do not come ends with the story so far", async () => {
  const anna = sandbox.person("Anna").telegram;
  await anna.says("anybody there?");
  await expect(anna.hears({ timeoutMs: 20 })).rejects.toThrow(/Anna heard nothing(.|\n)*anybody there\?/);
});

test("a group with the bot in it is told of, and has its own messages", async () => {
  const anna = sandbox.person("Anna").telegram;
  const group = await anna.addsBotToGroup("Choir");
  await anna.saysInGroup(group, "/start");
  const chat = { type: "group", title: "Choir" };
  expect(updates()).toMatchObject([
    { my_chat_member: { chat, new_chat_member: { status: "member" } } },
    { message: { chat } },
  ]);
  await telegram("sendMessage", { chat_id: updates()[0].my_chat_member.chat.id, text: "Hello, all" });
  expect(group.messages.at(-1)?.text).toBe("Hello, all");
});

test("an account that moves says so, with both its ids", async () => {
  const igor = sandbox.person("Igor").whatsapp;
  await igor.movesTo({ phone: "79005550199", userId: "RU.2" });
  const { messages } = updates()[0].entry[0].changes[0].value;
  expect(messages[0]).toMatchObject({
    type: "system",
    from: "79005550104",
    system: {
      type: "user_changed_number",
      wa_id: "79005550199",
      user_id: "RU.2",
      previous_user_id: "RU.13491208655302741904",
    },
  });
});

test("a second start still shows the conversations, and goes on counting", async () => {
  await sandbox.stop();
  const statePath = join(mkdtempSync(join(tmpdir(), "sandbox-")), "sandbox.json");
  sandbox = await start(statePath);
  await telegram("setWebhook", { url: `${app.url}/telegram`, secret_token: "kept" });
  await sandbox.person("Anna").telegram.says("before");
  await telegram("sendMessage", { chat_id: 1001, text: "answer" });
  await sandbox.stop();
  sandbox = await start(statePath);
  expect(sandbox.person("Anna").telegram.messages.map(({ text }) => text)).toEqual(["before", "answer"]);
  await sandbox.person("Anna").telegram.says("after");
  const [before, after] = updates();
  expect(after.update_id).toBe(before.update_id + 1);
  expect(after.message.message_id).toBe(before.message.message_id + 2);
  expect(app.got.at(-1)?.headers.get("x-telegram-bot-api-secret-token")).toBe("kept");
});
