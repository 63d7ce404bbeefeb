import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { INSTALL_MS, openSandboxBrowser, type SandboxBrowser } from "./sandbox-browser.ts";
import { openEvent, phoneOn } from "./sandbox-page.ts";

let sandbox: SandboxBrowser;
beforeAll(async () => {
  sandbox = await openSandboxBrowser();
}, INSTALL_MS);
afterAll(() => sandbox?.close());

async function open(
  person: string,
  viewport = { width: 1280, height: 800 },
): Promise<{ page: Page; faults: string[] }> {
  const page = await sandbox.browser.newPage({ viewport, locale: "en-GB", timezoneId: "Europe/Berlin" });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${sandbox.app.port}/sandbox?lang=en#${encodeURIComponent(person)}`, {
    waitUntil: "domcontentloaded",
  });
  return { page, faults };
}

test("somebody registers on both phones, and the ticket's page opens", async () => {
  const { page, faults } = await open("Anna");
  const telegram = phoneOn(page, "telegram");
  const whatsapp = phoneOn(page, "whatsapp");

  await openEvent(page, "Pottery for two", "Telegram");
  await telegram.taps("Register as Anna Petrova");
  await telegram.sees(/your e-mail\?/);
  await telegram.writes("anna@green-club.example");
  await telegram.taps("Confirm");
  await telegram.sees(/You are in/);
  await telegram.log.getByRole("img").last().waitFor();

  await whatsapp.writes("Hello! I would like to come: spring-meetup");
  await whatsapp.taps("Sign me up");
  await whatsapp.taps("Use this name");
  await whatsapp.taps("I have no e-mail");
  await whatsapp.taps("Confirm");
  await whatsapp.sees(/You are in!/);

  const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec((await whatsapp.log.textContent()) ?? "")?.[0] ?? "";
  await page.goto(`http://127.0.0.1:${sandbox.app.port}/t/${code}`);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Spring meet-up");
  await page.getByText(code).waitFor();
  expect(faults).toEqual([]);
  await page.close();
});

test("the last seat is fought over by two people on one page, and the third waits", async () => {
  const { page } = await open("Max");
  await openEvent(page, "Pottery for two", "Telegram");
  await phoneOn(page, "telegram").taps("Register as Max Weber");
  await phoneOn(page, "telegram").taps("No e-mail");
  await phoneOn(page, "telegram").taps("Confirm");
  await phoneOn(page, "telegram").sees(/You are in/);

  await page.getByRole("button", { name: "Igor" }).click();
  await openEvent(page, "Pottery for two", "Telegram");
  await phoneOn(page, "telegram").sees(/Мест нет/);
  await page.close();
});

test("a phone shows one messenger at a time, and nothing wider than itself", async () => {
  const { page } = await open("Ольга", { width: 390, height: 780 });
  await page.getByRole("button", { name: "WhatsApp", exact: true }).click();
  await phoneOn(page, "whatsapp").writes("Здравствуйте! Хочу прийти: spring-meetup");
  await phoneOn(page, "whatsapp").sees(/автоматический помощник/);

  expect(await page.locator("#telegram").isVisible()).toBe(false);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  await page.close();
});
