import { createHash } from "node:crypto";
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
  /** WhatsApp's `biz_opaque_callback_data`; Telegram has nothing of the kind. */
  echo: string | undefined;
  /** The same for the same words with the same buttons. */
  words: string;
  /** Of the message that stands; undefined for a call that was refused. */
  messageId: string | undefined;
  /** The call was taken and its answer lost on the way. */
  withheld: boolean;
}

export interface Sends {
  /** Oldest first. */
  list(): readonly Send[];
  /** Notes a call before it is answered; undefined for one that sends nothing. */
  note(call: Call, letter: Letter): Send | undefined;
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
      const send = { platform, method, chat, host, at: clock.now(), echo, words, messageId: undefined, withheld };
      sends.push(send);
      if (sends.length > MOST_SENDS) sends.shift();
      return send;
    },
  };
}
