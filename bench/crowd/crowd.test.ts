import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rush } from "./crowd.ts";
import { type Doubles, openDoubles } from "./doubles.ts";
import { createGuests, type Guests } from "./guests.ts";
import type { Order, Report } from "./order.ts";
import { createPoster } from "./poster.ts";

/** A program of the smallest kind: what it answers to each update of a person. */
type Answer = (did: string) => { text: string; button?: string } | undefined;

let guests: Guests | undefined;
let doubles: Doubles;
let program: Server;

beforeEach(async () => {
  doubles = await openDoubles((said) => guests?.hear(said));
});
afterEach(() => {
  doubles.close();
  program.closeAllConnections();
  program.close();
});

async function serve(answer: Answer): Promise<number> {
  program = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { message, callback_query } = JSON.parse(Buffer.concat(chunks).toString());
    const chat_id = (message ?? callback_query.message).chat.id;
    const said = answer(message?.text ?? callback_query.data);
    response.statusCode = said ? 200 : 500;
    response.end();
    if (!said) return;
    const inline_keyboard = said.button ? [[{ text: said.button, callback_data: said.button }]] : [];
    const body = JSON.stringify({ chat_id, text: said.text, reply_markup: { inline_keyboard } });
    await fetch(`${doubles.telegramApiRoot}/bot1:2/sendMessage`, { method: "POST", body });
  });
  await new Promise<void>((resolve) => program.listen(0, "127.0.0.1", resolve));
  const address = program.address();
  return address && typeof address === "object" ? address.port : 0;
}

async function send(port: number, order: Partial<Order>): Promise<Report> {
  const poster = createPoster(port);
  const usual = {
    platform: "telegram",
    pid: process.pid,
    stores: [],
    play: "registration",
    atOnce: 4,
    firstPerson: 1,
  } as const;
  const until = { type: "full", mostMs: 5_000 } as const;
  const whole: Order = { ...usual, port, slugs: ["choir"], until, ...order };
  guests = createGuests(whole, poster);
  const report = await rush(whole, guests, doubles.takeCalls);
  poster.close();
  return report;
}

/** Registers so many. */
function club(seats: number): Answer {
  let taken = 0;
  return (did) => {
    if (did === "/start e_choir")
      return taken < seats ? { text: "Choir", button: "Register as you" } : { text: "All seats are taken." };
    if (did === "Register as you") return { text: "Your e-mail?" };
    if (did.includes("@")) return { text: "Please check", button: "Confirm" };
    return taken++ < seats ? { text: "You are in. Code 1." } : { text: "All seats are taken." };
  };
}

test("people come until the event is full, and everybody is answered", async () => {
  const report = await send(await serve(club(25)), {});

  expect(report).toMatchObject({ registrations: 25, failed: 0 });
  expect(report.turnedAway).toBeGreaterThan(0);
  expect(report.people).toBe(25 + report.turnedAway);
  expect(report.messages).toBeGreaterThanOrEqual(25 * 4);
  expect(report.toReply).toHaveLength(report.messages);
  expect(report.calls).toEqual({ sendMessage: report.messages });
});

test("what is counted is what happened within the time", async () => {
  const until = { type: "time", warmMs: 100, forMs: 500 } as const;
  const report = await send(await serve(club(1_000_000)), { until });

  expect(report.seconds).toBeCloseTo(0.5, 3);
  expect(report.registrations).toBeGreaterThan(0);
  expect(report.registrations).toBeLessThan(report.people);
});

test("people who take their time write as often as the pauses let them, all kinds of messages, and do not stay on", async () => {
  const until = { type: "time", warmMs: 600, forMs: 800 } as const;
  const started = performance.now();
  const report = await send(await serve(club(1_000)), { until, atOnce: 40, pauseMs: 800 });

  expect(report.messages).toBeGreaterThan(20); // 50 a second in all, for 0.8 s
  expect(report.messages).toBeLessThan(60);
  expect(report.registrations).toBeGreaterThan(5); // though a conversation lasts 3.2 s on average
  expect(report.failed).toBe(0);
  expect(performance.now() - started).toBeLessThan(3_000);
});

test("an update that was not taken is brought again, and its time goes on", async () => {
  const answer = club(1);
  let tries = 0;
  const port = await serve((did) => (tries++ === 0 ? undefined : answer(did)));
  const report = await send(port, { atOnce: 1 });

  expect(report).toMatchObject({ registrations: 1, refused: 1, failed: 0 });
  expect(Math.max(...report.toReply)).toBeGreaterThan(1_000);
});

test("words that nobody expected are a failure", async () => {
  const until = { type: "time", warmMs: 0, forMs: 100 } as const;
  const report = await send(await serve(() => ({ text: "I do not know this event." })), { until });

  expect(report.failures[0]).toBe("broken");
  expect(report.failed).toBeGreaterThan(0);
});
