import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { INSTALL_MS, openSandboxBrowser, type SandboxBrowser } from "./sandbox-browser.ts";
import { openEvent, phoneOn } from "./sandbox-page.ts";

let sandbox: SandboxBrowser;
beforeAll(async () => {
  sandbox = await openSandboxBrowser();
}, INSTALL_MS);
afterAll(() => sandbox?.close());

async function choose(page: Page, name: string): Promise<void> {
  await page.locator("#people").getByRole("button", { name }).click();
}

test("door help follows the link on a ticket's page, and lets its holder in", async () => {
  const page = await sandbox.browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`http://127.0.0.1:${sandbox.app.port}/sandbox?lang=en#Anna`, { waitUntil: "domcontentloaded" });
  page.setDefaultTimeout(10_000);
  const telegram = phoneOn(page, "telegram");

  await openEvent(page, "Board game evening", "Telegram");
  await telegram.taps("Register as Anna Petrova");
  await telegram.taps("No e-mail");
  await telegram.taps("Confirm");
  await telegram.sees(/You are in/);
  const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec((await telegram.log.textContent()) ?? "")?.[0] ?? "";

  await choose(page, "Max");
  await page.getByRole("button", { name: "Organise in Telegram" }).click();
  await telegram.sees(/How is your club called/);
  await telegram.writes("Green Club");
  await telegram.answers(/Noted/);
  await telegram.writes("team");
  await telegram.taps("Invite door help");
  await telegram.sees(/team_/);
  const link = /team_[\w-]{32}/.exec((await telegram.log.textContent()) ?? "")?.[0] ?? "";
  await choose(page, "Igor");
  await telegram.taps("Start");
  await telegram.sees(/Board game evening/);
  await telegram.writes(`/start ${link}`);
  await telegram.sees(/Board game evening.*Вошли: 0 из 1/);

  const ticket = await sandbox.browser.newPage({ viewport: { width: 390, height: 660 }, locale: "en-GB" });
  ticket.setDefaultTimeout(10_000);
  await ticket.goto(`http://127.0.0.1:${sandbox.app.port}/t/${code}?lang=en`);
  expect(await ticket.content()).not.toContain("Anna");
  expect(await ticket.evaluate("document.documentElement.scrollWidth")).toBe(390);
  const forTeam = ticket.getByRole("link", { name: "For the team at the door" });
  const { y = 0, height = 0 } = (await forTeam.boundingBox()) ?? {};
  expect([height >= 24, y + height <= 660]).toEqual([true, true]); // in reach of a thumb, with no scrolling
  await forTeam.click();
  await choose(ticket, "Igor");
  await ticket.getByRole("button", { name: "Open it on this phone" }).click();
  await phoneOn(ticket, "telegram").sees(/✅/);
  expect(await phoneOn(ticket, "telegram").log.textContent()).toContain("Проходите: Anna Petrova");
  expect(await ticket.locator("#opened").isVisible()).toBe(false);
  expect(faults).toEqual([]);
});
