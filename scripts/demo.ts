import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";
import { type App, startApp } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { createLogger } from "../src/logger.ts";
import { titlesOf } from "../src/sandbox/conversation.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { readFlags } from "./flags.ts";

/** Plays the main job through the real webhooks of a freshly started server, and prints it like a chat. */
async function play(sandbox: Sandbox): Promise<void> {
  const [anna, max, olga] = [sandbox.person("Anna"), sandbox.person("Max"), sandbox.person("Ольга")];

  scene("Anna registers in Telegram: two taps and an e-mail");
  await anna.telegram.asks("/start e_pottery", /Pottery for two/);
  await anna.telegram.taps("Register as Anna Petrova");
  await anna.telegram.hears(/e-mail/);
  await anna.telegram.asks("anna@green-club.example", /Confirm/);
  await anna.telegram.taps("Confirm");
  await anna.telegram.hears(/You are in/);

  scene("Max registers in WhatsApp: the second and last seat");
  await max.whatsapp.asks("Hello! I would like to come: pottery", /1 of 2 seats left/);
  await max.whatsapp.taps("Sign me up");
  await max.whatsapp.hears(/What name/);
  await max.whatsapp.taps("Use this name");
  await max.whatsapp.hears(/e-mail/);
  await max.whatsapp.asks("max@web.example", /Please check/);
  await max.whatsapp.taps("Confirm");
  await max.whatsapp.hears(/You are in!/);

  scene("Ольга comes to a full event, and waits");
  await olga.whatsapp.asks("Здравствуйте! Хочу прийти: pottery", /мест/);
  await olga.whatsapp.taps("Сразу занять");
  await olga.whatsapp.hears(/имя/);
  await olga.whatsapp.taps("Оставить это имя");
  await olga.whatsapp.hears(/почт/);
  await olga.whatsapp.taps("Нет почты");
  await olga.whatsapp.hears(/Проверьте/);
  await olga.whatsapp.taps("Подтверждаю");
  await olga.whatsapp.hears(/очеред/);

  scene("Anna comes to WhatsApp as well, and proves that she is Anna");
  await anna.whatsapp.asks("Hello! I would like to come: spring-meetup", /Spring meet-up/);
  await anna.whatsapp.taps("Sign me up");
  await anna.whatsapp.hears(/What name/);
  await anna.whatsapp.taps("Use this name");
  await anna.whatsapp.hears(/e-mail/);
  await anna.whatsapp.asks("anna@green-club.example", /6-digit code/);
  const { text } = await anna.telegram.hears(/\d{3} ?\d{3}/);
  const code = /(\d{3}) ?(\d{3})/.exec(text)?.slice(1).join("") ?? "";
  await anna.whatsapp.asks(code, /one list/);

  scene("Anna gives her seat up in WhatsApp; it goes to Ольга at once");
  await anna.whatsapp.asks("my", /Pottery for two/);
  await anna.whatsapp.taps("I can't come");
  await anna.whatsapp.hears(/waiting/);
  await anna.whatsapp.taps("Yes, give it up");
  await anna.whatsapp.hears(/gone to the next/);
  await olga.whatsapp.hears(/Место освободилось/);
}

function scene(title: string): void {
  console.log(`\n${styleText("bold", title)}`);
}

function printAll(sandbox: Sandbox): void {
  sandbox.world.happenings.listen((happening) => {
    if (happening.type !== "message") return;
    const { thread, message } = happening;
    const bot = message.author === "bot";
    const who = styleText(bot ? "green" : "cyan", bot ? `Doorlist to ${thread.title}` : thread.title);
    const buttons = titlesOf(message).map((title) => `[${title}]`);
    const picture = message.media ? [styleText("dim", `(picture: ${message.media.fileName})`)] : [];
    const lines = [
      ...picture,
      ...message.text.split("\n").filter(Boolean),
      ...(buttons.length ? [styleText("dim", buttons.join(" "))] : []),
    ];
    console.log(
      `  ${who} ${styleText("dim", `· ${thread.platform}`)}\n${lines.map((line) => `    ${line}`).join("\n")}`,
    );
  });
}

readFlags("demo", {});
const folder = await mkdtemp(join(tmpdir(), "doorlist-demo-"));
let app: App | undefined;
try {
  const config = readConfig({
    DATA_DIR: folder,
    PORT: "0",
    HOST: "127.0.0.1",
    SANDBOX: "1",
    ORGANISATION_NAME: "Green Club",
  });
  app = await startApp(config, { log: createLogger({ level: "error", pretty: false }) });
  if (!app.sandbox) throw new Error("the sandbox did not start");
  await app.connected;
  printAll(app.sandbox);
  await play(app.sandbox);
  console.log(`\n${styleText("green", "All of it went as it should.")}`);
} catch (error) {
  console.error(`\n${styleText("red", "The demo failed:")}`, error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await app?.stop();
  await rm(folder, { recursive: true, force: true });
}
