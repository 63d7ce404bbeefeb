import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveOnLoopback } from "../../test/served.ts";
import { createClock } from "../clock.ts";
import { SANDBOX_CREDENTIALS } from "./credentials.ts";
import { type ServedSandbox, serveSandbox } from "./serve.ts";

const { accessToken, phoneNumberId, businessAccountId } = SANDBOX_CREDENTIALS.whatsapp;
const BODY = {
  type: "BODY",
  text: "Hello {{name}}, tomorrow it is.",
  example: { body_text_named_params: [{ param_name: "name", example: "Anna" }] },
};

/** What the app was told, but for messages and what became of them. */
const news: object[] = [];
const app = serveOnLoopback(
  createServer(async (request, response) => {
    const { entry } = (await json(request)) as { entry: { changes: { field: string }[] }[] };
    news.push(...entry.flatMap(({ changes }) => changes).filter(({ field }) => field !== "messages"));
    response.end("ok");
  }),
);
let sandbox: ServedSandbox;

beforeAll(async () => {
  sandbox = await serveSandbox({ clock: createClock(), targets: { whatsapp: `${app()}/whatsapp` } });
});
afterAll(() => sandbox.stop());

interface Answer {
  error?: { code: number };
  data: object[];
  paging: { cursors: { after: string }; next?: string };
}

async function graph(path: string, body?: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
  const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
  return (await fetch(`${sandbox.whatsappApiRoot}/v26.0/${path}`, { headers, ...init })).json() as Promise<Answer>;
}

const TEMPLATES = `${businessAccountId}/message_templates`;
const make = (name: string) =>
  graph(TEMPLATES, { name, language: "en", category: "UTILITY", parameter_format: "NAMED", components: [BODY] });
const send = (name: string) => {
  const parameters = [{ type: "text", parameter_name: "name", text: "Anna" }];
  const template = { name, language: { code: "en" }, components: [{ type: "body", parameters }] };
  const message = { messaging_product: "whatsapp", to: "15550100101", type: "template", template };
  return graph(`${phoneNumberId}/messages`, message);
};

test.each([
  ["PAUSED", 132015],
  ["DISABLED", 132016],
  ["REJECTED", 132001],
  ["PENDING", 132001],
])("a template that is %s is not sent, and the app is told", async (status, code) => {
  const name = `is_${status.toLowerCase()}`;
  await make(name);
  await sandbox.reviewTemplate({ name, language: "en" }, { status, reason: "WHATEVER" });
  expect((await send(name)).error?.code).toBe(code);
  expect(news.at(-1)).toMatchObject({
    field: "message_template_status_update",
    value: { event: status, reason: "WHATEVER", message_template_name: name, message_template_language: "en" },
  });
  expect((await graph(`${TEMPLATES}?name=${name}`)).data).toMatchObject([{ status, rejected_reason: "WHATEVER" }]);

  await sandbox.reviewTemplate({ name, language: "en" }, { status: "APPROVED" });
  expect((await send(name)).error).toBeUndefined();
});

test("a template of another category goes on, and the app is told", async () => {
  await make("recategorised");
  await sandbox.reviewTemplate({ name: "recategorised", language: "en" }, { category: "MARKETING" });
  expect(news.at(-1)).toMatchObject({
    field: "template_category_update",
    value: { previous_category: "UTILITY", new_category: "MARKETING", message_template_name: "recategorised" },
  });
  expect((await send("recategorised")).error).toBeUndefined();
});

test("templates are listed in pages", async () => {
  for (let n = 0; n < 26; n++) await make(`one_of_many_${n}`);
  const first = await graph(TEMPLATES);
  expect([first.data.length, first.paging.next]).toEqual([25, expect.stringMatching("https://")]);
  const second = await graph(`${TEMPLATES}?after=${first.paging.cursors.after}`);
  expect(second.paging).not.toHaveProperty("next");
  expect(second.data.at(-1)).toMatchObject({ name: "one_of_many_25" });
});
