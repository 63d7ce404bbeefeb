import { request } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { postToTelegram, signed, telegramText, whatsappText } from "./raw-updates.ts";
import { openWorldOnPostgres, type StoredWorld } from "./stored-world.ts";

const SECRETS = { telegram: ["telegram-now", "telegram-before"], whatsapp: ["whatsapp-now", "whatsapp-before"] };

let world: StoredWorld;
beforeAll(async () => {
  world = await openWorldOnPostgres({
    env: {
      TELEGRAM_WEBHOOK_SECRET: SECRETS.telegram.join(","),
      WHATSAPP_APP_SECRET: SECRETS.whatsapp.join(", "),
      WHATSAPP_VERIFY_TOKEN: "the-verify-token",
    },
  });
  await world.publish({ title: "Behind the webhooks" });
});
afterAll(() => world?.stop());
afterEach(async () => {
  // Whatever came in, the app is well and answers the next one.
  expect((await world.fetch("/health")).status).toBe(200);
  expect(world.logged.filter((line) => line.includes("a request failed"))).toEqual([]);
});

const countChats = async () => (await world.app.database.db.selectFrom("chats").select("id").execute()).length;

/** As each messenger is posted to with a secret of the test's choice; none: without any. */
const doors = {
  telegram: (body: string | Uint8Array, secret: string | undefined, headers: Record<string, string> = {}) =>
    world.fetch("/telegram", {
      method: "POST",
      body: Buffer.from(body),
      headers: { ...(secret !== undefined && { "x-telegram-bot-api-secret-token": secret }), ...headers },
    }),
  whatsapp: (body: string | Uint8Array, secret: string | undefined, headers: Record<string, string> = {}) =>
    world.fetch("/whatsapp", {
      method: "POST",
      body: Buffer.from(body),
      headers: { ...(secret !== undefined && { "x-hub-signature-256": signed(body, secret) }), ...headers },
    }),
};
const knock = (body: string | Uint8Array) => ({
  telegram: () => postToTelegram(world, body),
  whatsapp: () => doors.whatsapp(body, SECRETS.whatsapp[0]),
});

/** Gives the status; or "closed", where the server hung up on a sender who went on after its answer. */
function post(path: string, body: string, headers: Record<string, string>): Promise<number | "closed" | undefined> {
  const url = `http://127.0.0.1:${world.app.port}${path}`;
  return new Promise((resolve) => {
    const sending = request(url, { method: "POST", headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sending.on("error", () => resolve("closed"));
    sending.write(body); // without a length, unless it was told
    sending.end();
  });
}

describe.each(["telegram", "whatsapp"] as const)("the webhook of %s", (platform) => {
  const person = () => world.sandbox.newPerson();
  const message = ({ person: who } = person()) =>
    platform === "telegram"
      ? telegramText(who, { text: "hello", at: world.clock.now(), updateId: world.sandbox.world.nextUpdateId() })
      : whatsappText(world, who, { text: "hello", at: world.clock.now() });

  test("lets in who knows the present secret or the one before, and nobody else", async () => {
    const before = await countChats();
    for (const secret of [undefined, "", "wrong", SECRETS[platform].join(","), `${SECRETS[platform][0]}x`]) {
      expect((await doors[platform](message(), secret)).status).toBe(401);
    }
    expect(await countChats()).toBe(before);

    for (const secret of SECRETS[platform]) {
      expect((await doors[platform](message(), secret)).status).toBe(200);
    }
    expect(await countChats()).toBe(before + 2);
  });

  test("takes what is JSON, whatever its type is called, and refuses what is none", async () => {
    const post = (body: string | Uint8Array, type: string) =>
      doors[platform](body, SECRETS[platform][0], { "content-type": type });

    expect((await post(message(), "text/plain")).status).toBe(200);
    const strange = [
      "",
      "hello",
      "{",
      "{'a':1}",
      "undefined",
      "NaN",
      "\u0000",
      '{"update_id":1}x',
      Buffer.from([0xff, 0xfe, 0x22, 0x22]),
      Buffer.concat([Buffer.from('{"update_id":9,"message":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    ];
    for (const body of strange) expect((await post(body, "application/json")).status).toBe(400);
  });

  test.each([
    "null",
    "true",
    "[]",
    "[[[]]]",
    "0",
    '""',
    "{}",
    '{"update_id":[],"entry":{}}',
    '{"object":"page","entry":[null,1,"x",{"changes":[null,{"value":[]}]}]}',
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"update_id":1e400}',
    `{"update_id":${"9".repeat(400)},"message":{"chat":{"id":${"9".repeat(400)}}}}`,
    '{"update_id":-1,"message":{"chat":{"id":1.5,"type":"private"},"from":{"id":1e21},"date":-1,"text":{}}}',
    '{"update_id":12,"channel_post":{"text":"x"}}',
    '{"update_id":13,"an_update_of_next_year":{"x":[1,2,3]}}',
    '{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"calls","value":{"calls":[{}]}}]}]}',
  ])("takes what means nothing to us, and does nothing with it: %s", async (body) => {
    const before = await countChats();
    const { status } = await knock(body)[platform]();

    expect([200, 400]).toContain(status);
    expect(await countChats()).toBe(before);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test("takes JSON of any depth", async () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"message":', "}"],
      ['{"entry":[', "]}"],
    ] as const) {
      const { status } = await knock(`${open.repeat(60_000)}1${close.repeat(60_000)}`)[platform]();
      expect([200, 400]).toContain(status);
    }
  });

  test("refuses what is too large, also when its length is not told", async () => {
    const most = { telegram: 1024 * 1024, whatsapp: 3 * 1024 * 1024 }[platform];
    const padded = (size: number) => {
      const body = `{"pad":"${"x".repeat(size)}`;
      return `${body.slice(0, size - 2)}"}`;
    };
    const [secret = ""] = SECRETS[platform];

    const upload = (size: number, told: boolean) => {
      const body = padded(size);
      const signature = signed(body, secret);
      const header = platform === "telegram" ? "x-telegram-bot-api-secret-token" : "x-hub-signature-256";
      const length = told ? { "content-length": String(size) } : {};
      return post(`/${platform}`, body, { [header]: platform === "telegram" ? secret : signature, ...length });
    };

    expect(await upload(most, true)).toBe(200);
    expect(await upload(most, false)).toBe(200);
    expect([413, "closed"]).toContain(await upload(most + 1, true));
    expect([413, "closed"]).toContain(await upload(most + 1, false));
  });

  test("answers other methods and paths with 404, and never with a stack", async () => {
    for (const method of ["PUT", "DELETE", "PATCH"]) {
      const answer = await world.fetch(`/${platform}`, { method });
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toMatch(/ at |node_modules/);
    }
    expect((await world.fetch(`/${platform}/x`, { method: "POST", body: "{}" })).status).toBe(404);
  });
});

test("Meta's challenge is echoed for the right token, and for nothing else", async () => {
  const ask = (query: Record<string, string>) => world.fetch(`/whatsapp?${new URLSearchParams(query)}`);
  const right = { "hub.mode": "subscribe", "hub.verify_token": "the-verify-token", "hub.challenge": "1158201444" };

  const answer = await ask(right);
  expect([answer.status, await answer.text()]).toEqual([200, "1158201444"]);
  expect((await ask({ ...right, "hub.verify_token": "wrong" })).status).toBe(403);
  expect((await ask({ ...right, "hub.mode": "unsubscribe" })).status).toBe(403);
  expect((await ask({})).status).toBe(403);
  const page = await ask({ ...right, "hub.challenge": "<script>alert(1)</script>" });
  expect(page.headers.get("content-type")).toMatch(/text\/plain/);
});

test("a press is answered in the body of our own 200, whatever it holds", async () => {
  const { telegram } = world.sandbox.newPerson().person;
  const press = (data: unknown) => ({
    update_id: world.sandbox.world.nextUpdateId(),
    callback_query: { id: "77", from: { id: telegram.id, is_bot: false, first_name: "x" }, data },
  });

  for (const data of ["events", "no such press", "x".repeat(64), "give-up:AAAAAAAAAAAAAAAAAAAAAA", undefined, 12]) {
    const answer = await postToTelegram(world, JSON.stringify(press(data)));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ method: "answerCallbackQuery", callback_query_id: "77" });
  }
});
