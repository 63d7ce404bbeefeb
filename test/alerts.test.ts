import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Mailbox, openMailbox } from "./mailbox.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

const ADMIN = { name: "Igor", telegramId: "1004" };
const MINUTE = 60_000;

let mail: Mailbox;
let world: StoredWorld;

beforeEach(async () => {
  mail = await openMailbox();
  const mailing = { SMTP_URL: mail.url, MAIL_FROM: "doorlist@club.example" };
  const env = { TELEGRAM_ADMIN_CHAT_ID: ADMIN.telegramId, ...mailing };
  world = await openWorldOnPostgres({ env });
  await admin().asks("/start");
});
afterEach(async () => {
  await world.stop();
  await mail.close();
});

const admin = () => world.sandbox.person(ADMIN.name).telegram;
const anna = () => world.sandbox.person("Anna");
const alertsOf = (matching: RegExp) => admin().messages.filter(({ text }) => matching.test(text));

async function healthOfWhatsapp() {
  const { checks } = await (await world.fetch("/health")).json();
  return checks.whatsapp;
}

async function pass(minutes: number): Promise<void> {
  world.clock.moveForward(minutes * MINUTE);
  await world.app.processAll();
  await world.app.alerts.look();
}

test("a revoked token of Telegram is told by e-mail and stands in health, until messages go out again", async () => {
  world.sandbox.faults.add(
    { type: "refused", code: 401, description: "Unauthorized", status: 401 },
    { platform: "telegram", times: 1_000 },
  );
  await anna().telegram.says("/events");

  await expect.poll(() => mail.letters).toHaveLength(1);
  expect(mail.letters[0]?.to).toBe("info@club.example");
  expect(mail.letters[0]?.source).toContain("401");
  expect(await (await world.fetch("/health")).json()).toMatchObject({
    status: "degraded",
    checks: { alerts: { standing: [{ trouble: "stopped:telegram", told: "mail" }] } },
  });

  world.sandbox.faults.clear();
  await pass(2);
  await admin().hears(/🟢 Green Club: Telegram takes our messages again/);
});

test("Telegram's word on its own webhook notices a revoked token while nobody writes", async () => {
  world.sandbox.faults.add(
    { type: "refused", code: 401, description: "Unauthorized", status: 401 },
    { platform: "telegram", times: 2 },
  );
  await world.app.alerts.lookAtWebhook();
  await expect.poll(() => mail.letters).toHaveLength(1);

  await world.app.alerts.lookAtWebhook();
  await admin().hears(/🟢 .*Telegram takes our messages again/);
});

test("the first message that WhatsApp does not deliver for want of payment is told", async () => {
  world.sandbox.failNextOnWhatsapp(131042);
  await anna().whatsapp.says("hello");

  await admin().hears(/🔴 .*WhatsApp wants a payment method/);
  await pass(24 * 60);
  expect(await healthOfWhatsapp()).toMatchObject({ status: "degraded", reason: "payment" });
});

test("a missing payment method stands until Meta delivers a message that it charges for", async () => {
  world.sandbox.failNextOnWhatsapp(131042);
  await anna().whatsapp.says("hello");
  await admin().hears(/🔴 .*WhatsApp wants a payment method/);

  const status = (status: string, pricing?: object) =>
    world.sandbox.tellOnWhatsapp("messages", {
      metadata: { phone_number_id: world.sandbox.credentials.whatsapp.phoneNumberId },
      statuses: [{ id: `wamid.${status}`, status, timestamp: "1796000000", pricing }],
    });
  const charged = { billable: true, pricing_model: "PMP", category: "utility", type: "regular" };
  await status("sent", charged);
  await status("delivered");
  await status("delivered", { ...charged, category: "service", type: "free_customer_service" });
  expect(world.app.alerts.standing()).toMatchObject([{ trouble: "payment" }]);
  await status("read", charged);
  await admin().hears(/🟢 .*WhatsApp no longer asks for a payment method/);
  expect(await healthOfWhatsapp()).toMatchObject({ status: "ok" });
});

test("an account that WhatsApp has locked is told, and is over with the first message it takes", async () => {
  world.sandbox.faults.add({ type: "refused", code: 131031 }, { platform: "whatsapp", method: "POST messages" });
  await anna().whatsapp.says("hello");
  await admin().hears(/🔴 .*WhatsApp takes nothing from us\n.*131031/);

  await pass(2);
  await admin().hears(/🟢 .*WhatsApp takes our messages again/);
});

test("a message that waits for five minutes is told, and that it is gone", async () => {
  world.sandbox.faults.add(
    { type: "broken", status: 502 },
    { platform: "telegram", method: "sendmessage", chat: "1001", times: 3 },
  );
  await anna().telegram.says("/events");
  await world.app.processAll();
  world.clock.moveForward(6 * MINUTE);
  await world.app.alerts.look();
  await admin().hears(/🔴 .*Messages wait too long to be sent\nOne message waits, the oldest for 6 minutes/);

  await pass(1);
  await admin().hears(/🟢 .*Messages go out in time again/);
});

test("messages given up are counted, and written over the same message", async () => {
  const tooLong = { type: "refused", code: 400, description: "Bad Request: message is too long" } as const;
  world.sandbox.faults.add(tooLong, { platform: "telegram", method: "sendmessage", chat: "1001" });
  await anna().telegram.says("/events");
  await pass(1);
  const alert = await admin().hears(/🔴 .*could not be delivered and were given up\n.*\n.*seen once/);

  world.sandbox.faults.add(tooLong, { platform: "telegram", method: "sendmessage", chat: "1001", times: 2 });
  await anna().telegram.says("/events");
  await anna().telegram.says("/help");
  await pass(15);
  const counted = await admin().hears(/seen 3 times/);
  expect(counted.id).toBe(alert.id);

  await pass(31);
  await admin().hears(/🟢 .*No more messages are given up/);
});

test("somebody who blocked us is no alert", async () => {
  await anna().telegram.asks("/start");
  await anna().telegram.blocks();
  const { db } = world.database;
  await db.updateTable("chats").set({ blockedAt: null }).execute(); // we have not heard of it yet
  await sql`insert into outbox (id, chat_id, kind, intent, dedupe_key, due_at, created_at)
    select gen_random_uuid(), chat_id, kind, intent, 'again', due_at, created_at
    from outbox where platform = 'telegram' order by created_at desc limit 1`.execute(db);
  await pass(1);

  const again = await db.selectFrom("outbox").select(["status", "reason"]).where("dedupeKey", "=", "again").execute();
  expect(again).toEqual([{ status: "failed", reason: expect.stringMatching(/^blocked/) }]);
  expect(world.app.alerts.standing()).toEqual([]);
});

test("an error that Telegram had with our webhook is told in its words", async () => {
  const { webhook } = world.sandbox.world.state.telegram;
  if (!webhook) throw new Error("no webhook is set");
  webhook.lastError = {
    date: Math.floor(world.clock.now().getTime() / 1000),
    message: "SSL error {certificate expired}",
  };

  await world.app.alerts.lookAtWebhook();
  await admin().hears(/🔴 .*Telegram cannot bring us its messages\nIt says: SSL error \{certificate expired\}/);
  await world.app.alerts.lookAtWebhook();
  await pass(31);
  await admin().hears(/🟢 .*Telegram brings us its messages again/);
});

test("a webhook that somebody else has set is told", async () => {
  const { webhook } = world.sandbox.world.state.telegram;
  if (webhook) webhook.url = "https://elsewhere.example/telegram";
  await world.app.alerts.lookAtWebhook();
  await admin().hears(/leads elsewhere/);
});

test("a platform that cannot be reached at start is told, and that it is", async () => {
  await world.stopApp();
  world.sandbox.faults.add({ type: "broken", status: 502 }, { platform: "telegram", method: "getme", times: 2 });
  const starting = world.startApp();
  const running = () => world.app.alerts;
  await expect
    .poll(async () => {
      await Promise.resolve()
        .then(running)
        .then(
          (alerts) => alerts.look(),
          () => {},
        );
      return alertsOf(/🔴 .*Telegram cannot be reached/).length;
    })
    .toBe(1);
  await starting;
  await world.app.alerts.look();
  expect(alertsOf(/🟢 .*Telegram can be reached again/)).toHaveLength(1);
});

test("what broke is told by its place in the code, and never by whom it broke for", async () => {
  await sql`alter table events rename to events_gone`.execute(world.database.db);
  await anna().telegram.says("Anna Petrova, anna.petrova@club.example, +1 555 010 01 01");

  const alert = await admin().hears(/🔴 .*Something unexpected broke\nLast at [\w/-]+\.ts:\d+\./);
  expect(alert.text).not.toMatch(/anna|petrova|555/i);
  expect(world.logged.join("\n")).not.toMatch(/anna|petrova|555 010/i);
});
