import { createHmac } from "node:crypto";
import { SANDBOX_CREDENTIALS } from "../src/sandbox/credentials.ts";
import { pick } from "./chance.ts";
import type { Conversation } from "./conversations.ts";

/** The secret that the app of such a test is to be told. */
export const WEBHOOK_SECRET = "a-secret-for-webhooks-of-tests";

export interface Post {
  platform: Conversation["platform"];
  body: string;
}

interface Options {
  /** Each in its own order, all of them side by side. */
  free: readonly Conversation[];
  /** Each in its own order, and one update of them all at a time, since they want the same seats. */
  bound: readonly Conversation[];
  /** The apps, any of which may be given an update. */
  urls: readonly string[];
  /** How many of them are brought a second time, at once or later: from 0 to 1. */
  repeats: number;
  /** Decides the order of the bound ones, which must be the same in every run that is compared. */
  order: () => number;
  /** Decides everything else. */
  random: () => number;
}

const SIDE_BY_SIDE = 24;

/** Brings all updates to the webhooks; the next of a chat after the 200 of the former. */
export async function deliver({ free, bound, urls, repeats, order, random }: Options): Promise<void> {
  const later: Post[] = [];
  const send = (item: Post) => post(pick(random, urls), item);

  async function bring(item: Post): Promise<void> {
    const chance = random();
    const twice = chance < repeats / 2;
    if (!twice && chance < repeats) later.push(item);
    await Promise.all(twice ? [send(item), send(item)] : [send(item)]);
    if (later.length && random() < repeats / 2)
      await send(...(later.splice(Math.floor(random() * later.length), 1) as [Post]));
  }

  async function bringOneByOne(conversations: readonly Conversation[], chance: () => number): Promise<void> {
    const left = conversations.map(({ platform, bodies }) => ({ platform, bodies: [...bodies] }));
    while (left.length) {
      const one = pick(chance, left);
      const body = one.bodies.shift();
      if (body === undefined) left.splice(left.indexOf(one), 1);
      else await bring({ platform: one.platform, body });
    }
  }

  const groups = Array.from({ length: SIDE_BY_SIDE }, (_, n) => free.filter((_, index) => index % SIDE_BY_SIDE === n));
  await Promise.all([bringOneByOne(bound, order), ...groups.map((group) => bringOneByOne(group, random))]);
  await Promise.all(later.map(send));
}

/** As the platform itself would, with its true headers; whatever is not taken is brought again. */
export async function post(url: string, { platform, body }: Post): Promise<void> {
  const signature = createHmac("sha256", SANDBOX_CREDENTIALS.whatsapp.appSecret).update(body).digest("hex");
  const proof =
    platform === "telegram"
      ? { "x-telegram-bot-api-secret-token": WEBHOOK_SECRET }
      : { "x-hub-signature-256": `sha256=${signature}` };
  for (let tries = 0; tries < 20; tries++) {
    const headers = { "content-type": "application/json", ...proof };
    const response = await fetch(`${url}/${platform}`, { method: "POST", headers, body });
    await response.arrayBuffer();
    if (response.status === 200) return;
    if (response.status !== 503) throw new Error(`${response.status} from ${platform}`);
  }
  throw new Error(`never taken by ${platform}`);
}
