import { pino } from "pino";
import { type Browser, chromium } from "playwright-core";
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

test("in the sandbox somebody becomes the owner, and makes an event that others sign up for", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`http://127.0.0.1:${app.port}/sandbox?lang=en#Max`, { waitUntil: "domcontentloaded" });
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
  await telegram.taps("Publish");
  await telegram.sees(/Links to share/);

  await page.reload();
  await openEvent(page, "Autumn fair", "Telegram");
  await telegram.sees(/Room for everybody/);
  await page.getByRole("button", { name: "Organise in Telegram" }).click();
  await telegram.sees(/What would you like to do/);
  expect(faults).toEqual([]);
});
