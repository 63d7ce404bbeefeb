import { createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { diagnose } from "../../test/doctor.ts";
import { makeTempFolder } from "../../test/machine.ts";
import { approveTemplates } from "../../test/templates.ts";
import { toEnvironment } from "../../test/world.ts";
import { createClock } from "../clock.ts";
import { readConfig } from "../config.ts";
import { type ServedSandbox, serveSandbox } from "../sandbox/serve.ts";
import type { WhatsappFacts } from "../sandbox/state.ts";
import { ALLOWED_UPDATES } from "../telegram/setup.ts";
import type { Found } from "./finding.ts";

const PUBLIC_URL = "https://club.example";

let sandbox: ServedSandbox;
let folder: Awaited<ReturnType<typeof makeTempFolder>>;
let silent: Server;
const open = new Set<Socket>();

/** Both messengers as they are after an operator has done all that the guides say, and Doorlist has started once. */
beforeEach(async () => {
  folder = await makeTempFolder();
  silent = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const clock = createClock();
  sandbox = await serveSandbox({ clock, targets: { telegram: () => target, whatsapp: `${PUBLIC_URL}/whatsapp` } });
  target = undefined;
  const { state } = sandbox.world;
  state.telegram.webhook = {
    url: `${PUBLIC_URL}/telegram`,
    secret: "secret",
    allowedUpdates: [...ALLOWED_UPDATES],
    maxConnections: 40,
    lastError: undefined,
  };
  state.whatsapp.subscribed = true;
  await approveTemplates(readConfig(environment()));
});
afterEach(async () => {
  await sandbox.stop();
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
  await folder.remove();
});

/** Where Telegram brings the updates of a test. */
let target: string | undefined;
const NOBODY = "http://127.0.0.1:1";

function environment(more: Record<string, string> = {}): Record<string, string> {
  return { ...toEnvironment(sandbox, folder.path), PUBLIC_URL, ...more };
}

/** Anna says something that is never taken: the sandbox ends before. */
function say(text: string): void {
  void sandbox
    .person("Anna")
    .telegram.says(text)
    .catch(() => {});
}

function silence(): string {
  const address = silent.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

test("when all is well each line says so", async () => {
  const found = await diagnose(environment());
  expect(found.telegram).toMatchObject({ found: "telegram-ok", params: { bot: "doorlist_sandbox_bot" } });
  expect(found["telegram-webhook"]).toMatchObject({ found: "telegram-webhook-ok", params: { pending: 0 } });
  expect(found.whatsapp?.found).toBe("whatsapp-ok");
  expect(found["whatsapp-number"]).toMatchObject({
    found: "whatsapp-number-ok",
    params: { name: "Doorlist", limit: { key: "doctor-limit", params: { people: 250 } } },
  });
  expect(found["whatsapp-secret"]?.found).toBe("whatsapp-secret-ok");
  expect(found["whatsapp-subscription"]?.found).toBe("whatsapp-subscription-ok");
  expect(found["whatsapp-webhook"]?.found).toBe("whatsapp-webhook-ok");
  expect(found["whatsapp-templates"]).toMatchObject({ found: "whatsapp-templates-ok", params: { count: 14 } });
  expect(found["whatsapp-health"]?.found).toBe("whatsapp-health-ok");
  expect(found.clock?.found).toBe("clock-ok");
});

describe("Telegram", () => {
  type Broken = { name: string; found: Found; env?: Record<string, string>; make?: () => unknown };
  const bot: Broken[] = [
    { name: "a token that was revoked", found: "telegram-token", env: { TELEGRAM_BOT_TOKEN: "123456:revoked" } },
    { name: "no way out", found: "telegram-unreachable", env: { TELEGRAM_API_ROOT: NOBODY } },
    {
      name: "Telegram in trouble",
      found: "telegram-trouble",
      make: () => sandbox.faults.add({ type: "broken", status: 502 }, { platform: "telegram", method: "getMe" }),
    },
  ];
  test.each(bot)("$name is $found", async ({ found, env, make }) => {
    make?.();
    expect((await diagnose(environment(env))).telegram?.found).toBe(found);
  });

  const webhooks: Broken[] = [
    { name: "nothing to ask", found: "telegram-webhook-unseen", env: { TELEGRAM_BOT_TOKEN: "123456:revoked" } },
    { name: "a webhook that was taken away", found: "telegram-webhook-missing", make: () => setWebhook(undefined) },
    {
      name: "another program's webhook",
      found: "telegram-webhook-elsewhere",
      make: () => setWebhook({ url: "https://other.example/secret-path" }),
    },
    {
      name: "another program's wishes",
      found: "telegram-webhook-deaf",
      make: () => setWebhook({ allowedUpdates: ["message"] }),
    },
    {
      name: "a failure of some hours ago",
      found: "telegram-webhook-failed",
      make: () => setWebhook({ lastError: { date: secondsAgo(7_200), message: "Wrong response: 502 Bad Gateway" } }),
    },
    {
      name: "a failure of some minutes ago, with nothing left waiting",
      found: "telegram-webhook-failed",
      make: () => setWebhook({ lastError: { date: secondsAgo(300), message: "Connection refused" } }),
    },
    {
      name: "a failure of last week",
      found: "telegram-webhook-ok",
      make: () => setWebhook({ lastError: { date: secondsAgo(7 * 86_400), message: "Connection refused" } }),
    },
  ];
  test.each(webhooks)("$name is $found", async ({ found, env, make }) => {
    make?.();
    const finding = (await diagnose(environment(env)))["telegram-webhook"];
    expect(finding?.found).toBe(found);
    expect(JSON.stringify(finding)).not.toMatch(/secret/);
  });

  test("messages that cannot be brought are told with Telegram's reason and their number", async () => {
    target = `${NOBODY}/telegram`;
    say("hello");
    await expect.poll(() => sandbox.world.state.telegram.webhook?.lastError).toBeDefined();
    const finding = (await diagnose(environment()))["telegram-webhook"];
    expect(finding).toMatchObject({ found: "telegram-webhook-failing", params: { pending: 1 } });
    expect(finding?.params.said).not.toBe("");
  });

  test("many that wait, without a failure, are told", async () => {
    target = `${silence()}/telegram`;
    for (let count = 0; count < 101; count++) say("hello");
    const finding = (await diagnose(environment()))["telegram-webhook"];
    expect(finding).toMatchObject({ found: "telegram-webhook-pending", params: { pending: 101 } });
  });

  function setWebhook(
    change: Partial<NonNullable<ServedSandbox["world"]["state"]["telegram"]["webhook"]>> | undefined,
  ) {
    const { telegram } = sandbox.world.state;
    telegram.webhook = telegram.webhook && change && { ...telegram.webhook, ...change };
  }
});

describe("alerts", () => {
  const anna = { TELEGRAM_ADMIN_CHAT_ID: "1001" };
  test("reach a chat that has opened the bot, and no other", async () => {
    expect((await diagnose(environment(anna))).alerts?.found).toBe("alerts-deaf");
    const thread = sandbox.world.threadOf(sandbox.person("Anna").person, "telegram");
    sandbox.world.changeThread(thread, { started: true });
    expect((await diagnose(environment(anna))).alerts?.found).toBe("alerts-ok");
    sandbox.world.changeThread(thread, { blocked: true });
    expect((await diagnose(environment(anna))).alerts?.found).toBe("alerts-deaf");
  });

  test("that go to nobody are a warning, to a mailbox none", async () => {
    expect((await diagnose(environment())).alerts?.found).toBe("alerts-none");
    const smtp = { SMTP_URL: "smtp://127.0.0.1:1", MAIL_FROM: "bot@club.example" };
    expect((await diagnose(environment(smtp))).alerts?.found).toBe("alerts-mail");
    const phone = { ...smtp, ORGANISATION_CONTACT: "+1 555 0100" };
    expect((await diagnose(environment(phone))).alerts?.found).toBe("alerts-none");
  });

  test("are not judged while Telegram gives no answer", async () => {
    const away = { ...anna, TELEGRAM_API_ROOT: NOBODY };
    expect((await diagnose(environment(away))).alerts?.found).toBe("alerts-unseen");
  });
});

describe("WhatsApp's token", () => {
  test.each<[string, Found, Record<string, string>, WhatsappFacts]>([
    ["one that was revoked", "whatsapp-token", { WHATSAPP_ACCESS_TOKEN: "EAAG-revoked" }, {}],
    ["one that is not valid any more", "whatsapp-token", {}, { token: { is_valid: false } }],
    ["one that ran out", "whatsapp-token", {}, { token: { expires_at: secondsAgo(60) } }],
    ["the one of a day", "whatsapp-token-ends", {}, { token: { expires_at: secondsAgo(-20_000) } }],
    ["one for messages only", "whatsapp-token-scopes", {}, { token: { scopes: ["whatsapp_business_messaging"] } }],
    ["an old version", "whatsapp-version", { WHATSAPP_API_VERSION: "v20.0" }, {}],
    ["no way out", "whatsapp-unreachable", { WHATSAPP_API_ROOT: NOBODY }, {}],
  ])("%s is %s", async (_, expected, env, facts) => {
    sandbox.world.state.whatsapp.facts = facts;
    expect((await diagnose(environment(env))).whatsapp?.found).toBe(expected);
  });

  test("what Meta does not want to tell leaves the other lines as they are", async () => {
    sandbox.faults.add({ type: "refused", code: 10, status: 403 }, { platform: "whatsapp", method: "GET debug_token" });
    sandbox.faults.add({ type: "refused", code: 10, status: 403 }, { platform: "whatsapp", method: "GET" });
    const found = await diagnose(environment());
    expect(Object.values(found).filter((one) => one.found === "whatsapp-trouble")).toHaveLength(1);
  });

  test("one that Meta does not take hides no other part of WhatsApp behind a guess", async () => {
    const found = await diagnose(environment({ WHATSAPP_ACCESS_TOKEN: "EAAG-revoked" }));
    const parts = ["number", "secret", "subscription", "webhook", "templates", "health"] as const;
    expect(parts.map((part) => found[`whatsapp-${part}`]?.found)).toEqual(parts.map(() => "whatsapp-unseen"));
  });
});

describe("WhatsApp's number", () => {
  test.each<[string, Found, WhatsappFacts["number"]]>([
    ["not registered", "whatsapp-number-unregistered", { status: "PENDING" }],
    ["banned", "whatsapp-number-banned", { status: "BANNED" }],
    ["at its limit", "whatsapp-number-restricted", { status: "RESTRICTED" }],
    ["flagged", "whatsapp-number-flagged", { status: "FLAGGED" }],
    ["badly rated", "whatsapp-number-flagged", { quality_rating: "RED" }],
    ["rated as medium", "whatsapp-number-quality", { quality_rating: "YELLOW" }],
    ["without an accepted name", "whatsapp-number-name", { name_status: "DECLINED" }],
    ["without any limit", "whatsapp-number-ok", { whatsapp_business_manager_messaging_limit: "TIER_UNLIMITED" }],
    ["with a limit that nobody knows", "whatsapp-number-ok", { whatsapp_business_manager_messaging_limit: "?" }],
  ])("%s is %s", async (_, expected, number = {}) => {
    sandbox.world.state.whatsapp.facts = { number };
    expect((await diagnose(environment()))["whatsapp-number"]?.found).toBe(expected);
  });

  test("that is not ours is named as a wrong id", async () => {
    const found = await diagnose(environment({ WHATSAPP_PHONE_NUMBER_ID: "12345" }));
    expect(found["whatsapp-number"]?.found).toBe("whatsapp-number-unknown");
    expect(found.whatsapp?.found).toBe("whatsapp-ok");
  });
});

describe("WhatsApp's app secret", () => {
  test("of another app is found, before the first message is turned away", async () => {
    const found = await diagnose(environment({ WHATSAPP_APP_SECRET: "of-another-app" }));
    expect(found["whatsapp-secret"]?.found).toBe("whatsapp-secret-wrong");
    expect(found["whatsapp-webhook"]?.found).toBe("whatsapp-unseen");
    expect(found["whatsapp-number"]?.found).toBe("whatsapp-number-ok");
  });

  test("that is being changed may be either of the two", async () => {
    const right = sandbox.credentials.whatsapp.appSecret;
    for (const secrets of [`${right},old`, `new,${right}`]) {
      const found = await diagnose(environment({ WHATSAPP_APP_SECRET: secrets }));
      expect(found["whatsapp-secret"]?.found).toBe("whatsapp-secret-ok");
      expect(found["whatsapp-webhook"]?.found).toBe("whatsapp-webhook-ok");
    }
  });
});

describe("WhatsApp's messages", () => {
  test("of an account that is handed to no app", async () => {
    sandbox.world.state.whatsapp.subscribed = false;
    const found = await diagnose(environment());
    expect(found["whatsapp-subscription"]?.found).toBe("whatsapp-subscription-missing");
  });

  test("of an account that is not ours", async () => {
    const found = await diagnose(environment({ WHATSAPP_BUSINESS_ACCOUNT_ID: "12345" }));
    expect(found["whatsapp-subscription"]?.found).toBe("whatsapp-subscription-account");
  });

  test.each<[string, Found, WhatsappFacts]>([
    ["no webhook", "whatsapp-webhook-missing", { webhook: null }],
    ["one that is switched off", "whatsapp-webhook-missing", { webhook: { active: false } }],
    ["another program's", "whatsapp-webhook-elsewhere", { webhook: { callbackUrl: "https://other.example/whatsapp" } }],
    [
      "http in place of https",
      "whatsapp-webhook-elsewhere",
      { webhook: { callbackUrl: "http://club.example/whatsapp" } },
    ],
    ["a slash too many", "whatsapp-webhook-ok", { webhook: { callbackUrl: `${PUBLIC_URL}/whatsapp/` } }],
    ["one for this account alone", "whatsapp-webhook-elsewhere", { overrideCallbackUrl: "https://other.example/" }],
    ["no messages among its fields", "whatsapp-webhook-deaf", { webhook: { fields: ["account_update"] } }],
    ["messages alone", "whatsapp-webhook-news", { webhook: { fields: ["messages"] } }],
  ])("%s is %s", async (_, expected, facts) => {
    sandbox.world.state.whatsapp.facts = facts;
    expect((await diagnose(environment()))["whatsapp-webhook"]?.found).toBe(expected);
  });
});

describe("WhatsApp's templates", () => {
  test("that nobody has made are missing all together", async () => {
    sandbox.world.state.whatsapp.templates = [];
    expect((await diagnose(environment()))["whatsapp-templates"]?.found).toBe("whatsapp-templates-missing");
  });

  test("that are paused or missing are told by their names", async () => {
    const { templates } = sandbox.world.state.whatsapp;
    const [first] = templates.splice(0, 1);
    Object.assign(templates[0] ?? {}, { status: "PAUSED" });
    const finding = (await diagnose(environment()))["whatsapp-templates"];
    expect(finding).toMatchObject({ found: "whatsapp-templates-unusable", params: { count: 14, open: 2 } });
    expect(JSON.stringify(finding?.params)).toContain(String(first?.name));
    expect(JSON.stringify(finding?.params)).toMatch(/doctor-template-missing.*doctor-template-paused/);
  });

  test("in another category are a warning", async () => {
    Object.assign(sandbox.world.state.whatsapp.templates[0] ?? {}, { category: "MARKETING" });
    const finding = (await diagnose(environment()))["whatsapp-templates"];
    expect(finding).toMatchObject({ found: "whatsapp-templates-differ", params: { open: 1 } });
  });
});

describe("WhatsApp's payment", () => {
  const sick = (canSendMessage: string, more: object) => ({
    can_send_message: canSendMessage,
    entities: [{ entity_type: "WABA", id: "1", can_send_message: canSendMessage, ...more }],
  });
  test.each<[string, Found, object]>([
    [
      "a payment method that fails",
      "whatsapp-health-unpaid",
      sick("BLOCKED", {
        errors: [{ error_code: 141006, error_description: "There is an error with the payment method." }],
      }),
    ],
    [
      "another lock",
      "whatsapp-health-blocked",
      sick("BLOCKED", { errors: [{ error_code: 141000, error_description: "The account is restricted." }] }),
    ],
    [
      "a limit",
      "whatsapp-health-limited",
      sick("LIMITED", { additional_info: ["Your display name is not approved."] }),
    ],
  ])("%s is %s", async (_, expected, health) => {
    sandbox.world.state.whatsapp.facts = { health };
    expect((await diagnose(environment()))["whatsapp-health"]?.found).toBe(expected);
  });
});

function secondsAgo(seconds: number): number {
  return Math.floor(Date.now() / 1000) - seconds;
}
