import { expect, test } from "vitest";
import { countByPriceCategory } from "../src/database/price-figures.ts";
import { openJourney, signUp } from "./journey.ts";

test("what Meta thinks of our templates and our account stands in the log, as a warning where somebody must look", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const reminder = { name: "reminder_24h", language: "ru" };
  await world.sandbox.reviewTemplate(reminder, { status: "PAUSED", category: "MARKETING", reason: "LOW_QUALITY" });
  await world.sandbox.reviewTemplate(reminder, { status: "APPROVED" });
  await world.sandbox.tellOnWhatsapp("account_update", {
    event: "ACCOUNT_VIOLATION",
    violation_info: { violation_type: "SPAM" },
  });
  await world.sandbox.tellOnWhatsapp("something_new", { whatever: 1 });

  const news = world.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "news from Meta");
  expect(
    news.map(({ level, notice, template, event, category, reason }) => ({
      level,
      notice,
      template,
      event,
      category,
      reason,
    })),
  ).toEqual([
    { level: 40, notice: "template-status", template: "reminder_24h", event: "PAUSED", reason: "LOW_QUALITY" },
    { level: 40, notice: "template-category", template: "reminder_24h", category: "MARKETING" },
    { level: 30, notice: "template-status", template: "reminder_24h", event: "APPROVED" },
    { level: 40, notice: "account", event: "ACCOUNT_VIOLATION", reason: "SPAM" },
  ]);
});

test("who wants no marketing is written down, and still gets what they signed up for", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { slug, id } = await world.publish({ title: "Choir" });
  const anna = world.sandbox.person("Anna").whatsapp;
  await signUp(anna, slug);
  const { phone, userId } = world.sandbox.person("Anna").person.whatsapp;
  const wish = { wa_id: phone, user_id: userId, category: "marketing_messages", timestamp: "1796000000" };
  const metadata = { phone_number_id: world.sandbox.credentials.whatsapp.phoneNumberId };
  for (const value of ["stop", "resume"]) {
    const user_preferences = [{ ...wish, value, detail: "Anna wants it so" }];
    await world.sandbox.tellOnWhatsapp("user_preferences", { metadata, user_preferences });
  }

  const written = world.app.database.db
    .selectFrom("auditLog")
    .select(["actor", "action"])
    .where("action", "like", "marketing-%");
  expect(await written.orderBy("id").execute()).toEqual([
    { actor: expect.stringMatching(/^chat:/), action: "marketing-stopped" },
    { actor: expect.stringMatching(/^chat:/), action: "marketing-resumed" },
  ]);
  await world.api(`/events/${id}`, { location: "Room 1" }, "PATCH");
  await anna.hears(/Room 1/);
  expect(world.logged.join()).not.toMatch(phone ?? "nobody");
});

test("messages are counted by what Meta charges them as", async () => {
  await using journey = await openJourney();
  const { world } = journey;
  const { slug, id } = await world.publish({ title: "Choir", inHours: 72 });
  const anna = world.sandbox.person("Anna").whatsapp;
  await signUp(anna, slug);
  const answers = journey.sentTo("Anna");
  const from = new Date(world.clock.now().getTime() - 60_000);
  world.clock.moveForward(30 * 60 * 60_000);
  await world.api(`/events/${id}`, { location: "Room 1" }, "PATCH");
  await anna.hears(/Room 1/);
  await world.sandbox.settled();

  const until = new Date(world.clock.now().getTime() + 60_000);
  expect(await countByPriceCategory(world.app.database.db, { from, until })).toEqual([
    { category: "service", billable: true, count: answers },
    { category: "utility", billable: true, count: 1 },
  ]);
});
