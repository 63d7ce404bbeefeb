import { createServer } from "node:http";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/sandbox/cast.ts";
import { postToTelegram, postToWhatsapp } from "./raw-updates.ts";
import { serveOnLoopback } from "./served.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

/** Whatever of these stands in a line was let out by us. Case is no excuse, nor is base64, which a wamid is. */
const ZINA = {
  telegram: {
    id: 7_345_678_901,
    firstName: "Zinaida",
    lastName: "Wolkenstein",
    userName: "zina_wo",
    languageCode: "en",
  },
  whatsapp: { profileName: "Zina Wolke", phone: "79161234567", userId: "RU.13499998888777766" },
};
const KNOWN = [
  ...["zina", "wolke", "+79161234567", "79161234567", "7345678901", "13499998888777766", "8888777766"],
  ...["gmail.com", "knee", "колено", "482 915"],
  Buffer.from("79161234567").toString("base64").slice(2, 14),
];

let world: StoredWorld;
let zina: Actor;
let slug: string;
const envelopes: string[] = [];
const sentry = serveOnLoopback(
  createServer(async (request, response) => {
    for await (const chunk of request) envelopes.push(String(chunk));
    response.end("{}");
  }),
);

beforeAll(async () => {
  const env = {
    LOG_LEVEL: "trace",
    SENTRY_DSN: `${sentry().replace("//", "//key@")}/42`,
    TELEGRAM_ADMIN_CHAT_ID: "1004",
  };
  const mail = { SMTP_URL: "smtp://club:smtp-pass-word@127.0.0.1:1", MAIL_FROM: "doorlist@club.example" };
  world = await openWorldOnPostgres({ env: { ...env, ...mail } });
  await world.sandbox.person("Igor").telegram.asks("/start");
  zina = world.sandbox.newPerson("Zina", ZINA);
  ({ slug } = await world.publish());
});
afterAll(() => world?.stop());

async function expectClean(): Promise<void> {
  await world.app.processAll();
  await world.sandbox.settled();
  const { telegram, whatsapp } = world.sandbox.credentials;
  const secrets = [telegram.token, whatsapp.accessToken, whatsapp.appSecret, "test-token", "smtp-pass-word"];
  const tickets = await world.database.db.selectFrom("eventRegistrations").select("ticketCode").execute();
  const codes = tickets.flatMap(({ ticketCode }) => ticketCode ?? []);
  const alerts = world.sandbox.person("Igor").telegram.messages.map(({ text }) => text);
  const lines = [...world.logged, ...envelopes, ...alerts];
  for (const known of [...KNOWN, ...secrets, ...codes]) {
    expect(lines.filter((line) => line.toLowerCase().includes(known.toLowerCase()))).toEqual([]);
  }
}

test("signing up on both messengers, linking them and asking for one's data leave nothing in the log", async () => {
  const { telegram, whatsapp } = zina;
  await telegram.asks(`/start e_${slug}`);
  await telegram.taps("Other name");
  await telegram.asks("Zinaida Wolkenstein", /e-mail/);
  await telegram.asks("zina@gmail.com", /Confirm/);
  await telegram.taps("Confirm");
  await telegram.hears(/You are in/);
  await whatsapp.asks(`Hello! I would like to come: ${slug}`);
  await whatsapp.taps("Sign me up");
  await whatsapp.asks("Zina Wolke zina@gmail.com");
  await whatsapp.asks("482 915");
  await telegram.asks("/link");
  await telegram.asks("/mydata");
  await whatsapp.asks("my knee hurts");
  await telegram.sends("voice");
  await telegram.edits("болит колено");

  expect(world.logged.filter((line) => line.includes('"msg":"update"')).length).toBeGreaterThan(10);
  await expectClean();
});

test("an update is one line with an id of ours, how long it took and what came of it", async () => {
  const before = world.logged.length;
  await zina.telegram.asks("/help");
  const lines = world.logged
    .slice(before)
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === "update");

  expect(lines).toEqual([
    expect.objectContaining({ level: 30, platform: "telegram", kind: "text", outcome: "handled" }),
  ]);
  expect(lines[0].ms).toBeGreaterThanOrEqual(0);
  const { rows } = await sql`select from inbox where update_key = decode(${lines[0].update}, 'hex')`.execute(
    world.database.db,
  );
  expect(rows).toHaveLength(1);
});

test("what the platforms refuse, drop and quote leaves nothing in the log", async () => {
  const { faults } = world.sandbox;
  const says = async (platform: "telegram" | "whatsapp") => {
    await zina[platform].says("my knee hurts");
    await world.app.processAll();
  };
  for (const code of [400, 401, 403, 429] as const) {
    const description = `Bad Request: no chat 7345678901 of Zina Wolke, +7 916 123-45-67, zina@gmail.com`;
    faults.add({ type: "refused", code, description, status: code }, { platform: "telegram" });
    await says("telegram");
  }
  for (const code of [131026, 131009, 131047, 190]) {
    faults.add(
      { type: "refused", code, description: "(#1) Undeliverable to 79161234567: my knee hurts" },
      { platform: "whatsapp", method: "POST messages" },
    );
    await says("whatsapp");
  }
  for (const type of ["cut", "lost"] as const) {
    faults.add({ type }, { platform: "telegram" });
    faults.add({ type }, { platform: "whatsapp" });
    await says("telegram");
    await says("whatsapp");
  }
  world.sandbox.failNextOnWhatsapp(131049);
  await says("whatsapp");
  faults.clear();
  world.clock.moveForward(120_000);
  await world.app.processAll();

  expect(world.logged.join()).toContain("message not sent");
  await expectClean();
});

test("bytes that are no update, strangers and bad requests leave nothing in the log", async () => {
  await postToTelegram(world, '{"message": {"text": "my knee hurts, Zina"');
  await postToTelegram(world, '{"text": "knee"}', { headers: { "x-telegram-bot-api-secret-token": "zina" } });
  await postToWhatsapp(world, '{"text": "my knee hurts, Zina"');
  await postToWhatsapp(world, "{}", { headers: { "x-hub-signature-256": "sha256=zina" } });
  await world.fetch("/t/ZINAWOLKE?name=Zina");
  await world.fetch("/zina@gmail.com");
  await world.fetch("/api/v1/events", { headers: { authorization: "Bearer zina-knee" } });
  await world.api("/events", { title: "Zina", startsAt: "knee", timeZone: "Zina/Wolke" });
  await expectClean();
});

test("faults that quote what they were about leave nothing in the log, in Sentry and in the alert", async () => {
  await sql`create function quote() returns trigger language plpgsql as
    $$ begin raise exception 'no room for % % %', 'Zina Wolke', 'zina@gmail.com', '+79161234567'
      using detail = 'Key (name)=(Zina Wolke) knee'; end $$`.execute(world.database.db);
  await sql`create trigger quote before update on chats for each row execute function quote()`.execute(
    world.database.db,
  );
  await zina.telegram.says("my knee hurts, zina@gmail.com");
  await zina.whatsapp.says("my knee hurts, zina@gmail.com");
  await sql`drop trigger quote on chats`.execute(world.database.db);
  await sql`alter table events rename to events_gone`.execute(world.database.db);
  await zina.telegram.says("/start e_zina-wolke");
  await world.api("/events?name=Zina");
  await sql`alter table events_gone rename to events`.execute(world.database.db);
  await sql`alter table outbox rename to outbox_gone`.execute(world.database.db);
  await world.app.alerts.look().catch(() => {});
  await sql`alter table outbox_gone rename to outbox`.execute(world.database.db);

  const alert = await world.sandbox.person("Igor").telegram.hears(/Something unexpected broke/);
  expect(alert.text).not.toMatch(/zina|wolke|knee|916/i);
  expect(world.logged.filter((line) => line.includes("an update failed")).length).toBeGreaterThan(0);
  expect(world.logged.filter((line) => line.includes("a request failed")).length).toBeGreaterThan(0);
  await world.stopApp();
  expect(envelopes.length).toBeGreaterThan(2);
  await world.startApp();
  await expectClean();
});
