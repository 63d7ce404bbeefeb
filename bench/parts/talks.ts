import type { Platform } from "../../src/messages.ts";
import { startCounting } from "../counters.ts";
import type { Order, Until } from "../crowd/order.ts";
import { toFigures } from "../figures.ts";
import { CALM, type Plan } from "../plan.ts";
import { isInstalled, PROGRAMS, type Program } from "../programs.ts";
import type { Sample } from "../results.ts";
import type { Run } from "../run.ts";
import { type Running, startProgram } from "../running.ts";
import { ask } from "../stores.ts";

/** A program with its database, over all rounds. */
export interface Stand {
  program: Program;
  platform: Platform;
  databaseUrl: string;
  nextPerson: number;
}

const COLD_EVENTS = 1_000;
const COLD_SEATS = 1_000;
const WARM_CROWD = 32;
const MOST_HOT_MS = 30_000;
const COLD = Array.from({ length: COLD_EVENTS }, (_, n) => `cold-${n + 1}`);

/** People sign up with each program in turn, and with another first in each round. */
export async function talks(run: Run, platform: Platform): Promise<void> {
  const programs = Object.values(PROGRAMS).filter((one) => one.platforms.includes(platform) && isInstalled(one));
  const stands: Stand[] = [];
  for (const program of programs) stands.push(await openStand(run, program, platform));
  for (let round = 1; round <= run.plan.rounds; round++) {
    const turned = [...stands.slice(round % stands.length), ...stands.slice(0, round % stands.length)];
    for (const stand of turned) await takeTurn(run, stand, round);
  }
}

/** A database with events of which each has seats for all who come. */
export async function openStand({ ground }: Run, program: Program, platform: Platform): Promise<Stand> {
  const databaseUrl = await ground.newDatabase(program.name);
  await program.store.prepare(databaseUrl);
  await program.store.addEvents(databaseUrl, { prefix: "cold", count: COLD_EVENTS, capacity: COLD_SEATS });
  await ask(databaseUrl, "vacuum analyze");
  return { program, platform, databaseUrl, nextPerson: 1 };
}

async function takeTurn(run: Run, stand: Stand, round: number): Promise<void> {
  const { plan } = run;
  const wanted = plan.scenes.flatMap((scene) =>
    plan.crowdsOf(scene).map((size) => ({
      part: stand.platform,
      subject: stand.program.name,
      scene,
      size,
      round,
    })),
  );
  const missing = wanted.filter((key) => isPlayed(stand, key) && run.wants(key));
  if (!missing.length) return;
  const { databaseUrl, platform } = stand;
  await ask(databaseUrl, "vacuum analyze");
  const redisUrl = run.ground.redis.url;
  const running = await startProgram(stand.program, run.ground, { platform, databaseUrl, redisUrl });
  try {
    await come(run, stand, running, { atOnce: WARM_CROWD, until: { type: "time", warmMs: 0, forMs: plan.warmMs } });
    for (const key of missing) await measure(run, stand, { running, key });
  } finally {
    await running.stop();
  }
}

/** What stores nothing has no hot event; counts are the same in every round; receipts are WhatsApp's. */
function isPlayed({ program, platform }: Stand, { scene, round }: { scene: string; round: number }): boolean {
  if (scene === "receipts") return platform === "whatsapp";
  if (scene === "hot") return program.play === "registration";
  return scene !== "counts" || (round === 1 && program.play === "registration");
}

type Key = Omit<Sample, "figures" | "commit">;

interface Turn {
  running: Running;
  key: Key;
}

async function measure(run: Run, stand: Stand, { running, key }: Turn): Promise<void> {
  if (key.scene === "counts") return count(run, stand, { running, key });
  const figures =
    key.scene === "hot"
      ? await fillEvent(run, stand, { running, key })
      : toFigures(await come(run, stand, running, toComing(key, run.plan)));
  await run.results.add({ ...key, figures });
  run.tell(`${key.part} ${key.scene} ${key.size}, round ${key.round}: ${stand.program.title} ${toLine(figures)}`);
}

/** How those come who are measured for a span of time. */
function toComing({ scene, size: atOnce }: Key, { warmMs, forMs }: Plan): Coming {
  if (scene !== "calm")
    return { atOnce, receipts: scene === "receipts", until: { type: "time", warmMs: warmMs / 5, forMs } };
  const pauseMs = (atOnce * 1_000) / CALM.messagesPerSecond;
  return { atOnce, pauseMs, until: { type: "time", warmMs, forMs: forMs * 2 } }; // longer, since they write less
}

/** All want the same event, until it is full, and nobody may have a seat that is not there. */
async function fillEvent(run: Run, stand: Stand, { running, key }: Turn): Promise<Sample["figures"]> {
  const { program, databaseUrl } = stand;
  const capacity = run.plan.seats(key.size);
  const prefix = `hot-${key.size}-${stand.nextPerson}`;
  await program.store.addEvents(databaseUrl, { prefix, count: 1, capacity });
  const slugs = [`${prefix}-1`];
  const until: Until = { type: "full", mostMs: MOST_HOT_MS };
  const figures = toFigures(await come(run, stand, running, { atOnce: key.size, slugs, until }));
  const seats = await program.store.countSeats(databaseUrl, slugs[0] ?? "");
  return { ...figures, overbooked: Math.max(0, seats - capacity) };
}

async function count(run: Run, stand: Stand, { running, key }: Turn): Promise<void> {
  const { databaseUrl, program } = stand;
  const counter = await startCounting({ url: databaseUrl, redisUrl: run.ground.redis.url });
  const until: Until = { type: "time", warmMs: 0, forMs: run.plan.forMs };
  const { people } = await come(run, stand, running, { atOnce: key.size, until });
  const { statements, commits, redisTrips } = await counter.stop();
  const messages = people * (stand.platform === "telegram" ? 4 : 5);
  const figures = {
    statementsPerMessage: statements / messages,
    commitsPerMessage: commits / messages,
    redisTripsPerMessage: redisTrips / messages,
  };
  await run.results.add({ ...key, figures });
  run.tell(`${key.part} counts ${key.size}: ${program.title} ${JSON.stringify(figures)}`);
}

type Coming = Pick<Order, "atOnce" | "until" | "pauseMs" | "receipts"> & { slugs?: string[] };

export async function come({ ground }: Run, stand: Stand, { port, pid }: Running, coming: Coming) {
  const { platform, program } = stand;
  const firstPerson = stand.nextPerson;
  const stores = ground.pids;
  const order: Order = { platform, port, pid, stores, play: program.play, firstPerson, slugs: COLD, ...coming };
  const report = await ground.crowd.rush(order);
  stand.nextPerson += report.people;
  for (const failure of report.failures) console.warn(`  ${program.title}: ${failure}`);
  return report;
}

function toLine({ registrationsPerSecond, messagesPerSecond, replyP50, replyP99, okP50, failed }: Sample["figures"]) {
  const [registrations, messages] = [registrationsPerSecond, messagesPerSecond].map((n) => n?.toFixed(0));
  const [p50, p99, ok] = [replyP50, replyP99, okP50].map((n) => n?.toFixed(1));
  const trouble = failed ? `, ${failed} FAILED` : "";
  return `${registrations} registrations/s, ${messages} messages/s, reply p50 ${p50} p99 ${p99} ms, 200 ${ok} ms${trouble}`;
}
