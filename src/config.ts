import { createHmac, randomBytes } from "node:crypto";
import { OperatorError } from "./errors.ts";
import type { Locale } from "./messages.ts";
import { type Problem, readVariables, toSentence, type Variables } from "./variables.ts";

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
  /** Whether the name is the club's own. */
  isNamed: boolean;
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
  /** How many times the pace that every account may send at: more for numbers and bots that were raised. */
  pace: number;
}

/**
 * Reads the environment once, at start. An empty variable counts as unset.
 *
 * @throws OperatorError that names every variable at fault.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const { config, problems } = examineConfig(env);
  if (problems.length) throw new OperatorError(problems.map(toSentence).join("\n"));
  return config;
}

/** What of the environment makes sense, without the parts at fault, and what is wrong with those. */
export function examineConfig(env: Record<string, string | undefined>): { config: Config; problems: Problem[] } {
  const { variables, problems } = readVariables(env);
  const halves: Problem[] = [];
  const config = toConfig(variables, {
    report: (problem) => halves.push(problem),
    misread: new Set(problems.map(({ variable }) => variable)),
  });
  const all = [...problems, ...halves];
  // Whoever has begun to set up a messenger does not mean the sandbox.
  const sandbox = config.sandbox && (variables.SANDBOX === "1" || !all.some(isAboutMessenger));
  return { config: { ...config, sandbox }, problems: all };
}

function isAboutMessenger(problem: Problem): boolean {
  return problem.type === "half" ? problem.part !== "E-mail" : /^(TELEGRAM|WHATSAPP)_/.test(problem.variable);
}

interface Reading {
  report(problem: Problem): void;
  /** Variables that are set and make no sense: nobody need be told that they are missing. */
  misread: ReadonlySet<string>;
}

/** What `ORGANISATION_NAME` is if nobody says: no name of a club. */
const OURS_BY_DEFAULT = "Doorlist";

function toConfig(v: Variables, reading: Reading): Config {
  const telegram = readTelegram(v, reading);
  const whatsapp = readWhatsapp(v, reading);
  const production = v.NODE_ENV === "production";
  const sandbox = v.SANDBOX ? v.SANDBOX === "1" : !telegram && !whatsapp && !production;
  return {
    port: v.PORT,
    host: v.HOST,
    publicUrl: v.PUBLIC_URL ?? `http://localhost:${v.PORT}`,
    organisation: { name: v.ORGANISATION_NAME, contact: v.ORGANISATION_CONTACT },
    isNamed: v.ORGANISATION_NAME !== OURS_BY_DEFAULT,
    retentionDays: v.DATA_RETENTION_DAYS,
    databaseUrl: v.DATABASE_URL,
    dataDir: v.DATA_DIR,
    redisUrl: v.REDIS_URL,
    telegram,
    whatsapp,
    apiTokens: v.API_TOKEN.length || !sandbox ? v.API_TOKEN : [randomBytes(18).toString("base64url")],
    smtp: readSmtp(v, reading),
    sentryDsn: v.SENTRY_DSN,
    logLevel: v.LOG_LEVEL,
    locale: v.DEFAULT_LOCALE,
    timeZone: v.DEFAULT_TIME_ZONE,
    sandbox,
    production,
    pace: v.PACE,
  };
}

function readTelegram(v: Variables, reading: Reading): TelegramConfig | undefined {
  if (!v.TELEGRAM_BOT_TOKEN) {
    if (v.TELEGRAM_WEBHOOK_SECRET || v.TELEGRAM_ADMIN_CHAT_ID !== undefined)
      reportHalf("Telegram", ["TELEGRAM_BOT_TOKEN"], reading);
    return undefined;
  }
  return {
    token: v.TELEGRAM_BOT_TOKEN,
    webhookSecrets: v.TELEGRAM_WEBHOOK_SECRET ?? [derive(v.TELEGRAM_BOT_TOKEN, "telegram-webhook")],
    apiRoot: v.TELEGRAM_API_ROOT,
    adminChatId: v.TELEGRAM_ADMIN_CHAT_ID,
  };
}

function readWhatsapp(v: Variables, reading: Reading): WhatsappConfig | undefined {
  const appSecrets = v.WHATSAPP_APP_SECRET ?? [];
  const needed = {
    WHATSAPP_ACCESS_TOKEN: v.WHATSAPP_ACCESS_TOKEN,
    WHATSAPP_PHONE_NUMBER_ID: v.WHATSAPP_PHONE_NUMBER_ID,
    WHATSAPP_BUSINESS_ACCOUNT_ID: v.WHATSAPP_BUSINESS_ACCOUNT_ID,
    WHATSAPP_APP_SECRET: appSecrets[0],
  };
  const missing = Object.entries(needed)
    .filter(([, value]) => !value)
    .map(([name]) => name);
  if (missing.length === Object.keys(needed).length && !v.WHATSAPP_VERIFY_TOKEN) return undefined;
  if (missing.length) {
    reportHalf("WhatsApp", missing, reading);
    return undefined;
  }
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

function readSmtp(v: Variables, reading: Reading): Config["smtp"] {
  const { SMTP_URL: url, MAIL_FROM: from } = v;
  if (url && from) return { url, from };
  if (url || from) reportHalf("E-mail", [url ? "MAIL_FROM" : "SMTP_URL"], reading);
  return undefined;
}

function reportHalf(part: Extract<Problem, { type: "half" }>["part"], names: string[], reading: Reading): void {
  const missing = names.filter((name) => !reading.misread.has(name));
  if (missing.length) reading.report({ type: "half", part, missing });
}

/** A secret that need not be stored: the same for the same key and purpose. */
function derive(key: string, purpose: string): string {
  return createHmac("sha256", key).update(purpose).digest("base64url");
}
