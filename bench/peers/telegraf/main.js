import { Agent, createServer } from "node:http";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { toBuffer } from "qrcode";
import { Markup, Scenes, session, Telegraf } from "telegraf";
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
const A_MONTH = 30 * 24 * 60 * 60;

const club = createClub(new Pool({ connectionString: DATABASE_URL, max: 10 }));
const redis = new Redis(REDIS_URL);
const store = {
  async get(key) {
    const value = await redis.get(key);
    return value === null ? undefined : JSON.parse(value);
  },
  set: (key, value) => redis.set(key, JSON.stringify(value), "EX", A_MONTH),
  delete: (key) => redis.del(key),
};

const registering = new Scenes.WizardScene(
  "registering",
  async (ctx) => {
    const event = await club.findEvent(ctx.scene.state.slug);
    if (!event) return leave(ctx, "I do not know this event.");
    if (isFull(event)) return leave(ctx, FULL);
    ctx.scene.state.event = event;
    ctx.wizard.next(); // before the words, since whoever hears them may press at once
    const button = Markup.button.callback(`Register as ${ctx.from.first_name}`, "register");
    await ctx.reply(toCard(event), Markup.inlineKeyboard([button]));
  },
  async (ctx) => {
    if (ctx.callbackQuery?.data !== "register") return;
    await ctx.answerCbQuery(); // rides in the webhook's own answer
    ctx.wizard.next();
    await ctx.reply(ASK_EMAIL);
  },
  async (ctx) => {
    const email = ctx.message?.text ?? "";
    if (!isEmail(email)) return ctx.reply(NOT_AN_EMAIL);
    const { event } = ctx.scene.state;
    ctx.scene.state.email = email;
    const check = toCheck(event, { name: ctx.from.first_name, email });
    ctx.wizard.next();
    await ctx.reply(check, Markup.inlineKeyboard([Markup.button.callback("Confirm", "confirm")]));
  },
  async (ctx) => {
    if (ctx.callbackQuery?.data !== "confirm") return;
    await ctx.answerCbQuery();
    const { event, email } = ctx.scene.state;
    const { id, first_name: name } = ctx.from;
    const code = await club.register({ eventId: event.id, person: String(id), name, email });
    if (!code) return leave(ctx, FULL);
    await ctx.replyWithPhoto({ source: await toBuffer(toTicketLink(code)) }, { caption: toTicket(event, code) });
    return ctx.scene.leave();
  },
);

async function leave(ctx, words) {
  await ctx.reply(words);
  return ctx.scene.leave();
}

const agent = new Agent({ keepAlive: true, keepAliveMsecs: 10_000 }); // as Telegraf's own, which speaks TLS only
const bot = new Telegraf(TELEGRAM_BOT_TOKEN, { telegram: { apiRoot: TELEGRAM_API_ROOT, agent } });
bot.use(session({ store }));
bot.use(new Scenes.Stage([registering]).middleware());
bot.start((ctx) => ctx.scene.enter("registering", { slug: ctx.payload.replace(/^e_/, "") }));
bot.catch((error) => console.error(error));

createServer(bot.webhookCallback("/telegram", { secretToken: TELEGRAM_WEBHOOK_SECRET })).listen(
  Number(PORT),
  "127.0.0.1",
);
