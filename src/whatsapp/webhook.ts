import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Clock } from "../clock.ts";
import type { WhatsappConfig } from "../config.ts";
import { Unavailable } from "../errors.ts";
import { limitBody } from "../http/body-limit.ts";
import { parseJson } from "../http/json.ts";
import { createRareWarning, type Logger } from "../logger.ts";
import type { Receive, Report } from "../outbox/channel.ts";
import type { OnNotice } from "./notices.ts";
import { type Delivered, parseWebhook } from "./parse.ts";
import { isSameWord, isSignedByMeta } from "./signature.ts";

interface Deps {
  receive: Receive;
  report: Report;
  /** Told of what concerns our account and not a message. */
  onNotice?: OnNotice | undefined;
  config: Pick<WhatsappConfig, "appSecrets" | "verifyToken" | "phoneNumberId" | "businessAccountId">;
  clock: Clock;
  log: Logger;
}

const MAX_BYTES = 3 * 1024 * 1024;
const RETRY_AFTER_SECONDS = 5;
const SIGNATURE = "x-hub-signature-256";

/** Takes what Meta delivers: 200 once all of it is committed, 503 to be sent it again. */
export function whatsappWebhook({ receive, report, onNotice, config, clock, log }: Deps): Hono {
  const warn = createRareWarning(
    log,
    "a badly signed request was refused: if it was Meta, WHATSAPP_APP_SECRET is wrong",
  );

  return new Hono()
    .get("/", (c) => answerChallenge(c, config.verifyToken))
    .post("/", requireSignature, limitBody(MAX_BYTES), async (c) => {
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      if (!isSignedByMeta(bytes, c.req.header(SIGNATURE), config.appSecrets)) {
        warn();
        return c.text("bad signature", 401);
      }
      const body = parseJson(bytes);
      if (body === undefined) return c.text("not JSON", 400);

      const delivered = parseWebhook(body, { ...config, now: clock.now() });
      try {
        await handle(delivered, { receive, report, onNotice, log });
      } catch (error) {
        return askAgain(c, error, log);
      }
      return c.text("ok");
    });
}

/** Each goes on its own: a message that cannot be saved must not keep a status from being saved, nor the other way. */
async function handle({ messages, reports, notices }: Delivered, deps: Omit<Deps, "config" | "clock">) {
  const { receive, report, onNotice, log } = deps;
  const none = { handled: 0, repeated: 0 };
  const [received, reported, noticed] = await Promise.allSettled([
    messages.length ? receive(messages) : none,
    reports.length ? report(reports) : undefined,
    Promise.all(notices.map((notice) => onNotice?.(notice))),
  ]);
  if (received.status === "rejected") throw received.reason;
  if (reported.status === "rejected") throw reported.reason;
  if (noticed.status === "rejected") throw noticed.reason;
  const counts = { messages: messages.length, reports: reports.length, notices: notices.length };
  log.info({ ...counts, ...received.value }, "WhatsApp delivery handled");
}

/** Meta asks once, when the webhook is registered. */
function answerChallenge(c: Context, verifyToken: string): Response {
  const isRight = isSameWord(c.req.query("hub.verify_token") ?? "", verifyToken);
  if (!isRight || c.req.query("hub.mode") !== "subscribe") return c.text("wrong token", 403);
  return c.text(c.req.query("hub.challenge") ?? "");
}

/** A stranger's body is not even read. */
const requireSignature: MiddlewareHandler = async (c, next) => {
  if (!c.req.header(SIGNATURE)) return c.text("not signed", 401);
  return next();
};

function askAgain(c: Context, error: unknown, log: Logger): Response {
  const fault = error instanceof Error ? error.name : "unknown";
  const seconds = error instanceof Unavailable ? error.retryAfterSeconds : RETRY_AFTER_SECONDS;
  if (error instanceof Unavailable) log.warn({ fault, seconds }, "delivery not saved, Meta will bring it again");
  // The error itself may quote what people wrote, so its name must do.
  else log.error({ fault, seconds }, "delivery failed past the chats' own care, Meta will bring it again");
  c.header("Retry-After", String(seconds));
  return c.text("try again", 503);
}
