import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { startApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { createLogger } from "../src/logger.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { findChromium } from "../test/packages.ts";

/** Takes the README's pictures: a freshly started sandbox, somebody registering, a real Chromium. */
const IMAGES = join(import.meta.dirname, "../docs/images");
const SIZE = { width: 1360, height: 860 };
const ZONE = "Europe/Paris";

async function register({ anna }: { anna: ReturnType<Sandbox["person"]> }): Promise<void> {
  await anna.telegram.asks("/start e_spring-meetup", /Spring meet-up/);
  await anna.telegram.taps("Register as Anna Petrova");
  await anna.telegram.hears(/e-mail/);
  await anna.telegram.asks("anna@green-club.example", /Confirm/);
  await anna.telegram.taps("Confirm");
  await anna.telegram.hears(/You are in/);

  await anna.whatsapp.asks("Hello! I would like to come: pottery", /Pottery for two/);
  await anna.whatsapp.taps("Sign me up");
  await anna.whatsapp.hears(/What name/);
  await anna.whatsapp.taps("Use this name");
  await anna.whatsapp.hears(/e-mail/);
  await anna.whatsapp.taps("I have no e-mail");
  await anna.whatsapp.hears(/Please check/);
}

async function photograph(url: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: await findChromium() });
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: "light", timezoneId: ZONE });
    await page.goto(url, { waitUntil: "domcontentloaded" });
    await page.getByText("You are in").first().waitFor();
    await page.getByText("Please check").first().waitFor();
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    await page.evaluate(() => {
      for (const log of document.querySelectorAll(".log")) log.scrollTop = log.scrollHeight;
    });
    await page.screenshot({ path: join(IMAGES, "sandbox.png") });
  } finally {
    await browser.close();
  }
}

const folder = await mkdtemp(join(tmpdir(), "doorlist-screenshots-"));
const config = readConfig({
  DATA_DIR: folder,
  PORT: "0",
  HOST: "127.0.0.1",
  SANDBOX: "1",
  ORGANISATION_NAME: "Green Club",
  DEFAULT_TIME_ZONE: ZONE,
});
const app = await startApp(config, { log: createLogger({ level: "error", pretty: false }) });
try {
  if (!app.sandbox) throw new Error("the sandbox did not start");
  await app.connected;
  await register({ anna: app.sandbox.person("Anna") });
  await photograph(`http://127.0.0.1:${app.port}/sandbox?lang=en#Anna`);
} finally {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
}
