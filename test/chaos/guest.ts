import type { Clock } from "../../src/clock.ts";
import type { Locale, Platform } from "../../src/messages.ts";
import type { Actor } from "../../src/sandbox/cast.ts";
import type { Message, Thread } from "../../src/sandbox/conversation.ts";
import { findTitle, type Heard, kindOf, UNASKED } from "./heard.ts";
import type { Listening } from "./listening.ts";
import type { Turnstile } from "./turnstile.ts";

/** Somebody simulated, and what they remember of it: what they did is judged against what the database holds. */
export interface Guest {
  actor: Actor;
  platform: Platform;
  email: string;
  diary: Diary;
  thread(): Thread;
  listening: Listening;
  /** Writes, and gives the answer; undefined if none came. */
  says(text: string, expects: Expected): Promise<Message | undefined>;
  /** Presses the button of that meaning, and gives the answer. */
  presses(message: Message, verb: string, expects: Expected): Promise<Message | undefined>;
}

export type Expected = ReadonlySet<Heard> | "anything";

export interface Diary {
  /** What the app has said to have taken, each of which has one answer. */
  taken: number;
  /** What the platform gave up bringing. */
  dropped: number;
  /** As far as the person asked for one. */
  locale: Locale;
  surprises: Surprise[];
}

/** An answer that cannot be right. */
export interface Surprise {
  words: string;
  /** When the person did what it answers. */
  since: Date;
  /** Undefined if nothing came at all. */
  messageId: string | undefined;
}

interface Deps {
  actor: Actor;
  platform: Platform;
  email: string;
  listening: Listening;
  clock: Clock;
  patienceMs: number;
  turnstile: Turnstile;
}

export function createGuest({ actor, platform, email, listening, clock, patienceMs, turnstile }: Deps): Guest {
  const phone = actor[platform];
  const diary: Diary = { taken: 0, dropped: 0, locale: "en", surprises: [] };

  async function does(what: string, act: () => Promise<void>, expects: Expected): Promise<Message | undefined> {
    const [mark, since] = [listening.count(), clock.now()];
    const isAnswer = (message: Message) => {
      const kind = kindOf(message);
      return expects === "anything" ? !UNASKED.has(kind) : expects.has(kind);
    };
    const isTaken = await act().then(
      () => true,
      () => false,
    );
    if (isTaken) diary.taken++;
    else diary.dropped++;
    const answer = await listening.next(mark, isAnswer, isTaken ? patienceMs : 0);
    for (const message of listening.since(mark)) {
      if (message.id === answer?.id) break;
      if (UNASKED.has(kindOf(message))) continue;
      diary.surprises.push({ words: `${kindOf(message)} in answer to ${what}`, since, messageId: message.id });
    }
    if (!answer && isTaken) diary.surprises.push({ words: `no answer to ${what}`, since, messageId: undefined });
    if (answer && expects !== "anything" && isRussian(answer) !== (diary.locale === "ru"))
      diary.surprises.push({ words: `${what} answered in another language`, since, messageId: answer.id });
    return answer;
  }

  return {
    actor,
    platform,
    email,
    diary,
    listening,
    thread: () => phone.thread,
    says: (text, expects) => turnstile.pass(() => does(nameOf(text), () => phone.says(text), expects)),
    presses(message, verb, expects) {
      const title = findTitle(message, verb);
      if (title === undefined) throw new Error(`there is no button to ${verb}`);
      return turnstile.pass(() => does(`a press of ${verb}`, () => phone.taps(title, message), expects));
    },
  };
}

/** Names and titles are in Latin letters. */
function isRussian({ text }: Message): boolean {
  return /[а-яё]/i.test(text);
}

/** What was written, without what is somebody's own. */
function nameOf(text: string): string {
  if (text.includes("@")) return "an e-mail";
  return /^Zenobia/.test(text) ? "a name" : `"${text}"`;
}
