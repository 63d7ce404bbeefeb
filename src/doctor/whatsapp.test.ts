import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { diagnose } from "../../test/doctor.ts";
import { NOBODY, openWellKept, PUBLIC_URL, secondsAgo, type WellKept } from "../../test/well-kept.ts";
import type { WhatsappFacts } from "../sandbox/state.ts";
import type { Found } from "./finding.ts";

let kept: WellKept;
beforeEach(async () => {
  kept = await openWellKept();
});
afterEach(() => kept.stop());

test("when all is well each line says so", async () => {
  const found = await diagnose(kept.environment());
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
  expect(found["whatsapp-templates"]).toMatchObject({ found: "whatsapp-templates-ok", params: { count: 20 } });
  expect(found["whatsapp-health"]?.found).toBe("whatsapp-health-ok");
  expect(found.clock?.found).toBe("clock-ok");
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
    kept.sandbox.world.state.whatsapp.facts = facts;
    expect((await diagnose(kept.environment(env))).whatsapp?.found).toBe(expected);
  });

  test("what Meta does not want to tell leaves the other lines as they are", async () => {
    kept.sandbox.faults.add(
      { type: "refused", code: 10, status: 403 },
      { platform: "whatsapp", method: "GET debug_token" },
    );
    kept.sandbox.faults.add({ type: "refused", code: 10, status: 403 }, { platform: "whatsapp", method: "GET" });
    const found = await diagnose(kept.environment());
    expect(Object.values(found).filter((one) => one.found === "whatsapp-trouble")).toHaveLength(1);
  });

  test("one that Meta does not take hides no other part of WhatsApp behind a guess", async () => {
    const found = await diagnose(kept.environment({ WHATSAPP_ACCESS_TOKEN: "EAAG-revoked" }));
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
    kept.sandbox.world.state.whatsapp.facts = { number };
    expect((await diagnose(kept.environment()))["whatsapp-number"]?.found).toBe(expected);
  });

  test("that is not ours is named as a wrong id", async () => {
    const found = await diagnose(kept.environment({ WHATSAPP_PHONE_NUMBER_ID: "12345" }));
    expect(found["whatsapp-number"]?.found).toBe("whatsapp-number-unknown");
    expect(found.whatsapp?.found).toBe("whatsapp-ok");
  });
});

describe("WhatsApp's app secret", () => {
  test("of another app is found, before the first message is turned away", async () => {
    const found = await diagnose(kept.environment({ WHATSAPP_APP_SECRET: "of-another-app" }));
    expect(found["whatsapp-secret"]?.found).toBe("whatsapp-secret-wrong");
    expect(found["whatsapp-webhook"]?.found).toBe("whatsapp-unseen");
    expect(found["whatsapp-number"]?.found).toBe("whatsapp-number-ok");
  });

  test("that is being changed may be either of the two", async () => {
    const right = kept.sandbox.credentials.whatsapp.appSecret;
    for (const secrets of [`${right},old`, `new,${right}`]) {
      const found = await diagnose(kept.environment({ WHATSAPP_APP_SECRET: secrets }));
      expect(found["whatsapp-secret"]?.found).toBe("whatsapp-secret-ok");
      expect(found["whatsapp-webhook"]?.found).toBe("whatsapp-webhook-ok");
    }
  });
});

describe("WhatsApp's messages", () => {
  test("of an account that is handed to no app", async () => {
    kept.sandbox.world.state.whatsapp.subscribed = false;
    const found = await diagnose(kept.environment());
    expect(found["whatsapp-subscription"]?.found).toBe("whatsapp-subscription-missing");
  });

  test("of an account that is not ours", async () => {
    const found = await diagnose(kept.environment({ WHATSAPP_BUSINESS_ACCOUNT_ID: "12345" }));
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
    kept.sandbox.world.state.whatsapp.facts = facts;
    expect((await diagnose(kept.environment()))["whatsapp-webhook"]?.found).toBe(expected);
  });
});

describe("WhatsApp's templates", () => {
  test("that nobody has made are missing all together", async () => {
    kept.sandbox.world.state.whatsapp.templates = [];
    expect((await diagnose(kept.environment()))["whatsapp-templates"]?.found).toBe("whatsapp-templates-missing");
  });

  test("that are paused or missing are told by their names", async () => {
    const { templates } = kept.sandbox.world.state.whatsapp;
    const [first] = templates.splice(0, 1);
    Object.assign(templates[0] ?? {}, { status: "PAUSED" });
    const finding = (await diagnose(kept.environment()))["whatsapp-templates"];
    expect(finding).toMatchObject({ found: "whatsapp-templates-unusable", params: { count: 20, open: 2 } });
    expect(JSON.stringify(finding?.params)).toContain(String(first?.name));
    expect(JSON.stringify(finding?.params)).toMatch(/doctor-template-missing.*doctor-template-paused/);
  });

  test("in another category are a warning", async () => {
    Object.assign(kept.sandbox.world.state.whatsapp.templates[0] ?? {}, { category: "MARKETING" });
    const finding = (await diagnose(kept.environment()))["whatsapp-templates"];
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
    kept.sandbox.world.state.whatsapp.facts = { health };
    expect((await diagnose(kept.environment()))["whatsapp-health"]?.found).toBe(expected);
  });
});
