import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import type { Clock } from "../clock.ts";
import type { Platform } from "../messages.ts";
import { type Call, type Fault, SENDS } from "./faults.ts";

/** A message that the app sent or wrote over, as it is judged afterwards: what became of it, and whether the app was told. */
export interface Send {
  platform: Platform;
  method: string;
  chat: string | undefined;
  /** What the double was called by: processes that are told different addresses can be told apart. */
  host: string;
  /** By the shared clock. */
  at: Date;
  /** From the call to its answer, by `performance.now()`. */
  began: number;
  answered: number | undefined;
  /** WhatsApp's `biz_opaque_callback_data`; Telegram has nothing of the kind. */
  echo: string | undefined;
  /** The same for the same words with the same buttons. */
  words: string;
  /** Of the message that stands; undefined for a call that was refused. */
  messageId: string | undefined;
  /** The call was taken and its answer lost on the way, or came when nobody waited for it any more. */
  withheld: boolean;
}

export interface Sends {
  /** Oldest first. */
  list(): readonly Send[];
  /** Notes a call before it is answered; undefined for one that sends nothing. */
  note(call: Call, letter: Letter): Send | undefined;
}

/** By then we know whether the other side had hung up before our answer: who reads it leaves the connection open. */
const HUNG_UP_MS = 100;
/** About the time after which the app gives up on a call: a line that is closed then was closed without reading. */
const GIVING_UP_MS = { from: 9_000, to: 14_000 };
const lastOn = new WeakMap<Socket, Send>();

/** The call is answered, over this connection. A caller that had given up waiting, or never came to read it, was not told. */
export function noteAnswer(send: Send | undefined, socket: Socket | undefined): void {
  if (!send) return;
  send.answered = performance.now();
  if (!socket) return;
  setTimeout(() => {
    if (socket.destroyed || socket.readableEnded) send.withheld = true;
  }, HUNG_UP_MS).unref();
  const isKnown = lastOn.has(socket);
  lastOn.set(socket, send);
  if (isKnown) return;
  socket.once("close", () => {
    const last = lastOn.get(socket);
    const age = performance.now() - (last?.began ?? 0);
    if (last && age > GIVING_UP_MS.from && age < GIVING_UP_MS.to) last.withheld = true;
  });
}

interface Letter {
  host: string;
  echo?: string | undefined;
  content: unknown;
  fault: Fault | undefined;
}

/** Beyond this the oldest are forgotten. */
const MOST_SENDS = 200_000;

export function createSends(clock: Clock): Sends {
  const sends: Send[] = [];
  return {
    list: () => sends,
    note({ platform, method, chat }, { host, echo, content, fault }) {
      if (!SENDS.test(method)) return undefined;
      const words = createHash("sha1").update(JSON.stringify(content)).digest("base64url");
      const withheld = fault?.type === "lost";
      const times = { at: clock.now(), began: performance.now(), answered: undefined };
      const send = { platform, method, chat, host, ...times, echo, words, messageId: undefined, withheld };
      sends.push(send);
      if (sends.length > MOST_SENDS) sends.shift();
      return send;
    },
  };
}
