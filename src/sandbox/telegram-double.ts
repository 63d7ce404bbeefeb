import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Call, Fault, Faults } from "./faults.ts";
import { findSocket, suffer, type Trouble } from "./mishap.ts";
import { TelegramRefusal } from "./refusal.ts";
import { noteAnswer } from "./sends.ts";
import { type Shape, toShape } from "./shape.ts";
import { type Arguments, readArguments, toArguments } from "./telegram-arguments.ts";
import { METHODS, type TelegramRoom } from "./telegram-methods.ts";

const MOST_BYTES = 60 * 1024 * 1024;

/** The Bot API under `/bot<token>/<method>`, as strict as Telegram's own and with its words. */
export function telegramDouble(room: TelegramRoom, faults: Faults): Hono {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError: (c) => refuse(c, 413, "Request Entity Too Large") }));
  app.onError((error, c) => {
    if (error instanceof TelegramRefusal) return refuse(c, error.code, error.message);
    return refuse(c, 500, `the sandbox itself failed: ${error.message}`);
  });
  app.get("/file/:bot/:folder/:file", (c) => {
    checkToken(c.req.param("bot"), room.credentials.telegram.token);
    const media = room.world.state.media[c.req.param("file").replace(/\.\w+$/, "")];
    return media ? c.body(new Uint8Array(Buffer.from(media.base64, "base64"))) : refuse(c, 404, "Not Found");
  });
  app.on(["GET", "POST"], "/:bot/:method", async (c) => {
    const { bot, method } = c.req.param();
    checkToken(bot, room.credentials.telegram.token);
    const args = await readArguments(c.req.raw);
    const name = method.toLowerCase();
    const call = { platform: "telegram" as const, method: name, chat: args.text("chat_id") };
    const trouble = troubleOf(c);
    const fault = faults.meet(call);
    const send = noteSend(c, { call, args, fault }, room);
    const work = async () => {
      const seconds = room.limits.meet(call);
      if (seconds !== undefined) return trouble.tooMany(seconds);
      const result = await perform(name, args, room);
      if (send) send.messageId = toMessageId(result);
      return c.json({ ok: true, result });
    };
    const answer = await suffer(c, fault, { work, trouble });
    noteAnswer(send, findSocket(c));
    return answer;
  });
  return app.all("*", (c) => refuse(c, 404, "Not Found"));
}

/** The call that came as the body of the webhook's own answer; its result and its refusals are lost, as with Telegram. */
export async function performQuietly(call: Shape, room: TelegramRoom, faults: Faults): Promise<void> {
  const name = typeof call.method === "string" ? call.method.toLowerCase() : "";
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!method || /^(get|setwebhook|deletewebhook|close|logout)/.test(name)) return;
  const args = toArguments(call);
  const asked = { platform: "telegram" as const, method: name, chat: args.text("chat_id") };
  faults.meet(asked);
  if (room.limits.meet(asked) !== undefined) return;
  try {
    await method(args, room);
  } catch (error) {
    if (!(error instanceof TelegramRefusal)) throw error;
  }
}

function perform(name: string, args: Arguments, room: TelegramRoom): unknown {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!method) throw new TelegramRefusal(404, "Not Found: method not found");
  return method(args, room);
}

function noteSend(c: Context, asked: { call: Call; args: Arguments; fault: Fault | undefined }, room: TelegramRoom) {
  const { call, args, fault } = asked;
  const content = [args.text("text") ?? args.text("caption"), args.json("reply_markup")];
  return room.sends.note(call, { host: new URL(c.req.url).host, content, fault });
}

function toMessageId(result: unknown): string | undefined {
  const id = toShape(result)?.message_id;
  return id === undefined ? undefined : String(id);
}

function checkToken(bot: string, token: string): void {
  if (!/^bot\d+:[\w-]+$/.test(bot)) throw new TelegramRefusal(404, "Not Found");
  if (bot !== `bot${token}`) throw new TelegramRefusal(401, "Unauthorized");
}

function troubleOf(c: Context): Trouble {
  return {
    tooMany(retryAfter) {
      c.header("Retry-After", String(retryAfter));
      const description = `Too Many Requests: retry after ${retryAfter}`;
      return c.json({ ok: false, error_code: 429, description, parameters: { retry_after: retryAfter } }, 429);
    },
    broken: (status) => refuse(c, status, "Internal Server Error"),
    refused: ({ code, description = "Bad Request" }) => refuse(c, code, description),
  };
}

function refuse(c: Context, code: number, description: string): Response {
  return Response.json({ ok: false, error_code: code, description }, { status: code, headers: c.res.headers });
}
