import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { createRedaction, listSecrets, toPlace } from "./redaction.ts";

const redaction = createRedaction(["s3cret-word"]);

test.each([
  ["an e-mail", "no mailbox anna.petrova@почта.рф there", "no mailbox [e-mail] there"],
  ["an e-mail in brackets", "for <anna@club.example>, not sent", "for <[e-mail]>, not sent"],
  ["a number", "131026 of +7 (912) 345-67-89", "131026 of [number]"],
  ["bare digits", 'to "79123456789" now', 'to "[number]" now'],
  [
    "a bot's token",
    "https://api.telegram.org/bot7000000001:AAE-abcdefghijklmnopqrstuv/getMe",
    "https://api.telegram.org/bot[token]/getMe",
  ],
  ["Meta's token", "OAuth EAAGm0PX4ZCpsBAKZBZCexample1234 expired", "OAuth [token] expired"],
  ["a bearer", "authorization: Bearer abc.def-123", "authorization: [token]"],
  ["a password in a URL", "postgres://club:p4ss@db.example:5432/x", "postgres://[redacted]@db.example:5432/x"],
  ["a WhatsApp id", "wamid.HBgLNzkxMjM0NTY3ODkVAgA= failed", "[wamid] failed"],
  ["a secret of ours", "wrong: s3cret-word", "wrong: [secret]"],
])("%s is taken out of a text", (_, text, clean) => {
  expect(redaction.text(text)).toBe(clean);
});

test.each([
  "2026-11-21T11:29:53.582Z took 12345 ms",
  "0198c5a8-8a5e-7000-8000-000000000001",
  "429 Too Many Requests: retry after 35",
  "connect ECONNREFUSED 127.0.0.1:5432",
  "chats/answer.ts:63:15",
])("ids, moments and codes of ours stay: %s", (text) => {
  expect(redaction.text(text)).toBe(text);
});

test("what people wrote and are called is hidden by its name, however deep", () => {
  const fields = { outboxId: "0198", deep: { er: [{ name: "Anna", attempts: 2, address: { telegramId: 42 } }] } };

  expect(redaction.fields(fields)).toEqual({
    outboxId: "0198",
    deep: { er: [{ name: "[redacted]", attempts: 2, address: "[redacted]" }] },
  });
});

// Read from each of its letters, this one takes ten seconds.
test("a long word is read once, not from each of its letters", { timeout: 2_000 }, () => {
  const long = "a".repeat(100_000);
  expect(redaction.text(`${long} anna@club.example`)).toBe(`${long} [e-mail]`);
});

test("a circle of fields ends", () => {
  const circle: Record<string, unknown> = { n: 1 };
  circle.self = circle;

  expect(JSON.stringify(redaction.fields(circle))).toContain("[redacted]");
});

test("a fault of Postgres tells its code and constraint, and not the row", () => {
  const message = 'duplicate key value violates unique constraint "users_verified_email"';
  const error = fault(message, {
    code: "23505",
    severity: "ERROR",
    detail: "Key (email)=(anna@x.org) already exists.",
  });

  const plain = redaction.fault(error);

  expect(plain).toMatchObject({ type: "DatabaseError", code: "23505", message });
  expect(plain.stack).toContain("redaction.test.ts");
  expect(JSON.stringify(plain)).not.toContain("anna");
});

test.each([
  fault('invalid input syntax for type uuid: "Anna"', { code: "22P02", severity: "ERROR" }),
  fault("Unexpected token 'A', \"Anna says\" is not valid JSON"),
  fault("The argument must be a string. Received 'Anna Petrova'", { code: "ERR_INVALID_ARG_TYPE" }),
  fault("Invalid time zone specified: Anna"),
  fault("no mailbox", { cause: new Error("for anna@club.example", { cause: new Error('"Anna"') }) }),
])("a fault does not quote what it was about", (error) => {
  expect(JSON.stringify(redaction.fault(error))).not.toMatch(/anna/i);
});

test("a fault still says what broke, and where in our code", () => {
  const error = new TypeError("Cannot read properties of undefined (reading 'title')");
  error.stack = `${error}\n    at toCard (file:///app/src/services/cards.ts:31:9)\n    at node:internal/x`;

  expect(redaction.fault(error).message).toBe(error.message);
  expect(toPlace(error)).toBe("services/cards.ts:31");
});

test("every secret of the configuration is known word by word", () => {
  const secrets = listSecrets(
    readConfig({
      TELEGRAM_BOT_TOKEN: "7:telegram-token",
      TELEGRAM_WEBHOOK_SECRET: "hook-new,hook-old",
      WHATSAPP_ACCESS_TOKEN: "access",
      WHATSAPP_PHONE_NUMBER_ID: "1",
      WHATSAPP_BUSINESS_ACCOUNT_ID: "2",
      WHATSAPP_APP_SECRET: "app-new,app-old",
      WHATSAPP_VERIFY_TOKEN: "verify",
      API_TOKEN: "api-one,api-two",
      DATABASE_URL: "postgres://club:db%2Fpass@db.example/x",
      REDIS_URL: "redis://:redis-pass@redis.example",
      SMTP_URL: "smtp://club:smtp-pass@mail.example",
      MAIL_FROM: "club@example.org",
    }),
  );

  const words = ["7:telegram-token", "hook-new", "hook-old", "access", "app-new", "app-old", "verify", "api-one"];
  expect(secrets).toEqual(expect.arrayContaining([...words, "api-two", "db/pass", "redis-pass", "smtp-pass"]));
});

function fault(message: string, more: object = {}): Error {
  return Object.assign(new Error(message), more);
}
