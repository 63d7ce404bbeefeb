import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { SANDBOX_CREDENTIALS } from "./credentials.ts";
import { type ServedSandbox, serveSandbox } from "./serve.ts";

const { accessToken, phoneNumberId, businessAccountId } = SANDBOX_CREDENTIALS.whatsapp;
const ANNA = "15550100101";
const OLGA = "RU.13491208655302741903";
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const HOUR_MS = 60 * 60_000;
const clock = createClock();

let sandbox: ServedSandbox;
beforeAll(async () => {
  sandbox = await serveSandbox({ clock, targets: { whatsapp: undefined } });
  void sandbox.person("Anna").whatsapp.says("hello");
  void sandbox.person("Ольга").whatsapp.says("привет");
});
afterAll(() => sandbox.stop());

interface Answer {
  status: number;
  error?: { message: string; code: number; error_data?: { details: string } };
  messages: [{ id: string }];
  contacts: object[];
  data: object[];
  id: string;
}

async function graph(path: string, init: RequestInit = {}, token = accessToken): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, ...init.headers };
  const response = await fetch(`${sandbox.whatsappApiRoot}/v26.0/${path}`, { ...init, headers });
  return { status: response.status, ...((await response.json()) as Omit<Answer, "status">) };
}

function post(path: string, body: object): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  return graph(path, { method: "POST", headers, body: JSON.stringify(body) });
}

const send = (body: object) => post(`${phoneNumberId}/messages`, { messaging_product: "whatsapp", to: ANNA, ...body });
const text = (body: string) => ({ type: "text", text: { body } });
const reply = (id: string, title: string) => ({ type: "reply", reply: { id, title } });
const buttons = (list: object[], body = "Well?") => ({
  type: "interactive",
  interactive: { type: "button", body: { text: body }, action: { buttons: list } },
});
const row = (n: number, more: object = {}) => ({ id: `row-${n}`, title: `Row ${n}`, ...more });
const list = (rows: object[], more: object = {}) => ({
  type: "interactive",
  interactive: { type: "list", body: { text: "Which?" }, action: { button: "Choose", sections: [{ rows }] }, ...more },
});
const rows = (count: number) => Array.from({ length: count }, (_, n) => row(n));

describe("WhatsApp refuses", () => {
  test.each<[string, object, number, RegExp]>([
    ["a text of 4097 characters", text("x".repeat(4097)), 131009, /Max length: 4096/],
    ["an empty text", text(" "), 131009, /Min length: 1/],
    ["a text without a body", { type: "text", text: {} }, 131008, /text\['body'\] is required/],
    [
      "4 buttons",
      buttons([1, 2, 3, 4].map((n) => reply(`${n}`, `${n}`))),
      131009,
      /Invalid buttons count.*Max allowed: 3/,
    ],
    ["no buttons", buttons([]), 131009, /Invalid buttons count/],
    ["a title of 21 characters", buttons([reply("a", "x".repeat(21))]), 131009, /Button title length invalid.*20/],
    ["an empty title", buttons([reply("a", "")]), 131009, /Button title length invalid/],
    ["two titles alike", buttons([reply("a", "Yes"), reply("b", "Yes")]), 131009, /Duplicate button titles/],
    ["two ids alike", buttons([reply("a", "Yes"), reply("a", "No")]), 131009, /Duplicate button ids/],
    ["an id of 257 characters", buttons([reply("x".repeat(257), "Yes")]), 131009, /Button id length invalid.*256/],
    ["an id with a blank at its end", buttons([reply("a ", "Yes")]), 131009, /leading or trailing/],
    ["1025 characters over buttons", buttons([reply("a", "Yes")], "x".repeat(1025)), 131009, /Body text length.*1024/],
    ["no words over buttons", buttons([reply("a", "Yes")], ""), 131009, /Body text length/],
    ["11 rows", list(rows(11)), 131009, /Invalid rows count.*10/],
    ["a row title of 25 characters", list([row(1, { title: "x".repeat(25) })]), 131009, /Row title length.*24/],
    ["a description of 73 characters", list([row(1, { description: "x".repeat(73) })]), 131009, /Row description.*72/],
    ["a row id of 201 characters", list([row(1, { id: "x".repeat(201) })]), 131009, /Row id length.*200/],
    ["two rows with one id", list([row(1), row(2, { id: "row-1" })]), 131009, /Duplicate row ids/],
    ["4097 characters over a list", list(rows(1), { body: { text: "x".repeat(4097) } }), 131009, /Body text.*4096/],
    [
      "a picture over a list",
      list(rows(1), { header: { type: "image", image: { id: "1" } } }),
      131009,
      /not supported for lists/,
    ],
    ["a footer of 61 characters", list(rows(1), { footer: { text: "x".repeat(61) } }), 131009, /Footer text.*60/],
    ["an unknown picture", { type: "image", image: { id: "404" } }, 100, /not a valid whatsapp business account media/],
    ["a BSUID in to", { to: OLGA, ...text("x") }, 131009, /BSUID: it belongs in recipient/],
    ["a number in recipient", { to: undefined, recipient: ANNA, ...text("x") }, 131009, /recipient is not a BSUID/],
    ["a number nobody has", { to: "15550109999", ...text("x") }, 131026, /Undeliverable/],
    ["a BSUID nobody has", { to: undefined, recipient: "US.1", ...text("x") }, 131026, /Undeliverable/],
    ["nobody", { to: undefined, ...text("x") }, 131008, /to is required/],
    [
      "a template nobody made",
      { type: "template", template: { name: "nope", language: { code: "en" } } },
      132001,
      /does not exist in en/,
    ],
    ["a dance", { type: "dance", dance: {} }, 131051, /dance/],
    ["513 bytes to echo", { biz_opaque_callback_data: "x".repeat(513), ...text("x") }, 131009, /biz_opaque/],
    ["another product", { messaging_product: "messenger", ...text("x") }, 131008, /messaging_product/],
  ])("%s", async (_, body, code, details) => {
    const before = sandbox.person("Anna").whatsapp.messages.length;
    const { status, error } = await send(body);
    expect(status).toBe(code === 132001 ? 404 : 400);
    expect(error?.code).toBe(code);
    expect(error?.error_data?.details).toMatch(details);
    expect(sandbox.person("Anna").whatsapp.messages).toHaveLength(before);
  });

  test("a free-form message to someone who wrote nothing for 24 hours, and takes the template", async () => {
    await makeTemplate("still_open");
    const { whatsapp } = sandbox.newPerson("Late");
    const to = sandbox.person("Late").person.whatsapp.phone;
    void whatsapp.says("hello");
    clock.moveForward(24 * HOUR_MS - 60_000);
    expect(await send({ to, ...text("in time") })).toMatchObject({ status: 200 });
    clock.moveForward(60_000);
    const refused = await send({ to, ...text("too late") });
    expect(refused).toMatchObject({ status: 400, error: { code: 131047, message: "(#131047) Re-engagement message" } });
    expect(await send({ to, ...template("still_open", "en", ["Anna"]) })).toMatchObject({ status: 200 });
    void sandbox.person("Anna").whatsapp.says("hello");
    void sandbox.person("Ольга").whatsapp.says("привет");
  });

  test("wrong tokens, dead versions and what is not there", async () => {
    expect(await graph(phoneNumberId, {}, "wrong")).toMatchObject({ status: 401, error: { code: 190 } });
    expect(await graph("123")).toMatchObject({ status: 400, error: { code: 100 } });
    expect(await graph(`${phoneNumberId}/faxes`)).toMatchObject({ status: 400, error: { code: 100 } });
    expect(await graph(`../v20.0/${phoneNumberId}`)).toMatchObject({ error: { code: 2635 } });
  });

  test("a calendar, an empty file and a call without a file", async () => {
    expect(await upload("text/calendar")).toMatchObject({ status: 400, error: { code: 100 } });
    expect(await upload("image/png", Buffer.alloc(0))).toMatchObject({ status: 400, error: { code: 100 } });
    expect(await post(`${phoneNumberId}/media`, {})).toMatchObject({ status: 400, error: { code: 131008 } });
  });
});

function upload(type: string, bytes: Uint8Array = PNG): Promise<Answer> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", type);
  form.set("file", new Blob([new Uint8Array(bytes)], { type }), "file");
  return graph(`${phoneNumberId}/media`, { method: "POST", body: form });
}

test("WhatsApp takes what stands right at its limits", async () => {
  const full = [1, 2, 3].map((n) => reply(`${n}`.padEnd(256, "x"), `${n}`.padEnd(20, "x")));
  const long = { id: "x".repeat(200), title: "x".repeat(24), description: "x".repeat(72) };
  expect(await send(text("x".repeat(4096)))).toMatchObject({ status: 200 });
  expect(await send(buttons(full, "x".repeat(1024)))).toMatchObject({ status: 200 });
  expect(await send(list([...rows(9), long]))).toMatchObject({ status: 200 });
});

test("a hidden number is reached by its BSUID, and its number is not told", async () => {
  const answer = await send({ to: undefined, recipient: OLGA, ...text("*Привет*, Ольга") });
  expect(answer.contacts).toEqual([{ input: OLGA }]);
  expect(sandbox.person("Ольга").whatsapp.last).toMatchObject({ text: "Привет, Ольга", raw: "*Привет*, Ольга" });
});

test("a picture with buttons is one message", async () => {
  const { id } = await upload("image/png");
  const message = buttons([reply("ticket", "My ticket")], "You are in!");
  const header = { type: "image", image: { id } };
  expect(await send({ ...message, interactive: { ...message.interactive, header } })).toMatchObject({ status: 200 });
  const { kind, text, rows, media } = sandbox.person("Anna").whatsapp.last;
  expect({ kind, text, id: media?.id }).toEqual({ kind: "photo", text: "You are in!", id });
  expect(rows).toEqual([[{ type: "press", title: "My ticket", data: "ticket" }]]);
});

test("a list shows its button and its rows", async () => {
  await send(list([row(1, { description: "the first" })]));
  expect(sandbox.person("Anna").whatsapp.last.list).toEqual({
    button: "Choose",
    sections: [{ title: "", rows: [{ title: "Row 1", description: "the first", data: "row-1" }] }],
  });
});

test("reading marks what the person wrote, and shows that someone types", async () => {
  const { messages } = sandbox.person("Anna").whatsapp;
  const read = { messaging_product: "whatsapp", status: "read", typing_indicator: { type: "text" } };
  const typing = new Promise((resolve) =>
    sandbox.world.happenings.listen((one) => one.type === "typing" && resolve(one)),
  );
  expect(await post(`${phoneNumberId}/messages`, { ...read, message_id: messages[0]?.id })).toMatchObject({
    success: true,
  });
  expect(await typing).toMatchObject({ thread: { key: "whatsapp:Anna" } });
  expect(sandbox.person("Anna").whatsapp.messages[0]?.status).toBe("read");
  const unknown = await post(`${phoneNumberId}/messages`, { ...read, message_id: "wamid.none" });
  expect(unknown).toMatchObject({ status: 400, error: { code: 131009 } });
});

test("the number and the subscription are there to be asked for", async () => {
  expect(await graph(phoneNumberId)).toMatchObject({ display_phone_number: "+15550100000" });
  expect(await post(`${businessAccountId}/subscribed_apps`, {})).toMatchObject({ success: true });
  expect((await graph(`${businessAccountId}/subscribed_apps`)).data).toHaveLength(1);
});

const body = (words: string, ...names: string[]) => ({
  type: "BODY",
  text: words,
  ...(names.length && {
    example: { body_text_named_params: names.map((param_name) => ({ param_name, example: "x" })) },
  }),
});
const quick = { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "I'm coming" }] };

function makeTemplate(name: string, more: object = {}): Promise<Answer> {
  const components = [body("Hello {{name}}, tomorrow it is.", "name"), quick];
  const template = { name, language: "en", category: "UTILITY", parameter_format: "NAMED", components, ...more };
  return post(`${businessAccountId}/message_templates`, template);
}

function template(name: string, code: string, values: string[], payload = "come:1"): object {
  const parameters = values.map((value) => ({ type: "text", parameter_name: "name", text: value }));
  const button = { type: "button", sub_type: "quick_reply", index: "0", parameters: [{ type: "payload", payload }] };
  return {
    type: "template",
    template: { name, language: { code }, components: [{ type: "body", parameters }, button] },
  };
}

function withButton(change: object): object {
  const { type, template: sent } = template("reminder", "en", ["Anna"]) as { type: string; template: Sent };
  const [first, button] = sent.components;
  return { type, template: { ...sent, components: [first, { ...button, ...change }] } };
}
interface Sent {
  components: object[];
}

describe("a template", () => {
  test("is approved at once, listed, and shown filled in with its buttons", async () => {
    expect(await makeTemplate("reminder")).toMatchObject({ status: "APPROVED" });
    expect((await graph(`${businessAccountId}/message_templates?name=reminder`)).data).toMatchObject([
      { name: "reminder", language: "en", status: "APPROVED", category: "UTILITY" },
    ]);
    expect(await send(template("reminder", "en", ["Anna"]))).toMatchObject({ status: 200 });
    expect(sandbox.person("Anna").whatsapp.last).toMatchObject({
      text: "Hello Anna, tomorrow it is.",
      template: "reminder",
      rows: [[{ type: "press", title: "I'm coming", data: "come:1" }]],
    });
  });

  test.each<[string, object, number]>([
    ["in another language", template("reminder", "en_US", ["Anna"]), 132001],
    ["with too few values", template("reminder", "en", []), 132000],
    ["with a button of another kind", withButton({ sub_type: "url" }), 132018],
    ["with a button that says nothing", withButton({ parameters: [{ type: "text", text: "x" }] }), 132018],
    ["with a value of two lines", template("reminder", "en", ["Anna\nPetrova"]), 132018],
    ["with an overlong payload", template("reminder", "en", ["Anna"], "x".repeat(257)), 132018],
  ])("%s is not sent", async (_, message, code) => {
    expect((await send(message)).error?.code).toBe(code);
  });

  test.each<[string, object]>([
    ["twice", { name: "reminder" }],
    ["with a name in capitals", { name: "Reminder" }],
    ["in no language", { language: "english" }],
    ["of no category", { category: "FUN" }],
    ["without words", { components: [] }],
    ["that ends with a variable", { components: [body("Hello {{name}}", "name")] }],
    ["without an example", { components: [body("Hello {{name}}, tomorrow it is.")] }],
    ["with an example of another variable", { components: [body("Hello {{name}}, tomorrow it is.", "day")] }],
    ["with too many variables for its length", { components: [body("Hello {{name}} on {{day}}!", "name", "day")] }],
    [
      "with a button of 26 characters",
      { components: [body("Hi"), { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "x".repeat(26) }] }] },
    ],
  ])("%s is not made", async (_, more) => {
    expect(await makeTemplate("other", more)).toMatchObject({ status: 400, error: { code: 100 } });
  });
});

describe("told to go wrong, WhatsApp", () => {
  test("answers as Meta does, for the next calls", async () => {
    sandbox.faults.add(
      { type: "too-many", retryAfter: 1 },
      { platform: "whatsapp", method: "POST messages", chat: ANNA },
    );
    expect(await send(text("x"))).toMatchObject({ status: 429, error: { code: 130429 } });
    sandbox.faults.add({ type: "refused", code: 131056 });
    expect(await send(text("x"))).toMatchObject({ status: 400, error: { code: 131056 } });
    expect(await send(text("x"))).toMatchObject({ status: 200 });
  });
});
