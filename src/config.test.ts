import fc from "fast-check";
import { expect, test } from "vitest";
import { examineConfig, readConfig } from "./config.ts";
import { OperatorError } from "./errors.ts";

const TELEGRAM = { TELEGRAM_BOT_TOKEN: "123456:ABC-DEF" };
const WHATSAPP = {
  WHATSAPP_ACCESS_TOKEN: "EAAB",
  WHATSAPP_PHONE_NUMBER_ID: "1234",
  WHATSAPP_BUSINESS_ACCOUNT_ID: "5678",
  WHATSAPP_APP_SECRET: "0a1b2c",
};

/** What the operator is told. */
function complaint(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
  return "no complaint";
}

test("nothing at all is a sandbox on port 3000, with its data in ./data and a token of its own", () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    port: 3000,
    publicUrl: "http://localhost:3000",
    dataDir: "./data",
    databaseUrl: undefined,
    redisUrl: undefined,
    retentionDays: 90,
    locale: "en",
    timeZone: "UTC",
    sandbox: true,
  });
  expect(config.apiTokens).toEqual([expect.stringMatching(/^[\w-]{20,}$/)]);
  expect(readConfig({}).apiTokens).not.toEqual(config.apiTokens);
});

test("the sandbox is off in production and beside a real messenger, unless it is forced, and can be forbidden", () => {
  expect(readConfig({ NODE_ENV: "production" }).sandbox).toBe(false);
  expect(readConfig(TELEGRAM).sandbox).toBe(false);
  expect(readConfig({ ...WHATSAPP, SANDBOX: "1" }).sandbox).toBe(true);
  expect(readConfig({ SANDBOX: "0" }).sandbox).toBe(false);
  expect(readConfig({ SANDBOX: "0" }).apiTokens).toEqual([]);
});

test("half a messenger is refused, by the names of what is missing", () => {
  expect(complaint({ TELEGRAM_WEBHOOK_SECRET: "secret" })).toBe(
    "Telegram is configured by half. Missing: TELEGRAM_BOT_TOKEN",
  );
  expect(complaint({ ...WHATSAPP, WHATSAPP_APP_SECRET: "", WHATSAPP_PHONE_NUMBER_ID: " " })).toBe(
    "WhatsApp is configured by half. Missing: WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_APP_SECRET",
  );
  for (const name of Object.keys(WHATSAPP)) {
    const { [name as keyof typeof WHATSAPP]: _, ...rest } = WHATSAPP;
    expect(complaint(rest)).toBe(`WhatsApp is configured by half. Missing: ${name}`);
  }
  expect(complaint({ WHATSAPP_VERIFY_TOKEN: "x" })).toMatch(/WHATSAPP_ACCESS_TOKEN, WHATSAPP_PHONE_NUMBER_ID/);
  expect(complaint({ TELEGRAM_ADMIN_CHAT_ID: "1004" })).toMatch(/by half. Missing: TELEGRAM_BOT_TOKEN/);
  expect(complaint({ SMTP_URL: "smtp://localhost" })).toBe("E-mail is configured by half. Missing: MAIL_FROM");
  expect(complaint({ MAIL_FROM: "a@club.example" })).toBe("E-mail is configured by half. Missing: SMTP_URL");
});

test.each([
  ["PORT", "http"],
  ["PORT", "70000"],
  ["PUBLIC_URL", "club.example"],
  ["PUBLIC_URL", "ftp://club.example"],
  ["DATA_RETENTION_DAYS", "0"],
  ["DATABASE_URL", "mysql://localhost/x"],
  ["REDIS_URL", "localhost:6379"],
  ["TELEGRAM_BOT_TOKEN", "ABC"],
  ["TELEGRAM_WEBHOOK_SECRET", "with space"],
  ["TELEGRAM_ADMIN_CHAT_ID", "@me"],
  ["WHATSAPP_PHONE_NUMBER_ID", "+49 155"],
  ["WHATSAPP_API_VERSION", "26"],
  ["SMTP_URL", "http://mail.example"],
  ["MAIL_FROM", "foo"],
  ["SENTRY_DSN", "foo"],
  ["MAIL_FROM", "Green Club <foo>"],
  ["MAIL_FROM", "a@club.example, b@club.example"],
  ["LOG_LEVEL", "loud"],
  ["DEFAULT_LOCALE", "fr"],
  ["DEFAULT_TIME_ZONE", "Moscow"],
  ["SANDBOX", "yes"],
])("%s=%s is refused by its name", (name, value) => {
  const said = complaint({ ...TELEGRAM, ...WHATSAPP, [name]: value });
  expect(said).toMatch(new RegExp(`^${name}: (must|looks like) .+`));
  expect(said).not.toMatch(/\n|NaN|received|Invalid|expected|>=|<=/);
});

test.each(["info@club.example", "Green Club <info@club.example>", '"Club, Green" <info@club.example>', "a@localhost"])(
  "letters may come from %s",
  (from) => {
    expect(readConfig({ SMTP_URL: "smtp://localhost", MAIL_FROM: from }).smtp?.from).toBe(from);
  },
);

test("whatever is written there, every complaint has words of ours", () => {
  const names = [
    ["PORT", "DATA_RETENTION_DAYS", "TELEGRAM_ADMIN_CHAT_ID", "PUBLIC_URL", "DATABASE_URL", "REDIS_URL", "SMTP_URL"],
    ["MAIL_FROM", "TELEGRAM_WEBHOOK_SECRET", "WHATSAPP_APP_SECRET", "DEFAULT_TIME_ZONE", "LOG_LEVEL", "SANDBOX"],
  ].flat();
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom("1e999", "-1", "1.5", "0x10", ",", "http://", "redis://:p@ss/@h"),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (env) => {
      for (const line of complaint(env).split("\n")) {
        expect(line).toMatch(/^([A-Z_]+: (must|looks like) |[A-Za-z-]+ is configured by half|no complaint)/);
      }
    }),
  );
});

test("what makes sense is kept beside what does not, and nobody who began with a messenger gets a sandbox", () => {
  const { config, problems } = examineConfig({ ...TELEGRAM, PORT: "http", SMTP_URL: "smtp://localhost" });
  expect(problems).toEqual([
    { type: "misread", variable: "PORT", misreading: "port" },
    { type: "half", part: "E-mail", missing: ["MAIL_FROM"] },
  ]);
  expect(config).toMatchObject({ port: 3000, telegram: { token: TELEGRAM.TELEGRAM_BOT_TOKEN }, smtp: undefined });
  expect(examineConfig({ TELEGRAM_BOT_TOKEN: "ABC" }).config.sandbox).toBe(false);
  expect(examineConfig({ WHATSAPP_ACCESS_TOKEN: "EAAB" }).config.sandbox).toBe(false);
  expect(examineConfig({ TELEGRAM_BOT_TOKEN: "ABC", SANDBOX: "1" }).config.sandbox).toBe(true);
  expect(examineConfig({ PORT: "http" }).config.sandbox).toBe(true);
});

test("a variable that makes no sense is not called missing too", () => {
  expect(complaint({ ...WHATSAPP, WHATSAPP_PHONE_NUMBER_ID: "+49 155" })).not.toMatch(/Missing/);
  expect(complaint({ SMTP_URL: "smtp://localhost", MAIL_FROM: "foo" })).not.toMatch(/Missing/);
});

test("all that is wrong is told at once", () => {
  expect(complaint({ PORT: "x", LOG_LEVEL: "loud", DEFAULT_LOCALE: "fr" }).split("\n")).toHaveLength(3);
});

test("a secret that was not given is derived, the same each time, and never the key itself", () => {
  const { telegram, whatsapp } = readConfig({ ...TELEGRAM, ...WHATSAPP });
  expect(readConfig(TELEGRAM).telegram?.webhookSecrets).toEqual(telegram?.webhookSecrets);
  expect(telegram?.webhookSecrets).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
  expect(whatsapp?.verifyToken).toMatch(/^[\w-]{43}$/);
  expect([telegram?.webhookSecrets[0], whatsapp?.verifyToken]).not.toContain(WHATSAPP.WHATSAPP_APP_SECRET);
});

test("secrets can be several while they are rotated", () => {
  const { telegram, whatsapp, apiTokens } = readConfig({
    ...TELEGRAM,
    ...WHATSAPP,
    TELEGRAM_WEBHOOK_SECRET: "new, old",
    WHATSAPP_APP_SECRET: "new,old,",
    API_TOKEN: "new , old",
  });
  expect([telegram?.webhookSecrets, whatsapp?.appSecrets, apiTokens]).toEqual(Array(3).fill(["new", "old"]));
});
