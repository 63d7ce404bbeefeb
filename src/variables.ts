import { z } from "zod";

/** What a variable should have been, where it cannot be read; each is a sentence in both languages. */
export type Misreading = keyof typeof EXPECTED;

/** Something of the environment that only the operator can mend. */
export type Problem =
  | { type: "misread"; variable: string; misreading: Misreading }
  /** Some of what belongs together is there. */
  | { type: "half"; part: "Telegram" | "WhatsApp" | "E-mail"; missing: string[] };

/** In English, for the log; the doctor says the same in the operator's language. */
export const EXPECTED = {
  port: "must be a whole number from 0 to 65535, such as 3000",
  days: "must be a whole number of days, 1 or more, such as 90",
  "web-address": "must be a whole address that begins with https://, such as https://club.example",
  "postgres-address":
    "must look like postgres://user:password@host:5432/database (in the password, write @ as %40, / as %2F, # as %23)",
  "redis-address":
    "must look like redis://host:6379 or redis://:password@host:6379 (in the password, write @ as %40, / as %2F, # as %23)",
  "smtp-address":
    "must look like smtp://user:password@mail.example:587 (in user and password, write @ as %40, / as %2F, # as %23)",
  "bot-token": "looks like 123456:ABC-DEF; copy all of it from BotFather, with the number and the colon",
  "webhook-secret": "must be 1 to 256 of A-Z, a-z, 0-9, _ and -",
  "chat-id": "must be a number, such as 123456789, or -1001234567890 for a group",
  "meta-id": "must be digits only: the id, not the number or the name",
  "api-version": "looks like v26.0",
  "mail-address": "must be an e-mail address, such as info@club.example",
  "sentry-address": "must look like https://key@sentry.example/42; Sentry shows it as the project's DSN",
  "log-level": "must be trace, debug, info, warn, error or silent",
  language: "must be en or ru",
  pace: "must be a number from 0.1 to 1000: how many times the usual pace",
  "time-zone": "must be an IANA time zone, such as Europe/Moscow",
  switch: "must be 1 (on) or 0 (off)",
} as const;

/** The problem in English, for whoever reads the log. */
export function toSentence(problem: Problem): string {
  if (problem.type === "misread") return `${problem.variable}: ${EXPECTED[problem.misreading]}`;
  return `${problem.part} is configured by half. Missing: ${problem.missing.join(", ")}`;
}

/** Zod's own sentences are for programmers: each check names what was expected instead. */
const expected = (misreading: Misreading) => misreading;

const list = z.string().transform((value) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
);
const url = (protocol: RegExp, misreading: Misreading) =>
  z.url({ protocol, error: expected(misreading) }).transform((value) => value.replace(/\/$/, ""));
const http = url(/^https?$/, "web-address");
const whole = (misreading: Misreading) => z.coerce.number(expected(misreading)).int(expected(misreading));
const matching = (pattern: RegExp, misreading: Misreading) => z.string().regex(pattern, expected(misreading));
const port = whole("port").min(0, expected("port")).max(65_535, expected("port"));
const webhookSecrets = list.pipe(
  z.array(matching(/^[\w-]{1,256}$/, "webhook-secret")).min(1, expected("webhook-secret")),
);
/** An address, alone or in angle brackets after a name. */
const MAIL_FROM = /^(?:[^<>\r\n]*<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/;
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "silent"] as const;

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().default("0.0.0.0"),
  PUBLIC_URL: http.optional(),
  ORGANISATION_NAME: z.string().default("Doorlist"),
  ORGANISATION_CONTACT: z.string().default(""), // worded as "the organisers" in each language
  DATA_RETENTION_DAYS: whole("days").min(1, expected("days")).default(90),
  DATABASE_URL: url(/^postgres(ql)?$/, "postgres-address").optional(),
  DATA_DIR: z.string().default("./data"),
  REDIS_URL: url(/^rediss?$/, "redis-address").optional(),
  TELEGRAM_BOT_TOKEN: matching(/^\d+:[\w-]+$/, "bot-token").optional(),
  TELEGRAM_WEBHOOK_SECRET: webhookSecrets.optional(),
  TELEGRAM_API_ROOT: http.default("https://api.telegram.org"),
  TELEGRAM_ADMIN_CHAT_ID: whole("chat-id").optional(),
  WHATSAPP_ACCESS_TOKEN: z.string().optional(),
  WHATSAPP_PHONE_NUMBER_ID: matching(/^\d+$/, "meta-id").optional(),
  WHATSAPP_BUSINESS_ACCOUNT_ID: matching(/^\d+$/, "meta-id").optional(),
  WHATSAPP_APP_SECRET: list.optional(),
  WHATSAPP_VERIFY_TOKEN: z.string().optional(),
  WHATSAPP_API_ROOT: http.default("https://graph.facebook.com"),
  WHATSAPP_API_VERSION: matching(/^v\d+\.\d+$/, "api-version").default("v26.0"),
  API_TOKEN: list.default([]),
  SMTP_URL: url(/^smtps?$/, "smtp-address").optional(),
  MAIL_FROM: matching(MAIL_FROM, "mail-address").optional(),
  SENTRY_DSN: url(/^https?$/, "sentry-address").optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, expected("log-level")).default("info"),
  DEFAULT_LOCALE: z.enum(["en", "ru"], expected("language")).default("en"),
  DEFAULT_TIME_ZONE: z.string().refine(isTimeZone, expected("time-zone")).default("UTC"),
  PACE: z.coerce.number(expected("pace")).min(0.1, expected("pace")).max(1_000, expected("pace")).default(1),
  SANDBOX: z.enum(["0", "1"], expected("switch")).optional(),
  NODE_ENV: z.string().optional(),
});

const OURS = /^(TELEGRAM|WHATSAPP|SMTP|MAIL|ORGANI[SZ]ATION)_/;

export type Variables = z.infer<typeof schema>;

/** Every variable that can be read, and what is wrong with the others, which count as unset. Empty ones are unset. */
export function readVariables(env: Record<string, string | undefined>): {
  variables: Variables;
  problems: Extract<Problem, { type: "misread" }>[];
} {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const first = schema.safeParse(given);
  if (first.success) return { variables: first.data, problems: [] };
  // By the variable's own name, also where one part of its list is wrong; several faults of one are told once.
  const faults = new Map(first.error.issues.map(({ path, message }) => [String(path[0]), message]));
  const problems = [...faults].map(([variable, message]) => {
    if (!isMisreading(message)) throw new Error(`no words for a fault of ${variable}: ${message}`);
    return { type: "misread", variable, misreading: message } as const;
  });
  const readable = Object.fromEntries(Object.entries(given).filter(([name]) => !faults.has(name)));
  return { variables: schema.parse(readable), problems };
}

/** Variables with a name like ours that nothing reads: most likely somebody misspelt one. */
export function listStrangers(env: Record<string, string | undefined>): string[] {
  const names = Object.keys(env).filter((name) => env[name]?.trim() && OURS.test(name));
  return names.filter((name) => !Object.hasOwn(schema.shape, name)).toSorted();
}

function isMisreading(message: string): message is Misreading {
  return Object.hasOwn(EXPECTED, message);
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
