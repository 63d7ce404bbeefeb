import { afterEach, beforeEach, expect, test } from "vitest";
import { startGraphApi } from "../../test/graph-api.ts";
import { createClock } from "../clock.ts";
import type { WhatsappConfig } from "../config.ts";
import { OperatorError } from "../errors.ts";
import { SANDBOX_CREDENTIALS } from "../sandbox/credentials.ts";
import { type ServedSandbox, serveSandbox } from "../sandbox/serve.ts";
import { createTexts } from "../texts/texts.ts";
import { createMissingTemplates, listTemplateStandings } from "./template-status.ts";
import { TEMPLATES } from "./templates.ts";

const { word } = createTexts({
  organisation: "Green Club",
  contact: "info@club.example",
  retentionDays: 90,
  locale: "en",
  publicUrl: "https://club.example",
  telegramBot: undefined,
  whatsappPhone: undefined,
});
const ALL = TEMPLATES.length * 2;

let sandbox: ServedSandbox;
let config: WhatsappConfig;

beforeEach(async () => {
  sandbox = await serveSandbox({ clock: createClock(), targets: { whatsapp: undefined } });
  const { appSecret, phone: _, ...credentials } = SANDBOX_CREDENTIALS.whatsapp;
  config = { ...credentials, appSecrets: [appSecret], apiRoot: sandbox.whatsappApiRoot, apiVersion: "v26.0" };
});
afterEach(() => sandbox.stop());

const list = () => listTemplateStandings({ config, word });
const create = () => createMissingTemplates({ config, word });
const stateOf = async (name: string, language: string) =>
  (await list()).find((one) => one.name === name && one.language === language);

test("Meta knows none of ours at first, takes each of them, and then there is nothing to make", async () => {
  expect((await list()).map(({ state }) => state)).toEqual(Array(ALL).fill("missing"));

  const made = await create();
  expect(made).toHaveLength(ALL);
  expect(made.filter((one) => one.type !== "created" || one.status !== "APPROVED")).toEqual([]);

  expect((await list()).map(({ state }) => state)).toEqual(Array(ALL).fill("approved"));
  expect(await create()).toEqual([]);
});

test.each([
  ["PENDING", "pending", "PENDING"],
  ["REJECTED", "rejected", "REJECTED, TAG_CONTENT_MISMATCH"],
  ["PAUSED", "paused", "PAUSED"],
  ["DISABLED", "disabled", "DISABLED"],
  ["SOMETHING_NEW", "disabled", "SOMETHING_NEW"],
])("a template that Meta calls %s is %s", async (status, state, detail) => {
  await create();
  const reason = status === "REJECTED" ? "TAG_CONTENT_MISMATCH" : "NONE";
  void sandbox.reviewTemplate({ name: "reminder_24h", language: "ru" }, { status, reason });
  expect(await stateOf("reminder_24h", "ru")).toMatchObject({ state, detail });
  expect(await stateOf("reminder_24h", "en")).toMatchObject({ state: "approved" });
});

test("a template that Meta takes for marketing is told", async () => {
  await create();
  void sandbox.reviewTemplate({ name: "seat_offered", language: "en" }, { category: "MARKETING" });
  expect(await stateOf("seat_offered", "en")).toMatchObject({ state: "recategorised", detail: "MARKETING" });
});

test("a template with other words or other buttons than ours is told", async () => {
  await create();
  const { templates } = sandbox.world.state.whatsapp;
  const [first, second] = templates;
  Object.assign(first ?? {}, { components: [{ type: "BODY", text: "Hello {{name}}, other words" }] });
  Object.assign(second ?? {}, { components: [second?.components[0]] });
  expect((await list()).filter(({ state }) => state === "differs")).toMatchObject([
    { name: first?.name, language: first?.language },
    { name: second?.name, language: second?.language },
  ]);
});

test("other templates on the account, however many, hide none of ours", async () => {
  const [pattern] = sandbox.world.state.whatsapp.templates;
  for (let n = 0; n < 150; n++) {
    const other = { id: String(n), language: "en", category: "MARKETING", parameterFormat: "NAMED", components: [] };
    sandbox.world.state.whatsapp.templates.push({ ...pattern, ...other, name: `sale_${n}` } as never);
  }
  await create();
  expect((await list()).map(({ state }) => state)).toEqual(Array(ALL).fill("approved"));
});

test("a template that Meta refuses does not keep the others from being made", async () => {
  const fault = { type: "refused", code: 100, description: "too many variables" } as const;
  sandbox.faults.add(fault, { method: "POST message_templates" });
  const made = await create();
  expect(made.map(({ type }) => type)).toEqual(["refused", ...Array(ALL - 1).fill("created")]);
  expect(made[0]).toMatchObject({ reason: expect.stringMatching(/reminder_24h \(en\): 100 .*too many variables/) });
});

test("what Meta has to say to people about a template is passed on", async () => {
  const graph = await startGraphApi();
  const error = { message: "Invalid parameter", code: 100, error_user_msg: "Variables can't be at the end." };
  graph.answer("/message_templates", { json: { data: [] } }, { status: 400, json: { error } });
  const [first] = await createMissingTemplates({ config: graph.config, word });
  await graph.close();
  expect(first).toMatchObject({ type: "refused", reason: expect.stringMatching("can't be at the end") });
});

test("without an answer there is no verdict, and the token is told to nobody", async () => {
  const revoked = { ...config, accessToken: "EAAG-revoked" };
  const refused = await listTemplateStandings({ config: revoked, word }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(OperatorError);
  expect(String(refused)).toMatch(/its templates: 190/);
  expect(String(refused)).not.toMatch("EAAG-revoked");

  const gone = await startGraphApi();
  await gone.close();
  const away = await listTemplateStandings({ config: gone.config, word }).catch((error: unknown) => error);
  expect(away).not.toBeInstanceOf(OperatorError);
  expect(String(away)).toMatch("Meta gave no answer");
});
