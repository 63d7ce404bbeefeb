import { serve } from "@hono/node-server";
import { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import { normalizeWebhook, verifySignature } from "@kapso/whatsapp-cloud-api/server";
import { Hono } from "hono";
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

const { PORT, DATABASE_URL, REDIS_URL } = process.env;
const { WHATSAPP_ACCESS_TOKEN, WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_APP_SECRET, WHATSAPP_API_ROOT } = process.env;
const A_MONTH = 30 * 24 * 60 * 60;

const club = createClub(new Pool({ connectionString: DATABASE_URL, max: 10 }));
const redis = new Redis(REDIS_URL);
const client = new WhatsAppClient({ accessToken: WHATSAPP_ACCESS_TOKEN, baseUrl: WHATSAPP_API_ROOT });
const phoneNumberId = WHATSAPP_PHONE_NUMBER_ID;

async function handle({ from, profileName, text, pressed }) {
  const key = `session:${from}`;
  const session = JSON.parse((await redis.get(key)) ?? "{}");
  const { next, ask } = await answer(session, { from, profileName, text, pressed });
  if (next) await redis.set(key, JSON.stringify(next), "EX", A_MONTH);
  else await redis.del(key);
  await ask();
}

/** The session as it is to be kept, and what to say. */
async function answer(session, { from, profileName, text, pressed }) {
  const say = (body) => () => client.messages.sendText({ phoneNumberId, to: from, body });
  const offer = (bodyText, id, title) => () =>
    client.messages.sendInteractiveButtons({ phoneNumberId, to: from, bodyText, buttons: [{ id, title }] });

  const slug = /I would like to come: (\S+)/.exec(text ?? "")?.[1];
  if (slug) {
    const event = await club.findEvent(slug);
    if (!event) return { ask: say("I do not know this event.") };
    if (isFull(event)) return { ask: say(FULL) };
    return { next: { step: "card", event }, ask: offer(toCard(event), "register", "Sign me up") };
  }
  const { step, event, name, email } = session;
  if (step === "card" && pressed === "register") {
    const question = `What name shall I put on the ticket? Here you are called ${profileName}.`;
    return { next: { step: "name", event }, ask: offer(question, "use-name", "Use this name") };
  }
  if (step === "name" && (pressed === "use-name" || text)) {
    return { next: { step: "email", event, name: text ?? profileName }, ask: say(ASK_EMAIL) };
  }
  if (step === "email" && text) {
    if (!isEmail(text)) return { next: session, ask: say(NOT_AN_EMAIL) };
    const check = toCheck(event, { name, email: text });
    return { next: { step: "check", event, name, email: text }, ask: offer(check, "confirm", "Confirm") };
  }
  if (step === "check" && pressed === "confirm") {
    const code = await club.register({ eventId: event.id, person: from, name, email });
    return { ask: code ? () => sendTicket(from, event, code) : say(FULL) };
  }
  return { next: step && session, ask: say("Please open the link of an event.") };
}

async function sendTicket(to, event, code) {
  const file = new Blob([await toBuffer(toTicketLink(code))], { type: "image/png" });
  const { id } = await client.media.upload({ phoneNumberId, type: "image/png", file, fileName: "ticket.png" });
  await client.messages.sendImage({ phoneNumberId, to, image: { id, caption: toTicket(event, code) } });
}

const app = new Hono().post("/whatsapp", async (c) => {
  const rawBody = Buffer.from(await c.req.arrayBuffer());
  const signatureHeader = c.req.header("x-hub-signature-256");
  if (!verifySignature({ appSecret: WHATSAPP_APP_SECRET, rawBody, signatureHeader }))
    return c.text("bad signature", 401);

  const { messages, contacts } = normalizeWebhook(JSON.parse(rawBody.toString()));
  for (const { from, text, interactive } of messages) {
    const profileName = contacts[0]?.profile?.name ?? "";
    const message = { from, profileName, text: text?.body, pressed: interactive?.buttonReply?.id };
    // Not waited for: the client's own example answers 200 at once, and so does Meta's.
    handle(message).catch((error) => console.error(error));
  }
  return c.text("ok");
});

serve({ fetch: app.fetch, port: Number(PORT), hostname: "127.0.0.1" });
