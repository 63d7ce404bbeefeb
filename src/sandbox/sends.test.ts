import { afterEach, beforeEach, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { SANDBOX_CREDENTIALS } from "./credentials.ts";
import { SENDS } from "./faults.ts";
import { type ServedSandbox, serveSandbox } from "./serve.ts";

const ANNA = { telegram: 1001, whatsapp: "15550100101" };
const { telegram, whatsapp } = SANDBOX_CREDENTIALS;

let sandbox: ServedSandbox;
beforeEach(async () => {
  const rates = { telegram: { bulk: { most: 4, withinMs: 60_000 } }, whatsapp: { peoplePerDay: 1 } };
  sandbox = await serveSandbox({ clock: createClock(), targets: { whatsapp: undefined }, limits: { rates } });
  for (const name of ["Anna", "Max"]) {
    void sandbox.person(name).telegram.says("/start"); // never delivered: there is no webhook, hence no credit
    void sandbox.person(name).whatsapp.says("hello");
  }
});
afterEach(() => sandbox.stop());

interface Answer {
  status: number;
  retryAfter: string | null;
  body: Record<string, unknown>;
}

async function post(url: string, body: object): Promise<Answer> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${whatsapp.accessToken}` };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  const retryAfter = response.headers.get("retry-after");
  return { status: response.status, retryAfter, body: text.startsWith("{") ? JSON.parse(text) : {} };
}

const bot = (method: string, body: object) => post(`${sandbox.telegramApiRoot}/bot${telegram.token}/${method}`, body);
const say = (text: string, more: object = {}) => bot("sendMessage", { chat_id: ANNA.telegram, text, ...more });
const send = (body: string, more: object = {}) =>
  post(`${sandbox.whatsappApiRoot}/v26.0/${whatsapp.phoneNumberId}/messages`, {
    messaging_product: "whatsapp",
    to: ANNA.whatsapp,
    type: "text",
    text: { body },
    biz_opaque_callback_data: `outbox-${body}`,
    ...more,
  });

/** What WhatsApp tells of its messages. */
function statuses() {
  const bodies = sandbox.webhooks.whatsapp.history().map((body) => JSON.parse(body).entry[0].changes[0].value);
  return bodies.flatMap(({ statuses: told = [] }) => told);
}

test("one in so many sends goes wrong, by a chance that can be repeated", async () => {
  const turns = [0.05, 0.9, 0.4, 0.05, 0.1];
  const random = () => turns.shift() ?? 0.9;
  const ways = [
    { type: "too-many", retryAfter: 2 },
    { type: "broken", status: 503 },
  ] as const;
  sandbox.faults.share(ways, { platform: "whatsapp", method: SENDS, oneIn: 10, random });

  const answers = [await send("a"), await send("b"), await send("c")];
  expect(answers.map(({ status }) => status)).toEqual([503, 200, 429]);
  expect((await say("a")).status).toBe(200);
  sandbox.faults.clear();
  turns.push(0, 0);
  expect((await send("d")).status).toBe(200);
});

test("every send is remembered: who it went to, what it said, and what became of it", async () => {
  await say("Hello", { reply_markup: { inline_keyboard: [[{ text: "Go", callback_data: "go" }]] } });
  await say("Hello");
  await say("Hello");
  await send("1");
  sandbox.faults.add({ type: "broken", status: 500 });
  await send("2");
  await bot("sendChatAction", { chat_id: ANNA.telegram, action: "typing" });

  const sends = sandbox.sends();
  const told = { platform: "telegram", method: "sendmessage", chat: "1001", withheld: false };
  const [id, wamid] = [expect.stringMatching(/^\d+$/), expect.stringMatching(/^wamid\./)];
  expect(sends).toMatchObject([
    { ...told, messageId: id, echo: undefined },
    { ...told, messageId: id },
    { ...told, messageId: id },
    { platform: "whatsapp", chat: ANNA.whatsapp, messageId: wamid, echo: "outbox-1", withheld: false },
    { platform: "whatsapp", messageId: undefined, echo: "outbox-2" },
  ]);
  expect(new Set(sends.map(({ host }) => host))).toEqual(new Set([new URL(sandbox.url).host]));
  const [withButton, first, second] = sends.map(({ words }) => words);
  expect(first).toBe(second);
  expect(first).not.toBe(withButton);
});

test("a message whose answer is withheld is told of all the same, with the app's own id", async () => {
  sandbox.faults.add({ type: "lost" }, { platform: "whatsapp" });
  await expect(send("7")).rejects.toThrow();

  const [sent] = sandbox.sends();
  expect(sent).toMatchObject({ echo: "outbox-7", withheld: true, messageId: expect.stringMatching(/^wamid/) });
  expect(statuses()).toMatchObject(
    ["sent", "delivered", "read"].map((status) => ({
      id: sent?.messageId,
      status,
      biz_opaque_callback_data: "outbox-7",
    })),
  );
});

test("an answer that comes when nobody waits for it any more counts as withheld", async () => {
  await say("In time");
  const arrival = Promise.withResolvers<void>();
  sandbox.faults.add({ type: "held", until: arrival.promise }, { method: "sendmessage" });
  const url = `${sandbox.telegramApiRoot}/bot${telegram.token}/sendMessage`;
  const body = JSON.stringify({ chat_id: ANNA.telegram, text: "Too late" });
  const headers = { "content-type": "application/json" };
  const patience = new AbortController();
  const called = sandbox.faults.next({ method: "sendmessage" });
  const calling = fetch(url, { method: "POST", headers, body, signal: patience.signal }).catch(() => {});
  await called;
  patience.abort();
  await calling;
  arrival.resolve();

  await expect.poll(() => sandbox.sends().map(({ withheld }) => withheld)).toEqual([false, true]);
  expect(sandbox.sends().every(({ messageId }) => messageId !== undefined)).toBe(true);
});

test("a line that is cut before anything is done withholds nothing", async () => {
  sandbox.faults.add({ type: "cut" }, { platform: "whatsapp" });
  await expect(send("7")).rejects.toThrow();
  expect(sandbox.sends()).toMatchObject([{ echo: "outbox-7", withheld: false, messageId: undefined }]);
  expect(statuses()).toEqual([]);
});

test("what goes to a number without WhatsApp is accepted, and fails", async () => {
  sandbox.person("Anna").whatsapp.vanishes();
  expect((await send("1")).status).toBe(200);
  expect((await send("2", { to: "4915550100102" })).status).toBe(200);
  expect(statuses()).toMatchObject([
    { status: "failed", biz_opaque_callback_data: "outbox-1", errors: [{ code: 131026 }] },
    { status: "sent", biz_opaque_callback_data: "outbox-2" },
    { status: "delivered" },
    { status: "read" },
  ]);
});

test("Telegram answers a flood with 429, and says how long it is to be waited", async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => say(`${n}`)));

  expect(answers.filter(({ status }) => status !== 200)).toHaveLength(2);
  expect(answers.find(({ status }) => status !== 200)).toEqual({
    status: 429,
    retryAfter: "5",
    body: {
      ok: false,
      error_code: 429,
      description: "Too Many Requests: retry after 5",
      parameters: { retry_after: 5 },
    },
  });
  expect(sandbox.limits.broken[0]).toMatchObject({ platform: "telegram", limit: "bulk", chat: "1001" });
  expect(sandbox.sends().filter(({ messageId }) => messageId === undefined)).toHaveLength(2);
});

test("WhatsApp answers the 46th message in a row to one person with Meta's 131056", async () => {
  const answers = await Promise.all(Array.from({ length: 46 }, (_, n) => send(`${n}`)));
  expect(answers.filter(({ status }) => status !== 200)).toMatchObject([
    { status: 429, body: { error: { code: 131056, message: expect.stringMatching(/pair rate limit hit/) } } },
  ]);
  expect(sandbox.limits.broken).toMatchObject([{ platform: "whatsapp", limit: "person", chat: "Anna" }]);
});

test("one person too many outside the window fails later, and inside it nobody is counted", async () => {
  await post(`${sandbox.whatsappApiRoot}/v26.0/${whatsapp.businessAccountId}/message_templates`, {
    name: "news",
    language: "en",
    category: "UTILITY",
    components: [{ type: "BODY", text: "There is news for you here." }],
  });
  const news = { type: "template", template: { name: "news", language: { code: "en" } } };
  const [igor, olga] = [{ to: "79005550104" }, { to: undefined, recipient: "RU.13491208655302741903" }];
  for (const [id, to] of [
    ["1", {}],
    ["2", igor],
    ["3", igor],
    ["4", olga],
  ] as const)
    await send(id, { ...news, ...to });

  const last = new Map(statuses().map((status) => [status.biz_opaque_callback_data, status]));
  expect([...last].map(([id, { status }]) => `${id} ${status}`)).toEqual([
    "outbox-1 read",
    "outbox-2 read",
    "outbox-3 read",
    "outbox-4 failed",
  ]);
  expect(last.get("outbox-4")).toMatchObject({ errors: [{ code: 131048 }] });
});
