import { createServer } from "node:http";
import { conversations, createConversation } from "@grammyjs/conversations";
import { RedisAdapter } from "@grammyjs/storage-redis";
import { Bot, InlineKeyboard, InputFile, webhookCallback } from "grammy";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { toBuffer } from "qrcode";
import {
  ASK_EMAIL,
  createClub,
  FULL,
  isEmail,
  isFull,
  NOT_AN_EMAIL,
  toCard,
  toCheck,
  toTicket,
  toTicketLink,
} from "../club.js";

const { PORT, DATABASE_URL, REDIS_URL, TELEGRAM_BOT_TOKEN, TELEGRAM_API_ROOT, TELEGRAM_WEBHOOK_SECRET } = process.env;

const club = createClub(new Pool({ connectionString: DATABASE_URL, max: 10 }));
const redis = new Redis(REDIS_URL);
const bot = new Bot(TELEGRAM_BOT_TOKEN, { client: { apiRoot: TELEGRAM_API_ROOT } });

bot.use(conversations({ storage: new RedisAdapter({ instance: redis, ttl: 30 * 24 * 60 * 60 }) }));
bot.use(createConversation(registering));
bot.command("start", (ctx) => ctx.conversation.enter("registering", ctx.match.replace(/^e_/, "")));
bot.catch(({ error }) => console.error(error));

async function registering(conversation, ctx, slug) {
  const event = await conversation.external(() => club.findEvent(slug));
  if (!event) return ctx.reply("I do not know this event.");
  if (isFull(event)) return ctx.reply(FULL);
  const name = ctx.from.first_name;
  await ctx.reply(toCard(event), { reply_markup: new InlineKeyboard().text(`Register as ${name}`, "register") });

  const registers = await conversation.waitForCallbackQuery("register");
  await registers.answerCallbackQuery();
  await ctx.reply(ASK_EMAIL);
  const email = await askForEmail(conversation);
  await ctx.reply(toCheck(event, { name, email }), { reply_markup: new InlineKeyboard().text("Confirm", "confirm") });

  const confirms = await conversation.waitForCallbackQuery("confirm");
  await confirms.answerCallbackQuery();
  const person = String(ctx.from.id);
  const code = await conversation.external(() => club.register({ eventId: event.id, person, name, email }));
  if (!code) return ctx.reply(FULL);
  const picture = new InputFile(await toBuffer(toTicketLink(code)), "ticket.png");
  await ctx.replyWithPhoto(picture, { caption: toTicket(event, code) });
}

async function askForEmail(conversation) {
  for (;;) {
    const answer = await conversation.waitFor("message:text");
    if (isEmail(answer.message.text)) return answer.message.text;
    await answer.reply(NOT_AN_EMAIL);
  }
}

await bot.init();
createServer(webhookCallback(bot, "http", { secretToken: TELEGRAM_WEBHOOK_SECRET })).listen(Number(PORT), "127.0.0.1");
