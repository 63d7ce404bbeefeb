import { pino } from "pino";
import { type Browser, chromium } from "playwright-core";
import { type App, startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { makeTempFolder } from "../machine.ts";
import { findChromium } from "../packages.ts";

/** Chromium may have to be installed first. */
export const INSTALL_MS = 300_000;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

export interface SandboxBrowser {
  app: App;
  browser: Browser;
  close(): Promise<void>;
}

/** A sandbox of its own, freshly started, and a real Chromium to look at it with. */
export async function openSandboxBrowser(): Promise<SandboxBrowser> {
  const folder = await makeTempFolder();
  const environment = { DATA_DIR: folder.path, PORT: "0", HOST: "127.0.0.1", SANDBOX: "1" };
  const app = await startApp(readConfig(environment), { log: pino({ level: "silent" }) });
  await app.connected;
  const browser = await chromium.launch({ executablePath: await findChromium(), args: FLAGS });
  const close = async () => {
    await browser.close();
    await app.stop();
    await folder.remove();
  };
  return { app, browser, close };
}
