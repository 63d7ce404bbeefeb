import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import { OperatorError } from "./errors.ts";
import type { Locale } from "./messages.ts";

export interface TelegramConfig {
  token: string;
  /** The first is current, the others are still accepted while they are rotated. */
  webhookSecrets: string[];
  apiRoot: string;
  adminChatId: number | undefined;
}

export interface WhatsappConfig {
  accessToken: string;
  phoneNumberId: string;
  businessAccountId: string;
  appSecrets: string[];
  verifyToken: string;
  apiRoot: string;
  apiVersion: string;
}

export interface Config {
  port: number;
  host: string;
  publicUrl: string;
  organisation: { name: string; contact: string };
  retentionDays: number;
  databaseUrl: string | undefined;
  dataDir: string;
  redisUrl: string | undefined;
  telegram: TelegramConfig | undefined;
  whatsapp: WhatsappConfig | undefined;
  apiTokens: string[];
  smtp: { url: string; from: string } | undefined;
  sentryDsn: string | undefined;
  logLevel: string;
  locale: Locale;
  timeZone: string;
  sandbox: boolean;
  production: boolean;
}

const list = z.string().transform((value) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
);
const webhookSecrets = list.pipe(
  z.array(z.string().regex(/^[\w-]{1,256}$/, "1 to 256 of A-Z, a-z, 0-9, _ and -")).min(1),
);
const url = (protocol: RegExp) => z.url({ protocol }).transform((value) => value.replace(/\/$/, ""));
const http = url(/^https?$/);

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default("0.0.0.0"),
  PUBLIC_URL: http.optional(),
  ORGANISATION_NAME: z.string().default("Doorlist"),
  ORGANISATION_CONTACT: z.string().default(""), // worded as "the organisers" in each language
  DATA_RETENTION_DAYS: z.coerce.number().int().min(1).default(90),
  DATABASE_URL: url(/^postgres(ql)?$/).optional(),
  DATA_DIR: z.string().default("./data"),
  REDIS_URL: url(/^rediss?$/).optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, "looks like 123456:ABC-DEF")
    .optional(),
  TELEGRAM_WEBHOOK_SECRET: webhookSecrets.optional(),
  TELEGRAM_API_ROOT: http.default("https://api.telegram.org"),
  TELEGRAM_ADMIN_CHAT_ID: z.coerce.number().int().optional(),
  WHATSAPP_ACCESS_TOKEN: z.string().optional(),
  WHATSAPP_PHONE_NUMBER_ID: z.string().regex(/^\d+$/, "digits only: the id, not the number").optional(),
  WHATSAPP_BUSINESS_ACCOUNT_ID: z.string().regex(/^\d+$/, "digits only").optional(),
  WHATSAPP_APP_SECRET: list.optional(),
  WHATSAPP_VERIFY_TOKEN: z.string().optional(),
  WHATSAPP_API_ROOT: http.default("https://graph.facebook.com"),
  WHATSAPP_API_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, "looks like v26.0")
    .default("v26.0"),
  API_TOKEN: list.default([]),
  SMTP_URL: url(/^smtps?$/).optional(),
  MAIL_FROM: z.string().optional(),
  SENTRY_DSN: http.optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  DEFAULT_LOCALE: z.enum(["en", "ru"]).default("en"),
  DEFAULT_TIME_ZONE: z.string().refine(isTimeZone, "an IANA time zone such as Europe/Moscow").default("UTC"),
  SANDBOX: z.enum(["0", "1"]).optional(),
  NODE_ENV: z.string().optional(),
});

type Variables = z.infer<typeof schema>;

/**
 * Reads the environment once, at start. An empty variable counts as unset.
 *
 * @throws OperatorError that names every variable at fault.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const result = schema.safeParse(given);
  if (!result.success) {
    // By the variable's own name, also where one part of its list is wrong.
    throw new OperatorError(
      result.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`).join("\n"),
    );
  }
  return toConfig(result.data);
}

function toConfig(v: Variables): Config {
  const telegram = readTelegram(v);
  const whatsapp = readWhatsapp(v);
  const production = v.NODE_ENV === "production";
  const sandbox = v.SANDBOX ? v.SANDBOX === "1" : !telegram && !whatsapp && !production;
  return {
    port: v.PORT,
    host: v.HOST,
    publicUrl: v.PUBLIC_URL ?? `http://localhost:${v.PORT}`,
    organisation: { name: v.ORGANISATION_NAME, contact: v.ORGANISATION_CONTACT },
    retentionDays: v.DATA_RETENTION_DAYS,
    databaseUrl: v.DATABASE_URL,
    dataDir: v.DATA_DIR,
    redisUrl: v.REDIS_URL,
    telegram,
    whatsapp,
    apiTokens: v.API_TOKEN.length || !sandbox ? v.API_TOKEN : [randomBytes(18).toString("base64url")],
    smtp: readSmtp(v),
    sentryDsn: v.SENTRY_DSN,
    logLevel: v.LOG_LEVEL,
    locale: v.DEFAULT_LOCALE,
    timeZone: v.DEFAULT_TIME_ZONE,
    sandbox,
    production,
  };
}

function readTelegram(v: Variables): TelegramConfig | undefined {
  if (!v.TELEGRAM_BOT_TOKEN) {
    if (v.TELEGRAM_WEBHOOK_SECRET) throw half("Telegram", ["TELEGRAM_BOT_TOKEN"]);
    return undefined;
  }
  return {
    token: v.TELEGRAM_BOT_TOKEN,
    webhookSecrets: v.TELEGRAM_WEBHOOK_SECRET ?? [derive(v.TELEGRAM_BOT_TOKEN, "telegram-webhook")],
    apiRoot: v.TELEGRAM_API_ROOT,
    adminChatId: v.TELEGRAM_ADMIN_CHAT_ID,
  };
}

function readWhatsapp(v: Variables): WhatsappConfig | undefined {
  const needed = {
    WHATSAPP_ACCESS_TOKEN: v.WHATSAPP_ACCESS_TOKEN,
    WHATSAPP_PHONE_NUMBER_ID: v.WHATSAPP_PHONE_NUMBER_ID,
    WHATSAPP_BUSINESS_ACCOUNT_ID: v.WHATSAPP_BUSINESS_ACCOUNT_ID,
    WHATSAPP_APP_SECRET: v.WHATSAPP_APP_SECRET?.[0],
  };
  const missing = Object.entries(needed)
    .filter(([, value]) => !value)
    .map(([name]) => name);
  if (missing.length === Object.keys(needed).length && !v.WHATSAPP_VERIFY_TOKEN) return undefined;
  if (missing.length) throw half("WhatsApp", missing);
  const appSecrets = v.WHATSAPP_APP_SECRET ?? [];
  return {
    accessToken: v.WHATSAPP_ACCESS_TOKEN ?? "",
    phoneNumberId: v.WHATSAPP_PHONE_NUMBER_ID ?? "",
    businessAccountId: v.WHATSAPP_BUSINESS_ACCOUNT_ID ?? "",
    appSecrets,
    verifyToken: v.WHATSAPP_VERIFY_TOKEN ?? derive(appSecrets[0] ?? "", "whatsapp-verify"),
    apiRoot: v.WHATSAPP_API_ROOT,
    apiVersion: v.WHATSAPP_API_VERSION,
  };
}

function readSmtp(v: Variables): Config["smtp"] {
  if (!v.SMTP_URL) return undefined;
  if (!v.MAIL_FROM) throw half("E-mail", ["MAIL_FROM"]);
  return { url: v.SMTP_URL, from: v.MAIL_FROM };
}

function half(what: string, missing: string[]): OperatorError {
  return new OperatorError(`${what} is configured by half. Missing: ${missing.join(", ")}`);
}

/** A secret that need not be stored: the same for the same key and purpose. */
function derive(key: string, purpose: string): string {
  return createHmac("sha256", key).update(purpose).digest("base64url");
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
