import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { startApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { createLogger } from "../src/logger.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { findChromium } from "../test/packages.ts";
import { readFlags } from "./flags.ts";

/** Takes the pictures of README and docs: a freshly started sandbox, people registering and organising, a real Chromium. */
const IMAGES = join(import.meta.dirname, "../docs/images");
const SIZE = { width: 1360, height: 860 };
const ZONE = "Europe/Paris";

type Actor = ReturnType<Sandbox["person"]>;

async function register({ anna }: { anna: Actor }): Promise<void> {
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

/** Somebody organises on one phone, and has a seat on the other; the event begins within the hour. */
async function organise({ max, people }: { max: Actor; people: Actor[] }, link: string | undefined): Promise<void> {
  for (const { whatsapp } of [...people, max]) {
    await whatsapp.asks("Hello! I would like to come: board-games", /Board game evening/);
    await whatsapp.taps("Sign me up");
    await whatsapp.hears(/What name/);
    await whatsapp.taps("Use this name");
    await whatsapp.hears(/e-mail/);
    await whatsapp.taps("I have no e-mail");
    await whatsapp.hears(/Please check/);
    await whatsapp.taps("Confirm");
    await whatsapp.hears(/You are in/);
  }
  const { telegram } = max;
  await telegram.asks(`/start ${link?.split("start=")[1]}`, /You are the owner/);
  await telegram.asks("people", /Whose people/);
  await telegram.asks("3", /Board game evening/);
  await telegram.taps("Who comes");
  await telegram.hears(/1\. /);
  await telegram.asks("door", /are in/);
  await telegram.asks("weber", /Is that right/);
  await telegram.taps("Let in");
  await telegram.hears(/Welcome/);
}

interface Picture {
  url: string;
  /** Must be seen before it is taken. */
  words: string[];
  name: string;
}

async function photograph({ url, words, name }: Picture): Promise<void> {
  const browser = await chromium.launch({ executablePath: await findChromium() });
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: "light", timezoneId: ZONE });
    await page.goto(url, { waitUntil: "domcontentloaded" });
    for (const seen of words) await page.getByText(seen).first().waitFor();
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    await page.evaluate(() => {
      for (const log of document.querySelectorAll(".log")) log.scrollTop = log.scrollHeight;
    });
    await page.screenshot({ path: join(IMAGES, name) });
  } finally {
    await browser.close();
  }
}

readFlags("screenshots", {});
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
  const { sandbox } = app;
  const page = `http://127.0.0.1:${app.port}/sandbox?lang=en`;
  await register({ anna: sandbox.person("Anna") });
  await photograph({ url: `${page}#Anna`, words: ["You are in", "Please check"], name: "sandbox.png" });
  const people = ["Ada Lovelace"].map((name) => sandbox.newPerson(name));
  await organise({ max: sandbox.person("Max"), people }, await app.ownerLink);
  await photograph({ url: `${page}#Max`, words: ["Welcome", "You are in"], name: "organising.png" });
} finally {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
}
