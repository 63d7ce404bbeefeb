import { afterAll, beforeAll, expect, test } from "vitest";
import { INSTALL_MS, openSandboxBrowser, type SandboxBrowser } from "./sandbox-browser.ts";
import { openEvent, phoneOn } from "./sandbox-page.ts";

let sandbox: SandboxBrowser;
beforeAll(async () => {
  sandbox = await openSandboxBrowser();
}, INSTALL_MS);
afterAll(() => sandbox?.close());

test("in the sandbox somebody becomes the owner, and makes an event that others sign up for", async () => {
  const page = await sandbox.browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`http://127.0.0.1:${sandbox.app.port}/sandbox?lang=en#Max`, { waitUntil: "domcontentloaded" });
  const telegram = phoneOn(page, "telegram");

  await page.getByRole("button", { name: "Organise in Telegram" }).click();
  await telegram.sees(/You are the owner/);
  await telegram.writes("Green Club, info@club.example");
  await telegram.taps("New event");
  await telegram.sees("Title?");
  await telegram.writes("Autumn fair");
  await telegram.sees(/When\?/);
  await telegram.writes("12.12.2099 18:00");
  await telegram.sees(/Where\?/);
  await telegram.writes("Library hall");
  await telegram.sees(/How many seats/);
  await telegram.taps("No limit");
  await telegram.sees(/What is it about\?/);
  await telegram.taps("No description");
  await telegram.taps("Publish");
  await telegram.sees(/Links to share/);

  await page.reload();
  await openEvent(page, "Autumn fair", "Telegram");
  await telegram.sees(/Room for everybody/);
  await page.getByRole("button", { name: "Organise in Telegram" }).click();
  await telegram.sees(/What would you like to do/);
  expect(faults).toEqual([]);
});

test("an evening on two phones: an event made on one, a seat taken on the other, seen in People and let in at the door", {
  timeout: 120_000,
}, async () => {
  const page = await sandbox.browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`http://127.0.0.1:${sandbox.app.port}/sandbox?lang=en#Max`, { waitUntil: "domcontentloaded" });
  const telegram = phoneOn(page, "telegram");
  const whatsapp = phoneOn(page, "whatsapp");

  await telegram.writes("menu");
  await telegram.answers(/What would you like to do/);
  await telegram.taps("New event");
  await telegram.answers("Title?");
  await telegram.writes("Tea tonight");
  await telegram.answers(/When\?/);
  await telegram.writes(inSixHours());
  await telegram.answers(/Where\?/);
  await telegram.writes("Library hall");
  await telegram.answers(/How many seats/);
  await telegram.taps("No limit");
  await telegram.answers(/What is it about\?/);
  await telegram.writes("Bring a cup.");
  await telegram.answers(/Bring a cup\./);
  await telegram.taps("Publish");
  await telegram.answers(/Links to share/);

  await page.reload();
  await openEvent(page, "Tea tonight", "WhatsApp");
  await page.locator("#whatsapp").getByRole("button", { name: "Send" }).click();
  await whatsapp.answers(/Bring a cup\./);
  await whatsapp.taps("Sign me up");
  await whatsapp.answers(/What name/);
  await whatsapp.taps("Use this name");
  await whatsapp.answers(/your e-mail/);
  await whatsapp.taps("I have no e-mail");
  await whatsapp.answers(/Please check/);
  await whatsapp.taps("Confirm");
  await whatsapp.answers(/You are in!/);

  await telegram.taps("Back to the event");
  await telegram.answers(/Seats taken: 1\./);
  await telegram.taps("People");
  await telegram.answers(/1 signed up/);
  await telegram.taps("Who comes");
  await telegram.answers(/1\. Max Weber/);
  await telegram.taps("Door");
  await telegram.answers(/0 of 1 are in/);
  await telegram.writes("weber");
  await telegram.answers(/Is that right/);
  await telegram.taps("Let in");
  await telegram.answers(/Welcome: Max Weber.*1 of 1 are in/s);

  const [phone, bar] = [await page.locator("#telegram").boundingBox(), await telegram.bar.boundingBox()];
  expect(bar?.y).toBeGreaterThanOrEqual(phone?.y ?? Number.NaN); // nothing has scrolled it away
  expect(faults).toEqual([]);
});

/** By the clock of the deployment, so that the door is open already. */
function inSixHours(): string {
  const [year, month, day, hour] = new Date(Date.now() + 6 * 3_600_000).toISOString().split(/[-T:]/);
  return `${day}.${month}.${year} ${hour}:00`;
}
