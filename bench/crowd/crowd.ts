import type { Exchange, Guests, Taken } from "./guests.ts";
import { forgetPeak } from "./load.ts";
import { startMeter } from "./meter.ts";
import type { Order, Report } from "./order.ts";

const MOST_FAILURES_TOLD = 3;

/** Everybody at once: as many side by side as the order says, each followed by the next. */
export async function rush(order: Order, guests: Guests, takeCalls: () => Record<string, number>): Promise<Report> {
  const { until, atOnce, firstPerson } = order;
  const tally = createTally();
  const started = performance.now();
  const opensAt = started + (until.type === "time" ? until.warmMs : 0);
  const endsAt = started + (until.type === "time" ? until.warmMs + until.forMs : until.mostMs);
  let nextPerson = firstPerson;
  let isFull = false;

  async function comeOneByOne(): Promise<void> {
    while (!isFull && performance.now() < endsAt) {
      const ending = await guests.visit(nextPerson++, tally).catch((error: Error) => error.message);
      tally.end(ending);
      if (ending === "turned-away" && until.type === "full") isFull = true;
      if (ending !== "registered" && ending !== "said" && ending !== "turned-away") await pause();
    }
  }

  const coming = Promise.all(Array.from({ length: atOnce }, comeOneByOne));
  if (until.type === "time") await waitUntil(opensAt);
  forgetPeak(order.pid);
  takeCalls();
  const meter = startMeter(order);
  tally.open();
  if (until.type === "time") {
    await waitUntil(endsAt);
    tally.shut();
  } else await coming;
  const figures = { ...meter.stop(), calls: takeCalls() };
  guests.hurry();
  await coming;
  const { endedAt, ...counted } = tally.counts();
  const seconds = ((until.type === "time" ? endsAt : endedAt) - opensAt) / 1000;
  return { people: nextPerson - firstPerson, seconds, ...counted, ...figures };
}

/** Counts only what ends between `open` and `shut`. */
function createTally() {
  const toReply: number[] = [];
  const toOk: number[] = [];
  const toReceiptOk: number[] = [];
  const failures: string[] = [];
  const ends = { registered: 0, "turned-away": 0 };
  let failed = 0;
  let refused = 0;
  let isOpen = false;
  let endedAt = 0;
  return {
    open() {
      isOpen = true;
    },
    shut() {
      isOpen = false;
    },
    exchange(times: Exchange) {
      refused += times.refusals;
      if (!isOpen) return;
      toReply.push(round(times.toReply));
      toOk.push(round(times.toOk));
    },
    receipt({ toOk, refusals }: Taken) {
      refused += refusals;
      if (isOpen) toReceiptOk.push(round(toOk));
    },
    /** Failures count whenever they happen. */
    end(ending: string) {
      if (ending !== "registered" && ending !== "turned-away" && ending !== "said") {
        failed++;
        if (failures.length < MOST_FAILURES_TOLD) failures.push(ending);
      } else if (isOpen && ending !== "said") {
        ends[ending]++;
        if (ending === "registered") endedAt = performance.now();
      }
    },
    counts: () => ({
      registrations: ends.registered,
      turnedAway: ends["turned-away"],
      messages: toReply.length,
      failures,
      failed,
      refused,
      toReply: [...toReply],
      toOk: [...toOk],
      toReceiptOk: [...toReceiptOk],
      endedAt,
    }),
  };
}

function waitUntil(moment: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, moment - performance.now())));
}

/** A program that fails at once would otherwise be asked a hundred thousand times. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 200));
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
