import { expect, test } from "vitest";
import { openJourney, signUp } from "./journey.ts";

test("people whose language nothing told are written to in the deployment's own, on either messenger", async () => {
  await using journey = await openJourney({ DEFAULT_LOCALE: "ru" });
  const { world } = journey;
  const { id, slug } = await world.publish({ title: "Choir", inHours: 72 });
  const max = world.sandbox.person("Max").telegram;
  const anna = world.sandbox.person("Anna").whatsapp;
  for (const phone of [max, anna]) await signUp(phone, slug);
  await world.app.database.db.updateTable("users").set({ locale: null }).execute();

  await world.api(`/events/${id}`, { location: "Room 1" }, "PATCH");
  expect((await max.hears(/Room 1/)).text).toMatch(/Изменилось время или место/);
  world.clock.moveForward(48 * 60 * 60_000);
  await world.app.runJobs();
  expect((await max.hears(/Room 1/)).text).toMatch(/^Завтра/);
  const template = await anna.hears(/Завтра/);
  expect(template.template).toBe("reminder_24h");
});
