import { existsSync } from "node:fs";
import { join } from "node:path";
import manifest from "../package.json" with { type: "json" };
import type { Platform } from "../src/messages.ts";
import { SANDBOX_CREDENTIALS } from "../src/sandbox/credentials.ts";
import { WEBHOOK_SECRET } from "./crowd/updates.ts";
import { doorlistStore, echoStore, peerStore, type Store } from "./stores.ts";

/** A program that is measured. */
export interface Program {
  name: ProgramName;
  title: string;
  /** Its main file; what it needs of the environment is the same for all. */
  main: string;
  platforms: Platform[];
  play: "registration" | "chatter";
  store: Store;
}

export type ProgramName = "doorlist" | "grammy" | "telegraf" | "whatsapp" | "echo";

/** What Doorlist's operator tells node about its heap, and here all programs are told. */
export const HEAP_FLAGS = manifest.scripts.start.split(" ").slice(1, -1);

const root = join(import.meta.dirname, "..");
/** Where all of them keep what Node compiles, as Doorlist's start does by itself. */
const COMPILE_CACHE = join(root, "node_modules", ".cache", "doorlist");
export const PEERS = join(import.meta.dirname, "peers");

export const PROGRAMS: Record<ProgramName, Program> = {
  doorlist: {
    name: "doorlist",
    title: "Doorlist",
    main: join(root, "src", "start.js"),
    platforms: ["telegram", "whatsapp"],
    play: "registration",
    store: doorlistStore,
  },
  grammy: peer("grammy", "grammY, conversations", "telegram"),
  telegraf: peer("telegraf", "Telegraf, scenes", "telegram"),
  whatsapp: peer("whatsapp", "WhatsApp client, Hono", "whatsapp"),
  echo: { ...peer("echo", "Echo that stores nothing", "telegram"), play: "chatter", store: echoStore },
};

function peer(name: ProgramName, title: string, platform: Platform): Program {
  const main = join(PEERS, name, "main.js");
  return { name, title, main, platforms: [platform], play: "registration", store: peerStore };
}

/** npm writes this file last. */
export function isInstalled({ name }: Program): boolean {
  return name === "doorlist" || existsSync(join(PEERS, name, "node_modules", ".package-lock.json"));
}

interface Places {
  port: number;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  dataDir: string;
  telegramApiRoot: string;
  whatsappApiRoot: string;
}

/** The same for all of them. PACE is what raised accounts set, so that no gate of Doorlist's is felt. */
export function toEnvironment(platform: Platform, places: Places): Record<string, string> {
  const { telegram, whatsapp } = SANDBOX_CREDENTIALS;
  const { databaseUrl, redisUrl } = places;
  const common = {
    NODE_ENV: "production",
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    HOST: "127.0.0.1",
    PORT: String(places.port),
    DATA_DIR: places.dataDir,
    PACE: "1000",
    API_TOKEN: "bench",
    ORGANISATION_NAME: "Green Club",
    ORGANISATION_CONTACT: "info@club.example",
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    ...(redisUrl && { REDIS_URL: redisUrl }),
  };
  if (platform === "telegram")
    return {
      ...common,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: places.telegramApiRoot,
      TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
    };
  return {
    ...common,
    WHATSAPP_ACCESS_TOKEN: whatsapp.accessToken,
    WHATSAPP_PHONE_NUMBER_ID: whatsapp.phoneNumberId,
    WHATSAPP_BUSINESS_ACCOUNT_ID: whatsapp.businessAccountId,
    WHATSAPP_APP_SECRET: whatsapp.appSecret,
    WHATSAPP_API_ROOT: places.whatsappApiRoot,
  };
}
