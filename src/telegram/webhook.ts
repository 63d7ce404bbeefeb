import { hash, timingSafeEqual } from "node:crypto";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Clock } from "../clock.ts";
import { Unavailable } from "../errors.ts";
import { limitBody } from "../http/body-limit.ts";
import { parseJson } from "../http/json.ts";
import { createRareWarning, type Logger } from "../logger.ts";
import type { Receive } from "../outbox/channel.ts";
import { findPressId, parseUpdate } from "./parse.ts";

interface Deps {
  receive: Receive;
  /** The current one and those still accepted while they are rotated. */
  secrets: string[];
  clock: Clock;
  /** The bot's name without the @, once Telegram has told it. */
  botName: () => string | undefined;
  log: Logger;
}

const MAX_BYTES = 1024 * 1024;
const RETRY_AFTER_SECONDS = 5;

/** Takes Telegram's updates: 200 once what they ask is committed, 503 to be sent them again. */
export function telegramWebhook({ receive, secrets, clock, botName, log }: Deps): Hono {
  return new Hono().post("/", requireSecret(secrets, log), limitBody(MAX_BYTES), async (c) => {
    const update = parseJson(await c.req.arrayBuffer());
    if (update === undefined) return c.text("not JSON", 400);

    const message = parseUpdate(update, { now: clock.now(), botName: botName() });
    if (message) {
      try {
        await receive([message]);
      } catch (error) {
        return askAgain(c, error, log);
      }
    }
    return answer(c, findPressId(update));
  });
}

/** Compares hashes, all of them every time, so that time tells neither the length nor which secret came close. */
function requireSecret(secrets: string[], log: Logger): MiddlewareHandler {
  const accepted = secrets.map(toHash);
  const warn = createRareWarning(
    log,
    "a request without our secret was refused: if it was Telegram, start again to set the webhook",
  );
  return async (c, next) => {
    const given = toHash(c.req.header("x-telegram-bot-api-secret-token") ?? "");
    const matches = accepted.map((secret) => timingSafeEqual(secret, given));
    if (!matches.includes(true)) {
      warn();
      return c.text("wrong secret", 401);
    }
    return next();
  };
}

function toHash(secret: string): Buffer {
  return Buffer.from(hash("sha256", secret));
}

/** A press is answered in the body of our own 200, which saves a call; Telegram makes nothing of an empty body. */
function answer(c: Context, pressId: string | undefined): Response {
  if (pressId === undefined) return c.body(null, 200);
  return c.json({ method: "answerCallbackQuery", callback_query_id: pressId });
}

function askAgain(c: Context, error: unknown, log: Logger): Response {
  const fault = error instanceof Error ? error.name : "unknown";
  const seconds = error instanceof Unavailable ? error.retryAfterSeconds : RETRY_AFTER_SECONDS;
  if (error instanceof Unavailable) log.warn({ fault, seconds }, "update not saved, Telegram will bring it again");
  // The error itself may quote what people wrote, so its name must do.
  else log.error({ fault, seconds }, "update failed past the chat's own care, Telegram will bring it again");
  c.header("Retry-After", String(seconds));
  return c.text("try again", 503);
}
