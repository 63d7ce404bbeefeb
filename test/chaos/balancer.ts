import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { listenOnLoopback } from "../loopback.ts";
import type { Tally } from "./tally.ts";

/** Stands between the platforms and the processes, and brings each webhook to either of them; not always once, nor at once. */
export interface Balancer {
  url: string;
  /** From now on it does its best. */
  calm(): void;
  close(): Promise<void>;
}

interface Options {
  /** The processes that may be given one now. */
  targets: () => string[];
  /** One in so many is brought twice, one loses its answer, and one is late. */
  oneIn: number;
  random: () => number;
  tally: Tally;
}

const LATEST_MS = 2_000;
const PATIENCE_MS = 20_000;

export async function openBalancer({ targets, oneIn, random, tally }: Options): Promise<Balancer> {
  let isCalm = false;
  const meets = (what: string) => {
    const met = !isCalm && random() * oneIn < 1;
    if (met) tally.count(what);
    return met;
  };

  async function forward(request: IncomingMessage, body: Buffer): Promise<Response | undefined> {
    const among = targets();
    const target = among[Math.floor(random() * among.length)];
    if (target === undefined) return undefined;
    const { "content-length": _, connection, host, ...headers } = request.headers;
    const init = { method: "POST", headers: headers as Record<string, string>, body: new Uint8Array(body) };
    return fetch(`${target}${request.url}`, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
      () => undefined,
    );
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (meets("webhook late")) await setTimeout(random() * LATEST_MS);
    if (meets("webhook twice")) void forward(request, body).then((answer) => answer?.body?.cancel());
    const answer = await forward(request, body);
    const words = answer && (await answer.text().catch(() => undefined));
    if (!answer || words === undefined || meets("webhook's answer lost")) return void request.socket.destroy();
    const retryAfter = answer.headers.get("retry-after");
    response.writeHead(answer.status, {
      "content-type": answer.headers.get("content-type") ?? "text/plain",
      ...(retryAfter !== null && { "retry-after": retryAfter }),
    });
    response.end(words);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    url,
    calm() {
      isCalm = true;
    },
    close,
  };
}
