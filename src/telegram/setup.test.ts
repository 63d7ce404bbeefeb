import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { type Call, type Reply, startBotApi } from "../../test/bot-api.ts";
import { OperatorError } from "../errors.ts";
import { setUpTelegram } from "./setup.ts";

const commands = {
  en: [{ command: "events", description: "What is on" }],
  ru: [{ command: "events", description: "Что будет" }],
};

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const api of running.splice(0)) await api.stop();
});

test("the first start learns the bot's name and says where updates go, with the secret and the kinds", async () => {
  const { setUp, calls, memory } = await startTelegram();

  expect(await setUp()).toEqual({ username: "DoorlistBot" });
  expect(calls.find((call) => call.method === "setWebhook")?.payload).toEqual({
    url: "https://club.example/telegram",
    secret_token: "new-secret",
    allowed_updates: ["message", "edited_message", "callback_query", "my_chat_member"],
    max_connections: 40,
  });
  expect(memory.fingerprint).toMatch(/^[0-9a-f]{64}$/);
});

test("commands are set for private chats in each language, and once for all other languages", async () => {
  const { setUp, calls } = await startTelegram();
  await setUp({ defaultLocale: "ru" });

  const scope = { type: "all_private_chats" };
  expect(calls.filter((call) => call.method === "setMyCommands").map((call) => call.payload)).toEqual([
    { commands: commands.ru, scope },
    { commands: commands.en, scope, language_code: "en" },
    { commands: commands.ru, scope, language_code: "ru" },
  ]);
});

test("a second start leaves the webhook alone", async () => {
  const { setUp, count } = await startTelegram();

  await setUp();
  await setUp();
  expect(count("setWebhook")).toBe(1);
});

test("the webhook is set again when it is forced, or anything about it differs", async () => {
  const { setUp, count, webhook, memory } = await startTelegram();
  const somebodySets = (change: object) => {
    Object.assign(webhook, change);
    return setUp();
  };
  const forget = () => {
    memory.fingerprint = undefined;
    return setUp();
  };
  const changes: [string, () => Promise<unknown>][] = [
    ["forced", () => setUp({ forced: true })],
    ["another address", () => setUp({ publicUrl: "https://other.example" })],
    ["back again", () => setUp()],
    ["another secret", () => setUp({}, ["newer-secret", "new-secret"])],
    ["and back", () => setUp()],
    ["fewer kinds, set by somebody else", () => somebodySets({ allowed_updates: ["message"] })],
    ["another number of connections", () => somebodySets({ max_connections: 1 })],
    ["taken away", () => somebodySets({ url: "" })],
    ["a database that forgot", forget],
  ];

  await setUp();
  for (const [index, [what, change]] of changes.entries()) {
    await change();
    expect(count("setWebhook"), what).toBe(index + 2);
  }
});

test("what is remembered of the secret does not tell it, and is not remembered when setting failed", async () => {
  const { setUp, memory } = await startTelegram({ setWebhook: { code: 400, description: "Bad Request: bad webhook" } });

  await expect(setUp()).rejects.toThrow("Telegram refused setWebhook: 400 Bad Request: bad webhook");
  expect(memory.fingerprint).toBeUndefined();
});

test("a token that Telegram does not know is for the operator to mend", async () => {
  const { setUp } = await startTelegram({ getMe: { code: 401, description: "Unauthorized" } });

  await expect(setUp()).rejects.toThrow(OperatorError);
});

test("a Telegram that cannot be reached is a fault, and the fault does not hold the token", async () => {
  const { setUp } = await startTelegram({ getMe: "reset" });

  const fault = await setUp().catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Error);
  expect(fault).not.toBeInstanceOf(OperatorError);
  expect(JSON.stringify(fault, ["message", "stack", "cause", "error"])).not.toContain("1:SECRET");
  expect(String(fault)).toBe("Error: Telegram gave no answer to getMe: ECONNRESET");
});

/** A Bot API that remembers its webhook as Telegram does: all but the secret. */
async function startTelegram(failures: Record<string, Reply> = {}) {
  const webhook: Record<string, unknown> = { url: "", has_custom_certificate: false, pending_update_count: 0 };
  const memory: { fingerprint: string | undefined } = { fingerprint: undefined };
  const api = await startBotApi(({ method, payload }: Call): Reply => {
    if (failures[method]) return failures[method];
    if (method === "getMe") return { result: { id: 1, is_bot: true, first_name: "D", username: "DoorlistBot" } };
    if (method === "getWebhookInfo") return { result: webhook };
    if (method === "setWebhook") Object.assign(webhook, { ...payload, secret_token: undefined });
    return { result: true };
  });
  running.push(api);
  const setUp = (change: Partial<Parameters<typeof setUpTelegram>[0]> = {}, webhookSecrets = ["new-secret"]) =>
    setUpTelegram({
      config: { token: "1:SECRET", webhookSecrets, apiRoot: api.root, adminChatId: undefined },
      publicUrl: "https://club.example",
      commands,
      defaultLocale: "en",
      remembered: {
        read: async () => memory.fingerprint,
        write: async (fingerprint) => {
          memory.fingerprint = fingerprint;
        },
      },
      log: pino({ level: "silent" }),
      ...change,
    });
  return {
    ...api,
    webhook,
    memory,
    setUp,
    count: (method: string) => api.methods().filter((m) => m === method).length,
  };
}
