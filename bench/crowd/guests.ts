import { setTimeout as setPatience } from "node:timers";
import { setTimeout } from "node:timers/promises";
import type { Person } from "../../src/sandbox/conversation.ts";
import { invent } from "../../src/sandbox/people.ts";
import type { Order } from "./order.ts";
import { LINES_EACH, type Moment, pauseOf } from "./pauses.ts";
import type { Poster } from "./poster.ts";
import { readTelegramCall, type Said } from "./said.ts";
import { act, chatter, type Ending, judge, registration } from "./script.ts";
import { RECEIPTS, toReceipt, toWebhook, type Webhook } from "./updates.ts";

/** One webhook, from its POST to the 200. */
export interface Taken {
  toOk: number;
  /** How often it was answered something else than 200, and brought again. */
  refusals: number;
}

/** One update, to the reply as well. */
export interface Exchange extends Taken {
  toReply: number;
}

/** Is told of everything that was answered. */
export interface Watch {
  exchange(times: Exchange): void;
  receipt(times: Taken): void;
}

/** The people who write to a program, and hear what it says to them. */
export interface Guests {
  /** One of them goes through the whole conversation. */
  visit(number: number, watch: Watch): Promise<Ending>;
  hear(said: Said): void;
  /** From now on nobody takes their time. */
  hurry(): void;
}

const PATIENCE_MS = 30_000;
/** About what Telegram waits before it brings an update again, and how often the crowd does so. */
const AGAIN_AFTER_MS = 1_000;
const MOST_TIMES = 20;

export function createGuests(order: Order, poster: Poster): Guests {
  const listening = new Map<string, (said: Said) => void>();
  const haste = new AbortController();

  function listen(person: Person): Promise<Said> {
    return new Promise((resolve, reject) => {
      const addresses = addressesOf(person);
      const timer = setPatience(() => reject(new Error("no reply")), PATIENCE_MS).unref();
      const hear = (said: Said) => {
        clearTimeout(timer);
        for (const address of addresses) listening.delete(address);
        resolve(said);
      };
      for (const address of addresses) listening.set(address, hear);
    });
  }

  function hear(said: Said): void {
    listening.get(said.address)?.(said);
  }

  async function exchange(person: Person, doing: Parameters<typeof toWebhook>[2]): Promise<Exchange & { said: Said }> {
    const webhook = toWebhook(order.platform, person, doing);
    const started = performance.now();
    const reply = listen(person).then((said) => ({ said, toReply: performance.now() - started }));
    const [heard, taken] = await Promise.all([reply, bring(webhook)]);
    return { ...heard, ...taken };
  }

  /** Until it is taken, as platforms do. */
  async function bring(webhook: Webhook): Promise<Taken> {
    const started = performance.now();
    for (let refusals = 0; ; refusals++) {
      const { status, body } = await poster.post(webhook);
      if (status === 200) {
        const toOk = performance.now() - started;
        if (body.startsWith("{")) hearAnswer(body);
        return { toOk, refusals };
      }
      if (refusals === MOST_TIMES) throw new Error(`answered ${status}`);
      await setTimeout(AGAIN_AFTER_MS);
    }
  }

  /** Reads and types, if people of this crowd do. */
  async function takeTime(moment: Moment): Promise<void> {
    const { pauseMs, atOnce } = order;
    if (!pauseMs || haste.signal.aborted) return;
    const pause = pauseOf(moment, { meanMs: pauseMs, atOnce });
    if (pause > 0) await setTimeout(pause, undefined, haste).catch(() => {}); // woken by haste
  }

  /** Telegram takes one call as the body of the 200. */
  function hearAnswer(body: string): void {
    const said = readTelegramCall(String(JSON.parse(body).method), body);
    if (said) hear(said);
  }

  return {
    hear,
    hurry: () => haste.abort(),
    async visit(number, watch) {
      const person = invent(`Person ${number}`, number);
      const slug = order.slugs[number % order.slugs.length] ?? "";
      const email = `person-${number}@club.example`;
      const lines = order.play === "chatter" ? chatter() : registration(order.platform, { slug, email });
      let last: Said | undefined;
      for (const [n, line] of lines.entries()) {
        const does = act(line, last);
        if (!does) return last ? judge(last) : "broken";
        await takeTime({ person: number - order.firstPerson, line: n, lines: lines.length });
        const { said, ...times } = await exchange(person, { does, id: number * LINES_EACH + n });
        watch.exchange(times);
        for (const status of order.receipts ? RECEIPTS : []) {
          watch.receipt(await bring(toReceipt(person, said, status)));
        }
        last = said;
      }
      if (!last) return "broken";
      return order.play === "chatter" ? "said" : judge(last);
    },
  };
}

function addressesOf({ telegram, whatsapp }: Person): string[] {
  return [String(telegram.id), whatsapp.phone ?? "", whatsapp.userId ?? ""];
}
