import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { diagnose } from "../../test/doctor.ts";
import { type Listening, listenOnLoopback } from "../../test/loopback.ts";
import { NOBODY, openWellKept, secondsAgo, type WellKept } from "../../test/well-kept.ts";
import type { ServedSandbox } from "../sandbox/serve.ts";
import type { Found } from "./finding.ts";

let kept: WellKept;
/** Where Telegram brings the updates of a test. */
let target: string | undefined;
/** Takes connections, and never answers. */
let silent: Listening;

beforeEach(async () => {
  target = undefined;
  silent = await listenOnLoopback(createServer((socket) => socket.on("error", () => {})));
  kept = await openWellKept(() => target);
});
afterEach(async () => {
  await kept.stop();
  await silent.close();
});

/** Anna says something that is never taken: the sandbox ends before. */
function say(text: string): void {
  void kept.sandbox
    .person("Anna")
    .telegram.says(text)
    .catch(() => {});
}

describe("Telegram", () => {
  type Broken = { name: string; found: Found; env?: Record<string, string>; make?: () => unknown };
  const bot: Broken[] = [
    { name: "a token that was revoked", found: "telegram-token", env: { TELEGRAM_BOT_TOKEN: "123456:revoked" } },
    { name: "no way out", found: "telegram-unreachable", env: { TELEGRAM_API_ROOT: NOBODY } },
    {
      name: "Telegram in trouble",
      found: "telegram-trouble",
      make: () => kept.sandbox.faults.add({ type: "broken", status: 502 }, { platform: "telegram", method: "getMe" }),
    },
  ];
  test.each(bot)("$name is $found", async ({ found, env, make }) => {
    make?.();
    expect((await diagnose(kept.environment(env))).telegram?.found).toBe(found);
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
    const finding = (await diagnose(kept.environment(env)))["telegram-webhook"];
    expect(finding?.found).toBe(found);
    expect(JSON.stringify(finding)).not.toMatch(/secret/);
  });

  test("messages that cannot be brought are told with Telegram's reason and their number", async () => {
    target = `${NOBODY}/telegram`;
    say("hello");
    await expect.poll(() => kept.sandbox.world.state.telegram.webhook?.lastError).toBeDefined();
    const finding = (await diagnose(kept.environment()))["telegram-webhook"];
    expect(finding).toMatchObject({ found: "telegram-webhook-failing", params: { pending: 1 } });
    expect(finding?.params.said).not.toBe("");
  });

  test("many that wait, without a failure, are told", async () => {
    target = `${silent.url}/telegram`;
    for (let count = 0; count < 101; count++) say("hello");
    const finding = (await diagnose(kept.environment()))["telegram-webhook"];
    expect(finding).toMatchObject({ found: "telegram-webhook-pending", params: { pending: 101 } });
  });

  function setWebhook(
    change: Partial<NonNullable<ServedSandbox["world"]["state"]["telegram"]["webhook"]>> | undefined,
  ) {
    const { telegram } = kept.sandbox.world.state;
    telegram.webhook = telegram.webhook && change && { ...telegram.webhook, ...change };
  }
});

describe("alerts", () => {
  const anna = { TELEGRAM_ADMIN_CHAT_ID: "1001" };
  test("reach a chat that has opened the bot, and no other", async () => {
    expect((await diagnose(kept.environment(anna))).alerts?.found).toBe("alerts-deaf");
    const thread = kept.sandbox.world.threadOf(kept.sandbox.person("Anna").person, "telegram");
    kept.sandbox.world.changeThread(thread, { started: true });
    expect((await diagnose(kept.environment(anna))).alerts?.found).toBe("alerts-ok");
    kept.sandbox.world.changeThread(thread, { blocked: true });
    expect((await diagnose(kept.environment(anna))).alerts?.found).toBe("alerts-deaf");
  });

  test("that go to nobody are a warning, to a mailbox none", async () => {
    expect((await diagnose(kept.environment())).alerts?.found).toBe("alerts-none");
    const smtp = { SMTP_URL: "smtp://127.0.0.1:1", MAIL_FROM: "bot@club.example" };
    expect((await diagnose(kept.environment(smtp))).alerts?.found).toBe("alerts-mail");
    const phone = { ...smtp, ORGANISATION_CONTACT: "+1 555 0100" };
    expect((await diagnose(kept.environment(phone))).alerts?.found).toBe("alerts-none");
  });

  test("are not judged while Telegram gives no answer", async () => {
    const away = { ...anna, TELEGRAM_API_ROOT: NOBODY };
    expect((await diagnose(kept.environment(away))).alerts?.found).toBe("alerts-unseen");
  });
});
