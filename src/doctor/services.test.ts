import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { setTimeout } from "node:timers";
import { Redis } from "ioredis";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import { openAuthority } from "../../test/certificates.ts";
import { diagnose } from "../../test/doctor.ts";
import { listenOnLoopback } from "../../test/loopback.ts";
import { startRedis } from "../../test/redis-server.ts";
import { INSTRUMENTS } from "./deployment.ts";
import type { Found } from "./finding.ts";

const BASE = { SANDBOX: "1", PORT: "2" };
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that ends with the test. */
async function listen(server: Server): Promise<number> {
  server.on("connection", (socket) => socket.on("error", () => {}));
  const { port, close } = await listenOnLoopback(server);
  closing.push(close);
  return port;
}

describe("Redis", () => {
  const look = async (url: string) => (await diagnose({ ...BASE, REDIS_URL: url })).redis;

  test("that is there, and then in each way of not being right", async () => {
    const server = await startRedis();
    closing.push(server.remove);
    const redis = new Redis(server.url);
    closing.push(() => redis.disconnect());
    expect((await look(server.url))?.found).toBe("redis-ok");

    await redis.config("SET", "maxmemory", "100mb");
    expect((await look(server.url))?.found).toBe("redis-full");
    await redis.config("SET", "maxmemory-policy", "allkeys-lru");
    expect((await look(server.url))?.found).toBe("redis-ok");

    await redis.replicaof("127.0.0.1", 1);
    expect((await look(server.url))?.found).toBe("redis-read-only");
    await redis.replicaof("NO", "ONE");

    await redis.config("SET", "requirepass", "right");
    expect((await look(server.url))?.found).toBe("redis-refused");
    const wrong = await look(server.url.replace("//", "//:wrong-password@"));
    expect(wrong?.found).toBe("redis-refused");
    expect(JSON.stringify(wrong)).not.toContain("wrong-password");
    expect((await look(server.url.replace("//", "//:right@")))?.found).toBe("redis-ok");

    await server.stop();
    expect(await look(server.url)).toMatchObject({
      found: "redis-unreachable",
      params: { reason: { key: "doctor-reason-refused" } },
    });
  });

  test("far away is slow", async () => {
    const server = await startRedis();
    closing.push(server.remove);
    const { port } = new URL(server.url);
    const far = createServer((near) => {
      const real = connect(Number(port), "127.0.0.1");
      near.on("data", (data) => setTimeout(() => real.write(data), 150));
      real.on("data", (data) => near.write(data));
      near.on("close", () => real.destroy());
    });
    expect((await look(`redis://127.0.0.1:${await listen(far)}`))?.found).toBe("redis-slow");
  });

  test("that was not asked for is not missed", async () => {
    expect((await diagnose(BASE)).redis?.found).toBe("redis-off");
  });
});

describe("mail", () => {
  const look = async (url: string) =>
    (await diagnose({ ...BASE, SMTP_URL: url, MAIL_FROM: "Green Club <bot@club.example>" })).mail;

  async function serve(options: SMTPServerOptions): Promise<number> {
    const server = new SMTPServer({ disableReverseLookup: true, ...options });
    server.on("error", () => {});
    const listening = server.listen(0, "127.0.0.1");
    await once(listening, "listening");
    closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    return (listening.address() as AddressInfo).port;
  }

  test("is let in with the right password, refused with a wrong one, and sends nothing", async () => {
    const letters: unknown[] = [];
    const port = await serve({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: ({ password }, _, done) =>
        password === "right" ? done(null, { user: "bot" }) : done(new Error("Invalid username or password")),
      onMailFrom: (_address, _session, done) => done(letters.push("a letter") ? null : null),
    });
    expect((await look(`smtp://bot:right@127.0.0.1:${port}`))?.found).toBe("mail-ok");
    const refused = await look(`smtp://bot:wrong-password@127.0.0.1:${port}`);
    expect(refused).toMatchObject({ found: "mail-refused", params: { host: `127.0.0.1:${port}` } });
    expect(JSON.stringify(refused)).not.toContain("wrong-password");
    expect(letters).toEqual([]);
  });

  test("whose certificate nobody vouched for is told apart from a server that is away", async () => {
    const { make } = await openAuthority();
    const port = await serve({ secure: true, authOptional: true, ...(await make({ isSelfSigned: true })) });
    expect((await look(`smtps://127.0.0.1:${port}`))?.found).toBe("mail-certificate");
    expect(await look("smtp://127.0.0.1:1")).toMatchObject({
      found: "mail-unreachable",
      params: { reason: { key: "doctor-reason-refused" } },
    });
  });

  test("that was not asked for is not missed", async () => {
    expect((await diagnose(BASE)).mail?.found).toBe("mail-off");
  });
});

describe("Doorlist itself", () => {
  async function look(answer: string | undefined, env: Record<string, string> = {}) {
    const port = answer === undefined ? 2 : await listen(createHttpServer((_, response) => response.end(answer)));
    return (await diagnose({ ...BASE, ...env, PORT: String(port) })).app;
  }

  test.each<[string, Found, string | undefined, Record<string, string>]>([
    ["that is well", "app-ok", '{"status":"ok","checks":{"postgres":{"status":"ok"}}}', {}],
    ["another program", "app-stranger", "Hello!", {}],
    ["nobody, in the sandbox", "app-idle", undefined, {}],
    ["nobody, for real", "app-stopped", undefined, { SANDBOX: "0", TELEGRAM_BOT_TOKEN: "1:a" }],
  ])("%s is %s", async (_, expected, answer, env) => {
    expect((await look(answer, { TELEGRAM_API_ROOT: "http://127.0.0.1:1", ...env }))?.found).toBe(expected);
  });

  test("that is not well says which part", async () => {
    const checks = { postgres: { status: "ok" }, redis: { status: "degraded" }, outbox: { status: "down" } };
    const finding = await look(JSON.stringify({ status: "degraded", checks }));
    expect(finding).toMatchObject({ found: "app-unwell", params: { parts: "redis, outbox" } });
  });
});

describe("the clock", () => {
  async function look(aheadMs: number) {
    const port = await listen(createHttpServer((_, response) => response.writeHead(400).end()));
    const root = { TELEGRAM_API_ROOT: `http://127.0.0.1:${port}`, TELEGRAM_BOT_TOKEN: "1:a" };
    const clock = { now: () => new Date(Date.now() + aheadMs) };
    return (await diagnose({ ...root, PORT: "2", DATA_DIR: "/" }, { clock })).clock;
  }
  const MINUTE = 60_000;

  test.each<[number, Found, object]>([
    [0, "clock-ok", {}],
    [-MINUTE, "clock-off", { behind: 1 }],
    [MINUTE, "clock-off", { behind: 0 }],
    [-60 * MINUTE, "clock-wrong", { behind: 1, minutes: 60 }],
    [60 * MINUTE, "clock-wrong", { behind: 0, minutes: 60 }],
  ])("that is %i ms ahead is %s", async (aheadMs, expected, params) => {
    expect(await look(aheadMs)).toMatchObject({ found: expected, params });
  });

  test("that nobody can be compared with is not judged", async () => {
    expect((await diagnose(BASE)).clock?.found).toBe("clock-unknown");
  });
});

describe("the disk", () => {
  test.each<[number, Found, object]>([
    [50 * 1024 ** 3, "disk-ok", { key: "doctor-size-gb", params: { size: 50 } }],
    [800 * 1024 ** 2, "disk-low", { key: "doctor-size-mb", params: { size: 800 } }],
    [20 * 1024 ** 2, "disk-full", { key: "doctor-size-mb", params: { size: 20 } }],
  ])("with %i bytes free is %s", async (bytes, expected, free) => {
    const instruments = { ...INSTRUMENTS, readFreeBytes: async () => bytes };
    expect((await diagnose(BASE, { instruments })).disk).toMatchObject({ found: expected, params: { free } });
  });

  test("is measured where the folder will be", async () => {
    let asked = "";
    const instruments = {
      ...INSTRUMENTS,
      async readFreeBytes(folder: string) {
        asked = folder;
        return 1;
      },
    };
    await diagnose({ ...BASE, DATA_DIR: "/nowhere/at/all" }, { instruments });
    expect(asked).toBe("/");
  });
});

describe("whatever happens", () => {
  test("one that hangs and one that fails hide no other", async () => {
    const redis = await listen(createServer(() => {}));
    const instruments = {
      ...INSTRUMENTS,
      async readFreeBytes(): Promise<number> {
        throw new TypeError("no such thing");
      },
    };
    const found = await diagnose({ ...BASE, REDIS_URL: `redis://127.0.0.1:${redis}` }, { instruments }, 300);
    expect(found.redis).toMatchObject({ found: "check-late", check: "redis", status: "broken" });
    expect(found.disk).toMatchObject({ found: "check-failed", params: { error: "TypeError" } });
    expect(found.app?.found).toBe("app-idle");
    expect(found.settings?.found).toBe("settings-ok");
  });
});
