import { pino } from "pino";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { makeTempFolder } from "../machine.ts";
import { findChromium } from "../packages.ts";
import { openEvent, phoneOn } from "./sandbox-page.ts";

const INSTALL_MS = 300_000;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

let browser: Browser;
let app: App;
let folder: Awaited<ReturnType<typeof makeTempFolder>>;
beforeAll(async () => {
  folder = await makeTempFolder();
  const environment = { DATA_DIR: folder.path, PORT: "0", HOST: "127.0.0.1", SANDBOX: "1" };
  app = await startApp(readConfig(environment), { log: pino({ level: "silent" }) });
  await app.connected;
  browser = await chromium.launch({ executablePath: await findChromium(), args: FLAGS });
}, INSTALL_MS);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await folder?.remove();
});

async function choose(page: Page, name: string): Promise<void> {
  await page.locator("#people").getByRole("button", { name }).click();
}

test("door help follows the link on a ticket's page, and lets its holder in", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`http://127.0.0.1:${app.port}/sandbox?lang=en#Anna`, { waitUntil: "domcontentloaded" });
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
  await telegram.writes("team");
  await telegram.taps("Invite door help");
  await telegram.sees(/team_/);
  const link = /team_[\w-]{32}/.exec((await telegram.log.textContent()) ?? "")?.[0] ?? "";
  await choose(page, "Igor");
  await telegram.taps("Start");
  await telegram.sees(/Board game evening/);
  await telegram.writes(`/start ${link}`);
  await telegram.sees(/Board game evening.*Вошли: 0 из 1/);

  const ticket = await browser.newPage({ viewport: { width: 390, height: 660 }, locale: "en-GB" });
  ticket.setDefaultTimeout(10_000);
  await ticket.goto(`http://127.0.0.1:${app.port}/t/${code}?lang=en`);
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
