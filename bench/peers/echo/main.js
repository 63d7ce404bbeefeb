import { serve } from "@hono/node-server";
import { Bot, webhookCallback } from "grammy";
import { Hono } from "hono";

const { PORT, TELEGRAM_BOT_TOKEN, TELEGRAM_API_ROOT, TELEGRAM_WEBHOOK_SECRET } = process.env;

/** A limit and no peer: it says again what it hears, and keeps nothing. */
const bot = new Bot(TELEGRAM_BOT_TOKEN, { client: { apiRoot: TELEGRAM_API_ROOT } });
bot.on("message:text", (ctx) => ctx.reply(ctx.message.text));
await bot.init();

const app = new Hono().post("/telegram", webhookCallback(bot, "hono", { secretToken: TELEGRAM_WEBHOOK_SECRET }));
serve({ fetch: app.fetch, port: Number(PORT), hostname: "127.0.0.1" });
process.once("SIGTERM", () => process.exit(0)); // as the others
