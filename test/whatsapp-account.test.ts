import { afterEach, beforeEach, expect, test } from "vitest";
import { signUp } from "./journey.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";
import { approveTemplates } from "./templates.ts";

const ADMIN = { name: "Igor", telegramId: "1004" };
const MINUTE = 60_000;
const reminder = { name: "reminder_24h", language: "ru" };

let world: StoredWorld;

beforeEach(async () => {
  world = await openWorldOnPostgres({ env: { TELEGRAM_ADMIN_CHAT_ID: ADMIN.telegramId } });
  await admin().asks("/start");
});
afterEach(async () => {
  await world.stop();
});

const admin = () => world.sandbox.person(ADMIN.name).telegram;
const alertsOf = (matching: RegExp) => admin().messages.filter(({ text }) => matching.test(text));
const standing = () => world.app.alerts.standing().map(({ trouble }) => trouble);

async function healthOfWhatsapp() {
  const { status, checks } = await (await world.fetch("/health")).json();
  return { status, ...checks.whatsapp, lastWebhookSeconds: undefined };
}

async function pass(minutes: number): Promise<void> {
  world.clock.moveForward(minutes * MINUTE);
  await world.app.processAll();
  await world.app.alerts.look();
}

test("a template that Meta pauses is told and stands in health, until it is approved again", async () => {
  expect(await healthOfWhatsapp()).toEqual({ status: "ok" });
  await world.sandbox.reviewTemplate(reminder, { status: "PAUSED", reason: "LOW_QUALITY" });

  const alert = await admin().hears(/🔴 .*Templates of WhatsApp cannot be sent\nreminder_24h \(ru\): paused by Meta\n/);
  expect(alert.text).toContain("npm run whatsapp:templates");
  expect(await healthOfWhatsapp()).toEqual({ status: "degraded", reason: "template reminder_24h (ru): paused" });

  await world.sandbox.reviewTemplate(reminder, { status: "APPROVED" });
  await admin().hears(/🟢 .*All templates of WhatsApp can be sent/);
  expect(await healthOfWhatsapp()).toEqual({ status: "ok" });
});

test.each([
  [{ status: "REJECTED", reason: "TAG_CONTENT_MISMATCH" }, "rejected by Meta"],
  [{ status: "DISABLED" }, "disabled by Meta"],
  [{ category: "MARKETING" as const }, "in another category"],
])("a template after %j is told", async (review, flaw) => {
  await world.sandbox.reviewTemplate(reminder, review);
  await admin().hears(new RegExp(`reminder_24h \\(ru\\): ${flaw}`));
});

test("a template that is missing is told at the start, and when somebody has deleted it unseen", async () => {
  await world.stopApp();
  const { whatsapp } = world.sandbox.world.state;
  whatsapp.templates = whatsapp.templates.filter(({ name }) => name !== "seat_yours");
  const app = await world.startApp();
  await admin().hears(/🔴 .*Templates .*\nseat_yours \(en\): missing at Meta\nseat_yours \(ru\): missing at Meta\n/);

  await approveTemplates(app.config);
  await app.whatsapp.look();
  await admin().hears(/🟢 .*All templates of WhatsApp can be sent/);
  await pass(0); // until the all-clear is told to the end
  await pass(16);
  whatsapp.templates = whatsapp.templates.filter(({ name }) => name !== "event_cancelled");
  await app.whatsapp.look();
  await admin().hears(/event_cancelled \(en\): missing at Meta\n/);
});

test("more templates in trouble are one message, written over", async () => {
  await world.sandbox.reviewTemplate(reminder, { status: "PAUSED" });
  const first = await admin().hears(/reminder_24h \(ru\): paused/);
  await world.app.whatsapp.look();
  await pass(16);
  expect(alertsOf(/reminder_24h/).map(({ text }) => /seen .*\./.exec(text)?.[0])).toEqual(["seen once."]); // no news
  await world.sandbox.reviewTemplate({ name: "event_changed", language: "en" }, { status: "PAUSED" });
  await expect.poll(async () => (await healthOfWhatsapp()).reason).toMatch(/event_changed \(en\).*reminder_24h \(ru\)/);
  await pass(15);
  const both = await admin().hears(/event_changed \(en\): paused by Meta\nreminder_24h \(ru\): paused by Meta/);
  expect(both.id).toBe(first.id);
});

test("Meta's warning of the account is told, and its end", async () => {
  await world.sandbox.tellOnWhatsapp("account_update", {
    event: "ACCOUNT_RESTRICTION",
    restriction_info: [{ restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING" }],
  });
  await admin().hears(/🔴 .*warns of our WhatsApp account\n.*ACCOUNT_RESTRICTION, RESTRICTED_BIZ_INITIATED_MESSAGING/);
  expect(await healthOfWhatsapp()).toEqual({ status: "degraded", reason: "account" });
  await world.sandbox.tellOnWhatsapp("phone_number_quality_update", { event: "UNFLAGGED", current_limit: "TIER_250" });
  await admin().hears(/🟢 .*no longer warns of our WhatsApp account/);
});

test("the account's daily limit is read at the start, changed by Meta's word at once, and asked for again", async () => {
  const { whatsapp } = world.app;
  expect(whatsapp.dailyLimit()).toBe(250);
  await world.sandbox.changeDailyLimit("TIER_2K");
  expect(whatsapp.dailyLimit()).toBe(2_000);
  await whatsapp.look();
  expect(whatsapp.dailyLimit()).toBe(2_000);
  await world.sandbox.changeDailyLimit("TIER_UNLIMITED");
  expect(whatsapp.dailyLimit()).toBeUndefined();
  expect(await healthOfWhatsapp()).toEqual({ status: "ok" });
});

test("a limit in words that nobody knows yet limits nothing, and is a warning", async () => {
  await world.sandbox.changeDailyLimit("TIER_OF_TOMORROW");
  await world.app.whatsapp.look();
  expect(world.app.whatsapp.dailyLimit()).toBeUndefined();
  expect(await healthOfWhatsapp()).toEqual({ status: "degraded", reason: "its daily limit is unknown" });
});

test("Meta that does not answer once is no trouble, and twice is", async () => {
  world.sandbox.faults.add({ type: "broken", status: 502 }, { platform: "whatsapp", method: "GET", times: 2 });
  await world.app.whatsapp.look();
  expect(world.app.whatsapp.dailyLimit()).toBe(250); // as it was
  expect(standing()).toEqual([]);
  await world.app.whatsapp.look();
  await admin().hears(/🔴 .*WhatsApp cannot be reached\nMeta refused a call for its daily limit/);
  await world.app.whatsapp.look();
  await admin().hears(/🟢 .*WhatsApp can be reached again/);
});

test("a token that was revoked is told while nobody writes", async () => {
  world.sandbox.faults.add({ type: "refused", code: 190, status: 401 }, { platform: "whatsapp", method: "GET" });
  await world.app.whatsapp.look();
  await admin().hears(/🔴 .*WhatsApp cannot be reached\n.*190/);
});

test("the admins hear a day before that the limit will not do, once for each day and its events", async () => {
  const { slug } = await world.publish({ title: "Choir", inHours: 48 });
  for (const name of ["Anna", "Max"]) await signUp(world.sandbox.person(name).whatsapp, slug);
  await signUp(world.sandbox.person("Ольга").telegram, slug);
  await world.app.whatsapp.look();
  expect(standing()).toEqual([]);

  await world.sandbox.changeDailyLimit("TIER_1");
  const alert = await admin().hears(/🔴 .*daily limit is too low on \w+ \d+ \w+\n/);
  expect(alert.text).toMatch(
    /2 people need a WhatsApp template that day.* 1 new people a day: 1 over\. Nobody of them/,
  );
  expect(await healthOfWhatsapp()).toMatchObject({ status: "degraded", reason: expect.stringMatching(/^over-limit:/) });
  await world.app.whatsapp.look();
  await pass(20);
  expect(alertsOf(/too low/).map(({ text }) => /seen \w+/.exec(text)?.[0])).toEqual(["seen once"]);

  const other = await world.publish({ title: "Meet-up", inHours: 48 });
  const anna = world.sandbox.person("Anna").whatsapp;
  await anna.asks(`Hello! I would like to come: ${other.slug}`);
  await anna.taps("Sign me up");
  await anna.hears(/You are in/);
  await world.app.whatsapp.look();
  await pass(1);
  await admin().hears(/2 people need.*\n.*seen 2 times/s);
  expect(alertsOf(/too low/)).toHaveLength(1);
  const figures = await (await world.fetch("/metrics")).text();
  expect(figures).toContain('doorlist_alerts_standing{trouble="over-limit"} 1');

  await world.sandbox.changeDailyLimit("TIER_250");
  await admin().hears(/🟢 .*daily limit on \w+ \d+ \w+ is no trouble any more/);
});

test.each([131048, 131064])("a number that may begin no more for hours is told: %i", async (code) => {
  world.sandbox.failNextOnWhatsapp(code);
  await world.sandbox.person("Anna").whatsapp.says("hello");
  await admin().hears(new RegExp(`🔴 .*WhatsApp takes no reminders and no news from us\\n.*${code}.*in 3 hours`));
  expect(await healthOfWhatsapp()).toEqual({ status: "degraded", reason: "held:whatsapp" });
  await pass(3 * 60);
  expect(standing()).toContain("held:whatsapp");
  await pass(61);
  await admin().hears(/🟢 .*takes reminders and news from us again/);
});
