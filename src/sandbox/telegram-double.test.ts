import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { SANDBOX_CREDENTIALS } from "./credentials.ts";
import { type ServedSandbox, serveSandbox } from "./serve.ts";

const ANNA = 1001;
const NEVER_STARTED = 1002;
const { token } = SANDBOX_CREDENTIALS.telegram;
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

let sandbox: ServedSandbox;
beforeAll(async () => {
  sandbox = await serveSandbox({ clock: createClock(), targets: { whatsapp: undefined } });
  void sandbox.person("Anna").telegram.says("/start"); // never delivered: there is no webhook
});
afterAll(() => sandbox.stop());

interface Answer {
  status: number;
  ok: boolean;
  description: string;
  result: { message_id: number; text: string; url: string; allowed_updates?: string[] };
}

async function call(method: string, body: object, bot = `bot${token}`): Promise<Answer> {
  const response = await fetch(`${sandbox.telegramApiRoot}/${bot}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer, "status">) };
}

const say = (text: string, more: object = {}) => call("sendMessage", { chat_id: ANNA, text, ...more });
const keyboard = (...buttons: object[]) => ({ reply_markup: { inline_keyboard: [buttons] } });
const html = { parse_mode: "HTML" };
const button = (data: string) => ({ text: "Go", callback_data: data });

describe("Telegram refuses", () => {
  test.each<[string, object, RegExp]>([
    ["no text", { text: "" }, /^Bad Request: message text is empty$/],
    ["nothing to see", { text: " \u200b\n" }, /message text is empty/],
    ["4097 characters", { text: "x".repeat(4097) }, /^Bad Request: message is too long$/],
    ["4097 characters in markup", { text: `<b>${"x".repeat(4097)}</b>`, ...html }, /message is too long/],
    ["an unknown tag", { text: "<h1>x</h1>", ...html }, /can't parse entities: Unsupported start tag "h1"/],
    ["an unclosed tag", { text: "<b>x", ...html }, /can't parse entities: Can't find end tag .* "b"/],
    ["crossed tags", { text: "<b><i>x</b></i>", ...html }, /can't parse entities: Unmatched end tag/],
    ["an end without a start", { text: "x</b>", ...html }, /can't parse entities: Unexpected end tag/],
    ["a bare <", { text: "1 < 2", ...html }, /can't parse entities/],
    ["a bare &", { text: "Tom & Jerry", ...html }, /can't parse entities/],
    ["an entity it does not know", { text: "&nbsp;", ...html }, /can't parse entities: Unsupported entity/],
    ["an unknown parse mode", { text: "x", parse_mode: "Creole" }, /unsupported parse_mode/],
    [
      "65 bytes of data",
      { text: "x", ...keyboard(button(`a${"я".repeat(32)}`)) },
      /^Bad Request: BUTTON_DATA_INVALID$/,
    ],
    ["empty data", { text: "x", ...keyboard(button("")) }, /BUTTON_DATA_INVALID/],
    ["257 characters to copy", { text: "x", ...keyboard({ text: "C", copy_text: { text: "x".repeat(257) } }) }, /COPY/],
    ["a button without a purpose", { text: "x", ...keyboard({ text: "x" }) }, /Text buttons are unallowed/],
    ["a button without a title", { text: "x", ...keyboard({ text: " ", callback_data: "x" }) }, /BUTTON_TEXT_INVALID/],
    ["a link to a script", { text: "x", ...keyboard({ text: "x", url: "javascript:alert(1)" }) }, /URL .* is invalid/],
    ["9 buttons in a row", { text: "x", ...keyboard(...Array(9).fill(button("x"))) }, /reply markup is too long/],
    ["a keyboard that is no object", { text: "x", reply_markup: "[" }, /can't parse reply_markup JSON object/],
    ["an unknown chat", { text: "x", chat_id: 42 }, /^Bad Request: chat not found$/],
    ["no chat", { text: "x", chat_id: undefined }, /chat_id is empty/],
  ])("%s", async (_, body, description) => {
    const before = sandbox.person("Anna").telegram.messages.length;
    const answer = await call("sendMessage", { chat_id: ANNA, ...body });
    expect(answer).toMatchObject({ status: 400, ok: false, error_code: 400 });
    expect(answer.description).toMatch(description);
    expect(sandbox.person("Anna").telegram.messages).toHaveLength(before);
  });

  test("101 buttons", async () => {
    const rows = Array(101).fill([button("x")]);
    expect((await say("x", { reply_markup: { inline_keyboard: rows } })).description).toMatch(
      /reply markup is too long/,
    );
  });

  test("those who never pressed Start, blocked the bot, or are gone", async () => {
    const { telegram } = sandbox.newPerson("Blocker");
    void telegram.says("hi");
    const to = (chat_id: number) => call("sendMessage", { chat_id, text: "x" });
    expect(sandbox.person("Max").telegram.thread.started).toBe(false); // looked at, and still not started
    expect(await to(NEVER_STARTED)).toMatchObject({
      status: 403,
      description: expect.stringMatching(/can't initiate/),
    });
    const id = sandbox.person("Blocker").person.telegram.id;
    expect(await to(id)).toMatchObject({ status: 200 });
    void telegram.blocks();
    expect(await to(id)).toMatchObject({ status: 403, description: "Forbidden: bot was blocked by the user" });
    telegram.deletesAccount();
    expect(await to(id)).toMatchObject({ status: 403, description: "Forbidden: user is deactivated" });
  });

  test("wrong tokens and methods", async () => {
    expect(await call("getMe", {}, "bot1:wrong")).toMatchObject({ status: 401, description: "Unauthorized" });
    expect(await call("getMe", {}, "botwrong")).toMatchObject({ status: 404, description: "Not Found" });
    expect(await call("sendFax", {})).toMatchObject({ status: 404, description: "Not Found: method not found" });
    expect(await call("constructor", {})).toMatchObject({ status: 404 });
  });
});

test("Telegram takes what stands right at its limits", async () => {
  const rows = Array(12).fill(Array(8).fill(button("x".repeat(64))));
  const copy = { text: "C", copy_text: { text: "x".repeat(256) } };
  expect(await say("x".repeat(4096), { reply_markup: { inline_keyboard: [...rows, [copy]] } })).toMatchObject({
    ok: true,
  });
  expect(await say(`<b>${"&amp;".repeat(4096)}</b>`, html)).toMatchObject({ result: { text: "&".repeat(4096) } });
});

test("a text in HTML is shown as a reader sees it", async () => {
  await say('<b>Anna &amp; <i>Max</i></b> <a href="https://example.org/?a=1&amp;b=2">here</a> &#128512;', html);
  const { text, spans } = sandbox.person("Anna").telegram.last;
  expect(text).toBe("Anna & Max here 😀");
  expect(spans).toEqual([
    { text: "Anna & ", styles: ["bold"] },
    { text: "Max", styles: ["bold", "italic"] },
    { text: " ", styles: [] },
    { text: "here", styles: [], href: "https://example.org/?a=1&b=2" },
    { text: " 😀", styles: [] },
  ]);
});

describe("an edit", () => {
  const edit = (method: string, message_id: number, body: object) =>
    call(method, { chat_id: ANNA, message_id, ...body });

  test("changes the message, and is refused if it changes nothing", async () => {
    const { result } = await say("one", keyboard(button("x")));
    expect(await edit("editMessageText", result.message_id, { text: "two" })).toMatchObject({
      result: { text: "two" },
    });
    expect(sandbox.person("Anna").telegram.last).toMatchObject({ text: "two", rows: [], editedAt: expect.any(String) });
    const again = await edit("editMessageText", result.message_id, { text: "two" });
    expect(again).toMatchObject({
      status: 400,
      description: expect.stringMatching(/^Bad Request: message is not modified: /),
    });
  });

  test("takes the buttons off and leaves the words", async () => {
    const { result } = await say("one", keyboard(button("x")));
    expect(await edit("editMessageReplyMarkup", result.message_id, {})).toMatchObject({ ok: true });
    expect(sandbox.person("Anna").telegram.last).toMatchObject({ text: "one", rows: [] });
  });

  test("of what is not there, is not the bot's, or is of another kind is refused", async () => {
    const { result } = await say("one");
    const photo = await sendPhoto({ caption: "c" });
    const own = Number(sandbox.person("Anna").telegram.messages[0]?.id);
    const why = async (...[method, id, body]: Parameters<typeof edit>) => (await edit(method, id, body)).description;
    expect(await why("editMessageText", 999_999, { text: "x" })).toBe("Bad Request: message to edit not found");
    expect(await why("editMessageText", own, { text: "x" })).toBe("Bad Request: message can't be edited");
    expect(await why("editMessageText", photo.result.message_id, { text: "x" })).toMatch(/no text in the message/);
    expect(await why("editMessageCaption", result.message_id, { caption: "x" })).toMatch(/no caption in the message/);
    expect(await why("editMessageCaption", photo.result.message_id, { caption: "x".repeat(1025) })).toMatch(/too long/);
  });
});

async function sendPhoto(fields: Record<string, string>, file: Uint8Array = PNG): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ chat_id: String(ANNA), photo: "attach://part0", ...fields })) {
    form.set(name, value);
  }
  form.set("part0", new Blob([new Uint8Array(file)], { type: "image/png" }), "ticket.png");
  const response = await fetch(`${sandbox.telegramApiRoot}/bot${token}/sendPhoto`, { method: "POST", body: form });
  return { status: response.status, ...((await response.json()) as Omit<Answer, "status">) };
}

describe("a photo", () => {
  test("is shown with its caption and its buttons", async () => {
    const markup = JSON.stringify({ inline_keyboard: [[button("x")]] });
    expect(await sendPhoto({ caption: "<b>You are in</b>", parse_mode: "HTML", reply_markup: markup })).toMatchObject({
      ok: true,
    });
    const { kind, text, rows, media } = sandbox.person("Anna").telegram.last;
    expect({ kind, text, rows }).toEqual({
      kind: "photo",
      text: "You are in",
      rows: [[{ type: "press", title: "Go", data: "x" }]],
    });
    expect(Buffer.from(sandbox.world.state.media[media?.id ?? ""]?.base64 ?? "", "base64")).toEqual(PNG);
  });

  test("that is no picture, too wordy, or missing is refused", async () => {
    expect((await sendPhoto({}, Buffer.from("hello, I am no picture"))).description).toMatch(/IMAGE_PROCESS_FAILED/);
    expect((await sendPhoto({ caption: "x".repeat(1025) })).description).toMatch(/caption is too long/);
    expect((await sendPhoto({ photo: "unknown-file-id" })).description).toMatch(/wrong file identifier/);
    expect((await call("sendPhoto", { chat_id: ANNA })).description).toMatch(/there is no photo/);
  });
});

describe("the webhook", () => {
  const set = (body: object) => call("setWebhook", { url: "https://club.example/telegram", ...body });
  const state = () => sandbox.world.state.telegram.webhook;

  test.each<[string, object, RegExp]>([
    ["plain http", { url: "http://club.example/telegram" }, /An HTTPS URL must be provided/],
    ["another port", { url: "https://club.example:444/telegram" }, /only on ports/],
    ["no URL", { url: "club" }, /invalid webhook URL/],
    ["a secret with odd characters", { secret_token: "ä!" }, /secret token contains unallowed characters/],
    ["too many connections", { max_connections: 101 }, /max_connections/],
  ])("with %s is refused", async (_, body, description) => {
    expect(await set(body)).toMatchObject({ status: 400, description: expect.stringMatching(description) });
  });

  test("forgets its secret and keeps its allowed updates when they are not given again", async () => {
    await set({ secret_token: "one", allowed_updates: ["message", "nonsense"] });
    expect(state()).toMatchObject({ secret: "one", allowedUpdates: ["message"] });
    await set({});
    expect(state()).toMatchObject({ secret: undefined, allowedUpdates: ["message"] });
    expect(await call("getWebhookInfo", {})).toMatchObject({
      result: { allowed_updates: ["message"], max_connections: 40 },
    });
    await set({ allowed_updates: [] });
    expect((await call("getWebhookInfo", {})).result.allowed_updates).toBeUndefined();
    await set({ url: "" });
    expect((await call("getWebhookInfo", {})).result.url).toBe("");
  });
});

test("commands are kept for each scope and language, and checked", async () => {
  const commands = [{ command: "events", description: "События" }];
  const scope = { scope: { type: "all_private_chats" }, language_code: "ru" };
  expect(await call("setMyCommands", { commands, ...scope })).toMatchObject({ ok: true });
  expect(await call("getMyCommands", scope)).toMatchObject({ result: commands });
  expect(await call("getMyCommands", {})).toMatchObject({ result: [] });
  const shouted = await call("setMyCommands", { commands: [{ command: "EVENTS", description: "x" }] });
  expect(shouted.description).toMatch(/BOT_COMMAND_INVALID/);
  expect((await call("setMyCommands", { commands, language_code: "rus" })).description).toMatch(/language/);
});

test("a press that never was cannot be answered", async () => {
  expect(await call("answerCallbackQuery", { callback_query_id: "1" })).toMatchObject({
    status: 400,
    description: expect.stringMatching(/query is too old/),
  });
});

describe("told to go wrong, Telegram", () => {
  test("answers 429 for the next calls and this chat alone, and recovers", async () => {
    sandbox.faults.add({ type: "too-many", retryAfter: 7 }, { method: "sendMessage", chat: String(ANNA), times: 2 });
    const me = await call("getMe", {});
    const first = await say("x");
    expect(me).toMatchObject({ ok: true });
    expect(first).toMatchObject({
      status: 429,
      description: "Too Many Requests: retry after 7",
      parameters: { retry_after: 7 },
    });
    expect([(await say("x")).status, (await say("x")).status]).toEqual([429, 200]);
  });

  test("fails, hangs, cuts the line, or does its work and loses the answer", async () => {
    const { faults } = sandbox;
    const messages = () => sandbox.person("Anna").telegram.messages.length;
    const before = messages();
    faults.add({ type: "broken", status: 502 });
    expect(await say("x")).toMatchObject({ status: 502 });
    faults.add({ type: "hang" });
    const hanging = fetch(`${sandbox.telegramApiRoot}/bot${token}/getMe`, { signal: AbortSignal.timeout(200) });
    await expect(hanging).rejects.toThrow(/timeout/);
    faults.add({ type: "cut" });
    await expect(say("x")).rejects.toThrow(/fetch failed/);
    expect(messages()).toBe(before);
    faults.add({ type: "lost" });
    await expect(say("x")).rejects.toThrow(/fetch failed/);
    expect(messages()).toBe(before + 1);
  });

  test("counts the calls, and tells of the next", async () => {
    const match = { platform: "telegram", method: "sendMessage", chat: "42" } as const;
    const next = sandbox.faults.next(match);
    await call("sendMessage", { chat_id: 42, text: "x" });
    expect(await next).toMatchObject({ method: "sendmessage", chat: "42" });
    const before = sandbox.faults.count(match);
    await call("sendMessage", { chat_id: 42, text: "x" });
    expect(sandbox.faults.count(match)).toBe(before + 1);
  });
});
