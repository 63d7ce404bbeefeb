import type { Clock } from "../../src/clock.ts";
import type { Locale, Platform } from "../../src/messages.ts";
import type { Actor } from "../../src/sandbox/cast.ts";
import type { Message, Thread } from "../../src/sandbox/conversation.ts";
import { findTitle, type Heard, kindOf, UNASKED } from "./heard.ts";
import type { Listening } from "./listening.ts";
import type { Person } from "./person.ts";
import type { Turnstile } from "./turnstile.ts";

/** Somebody simulated, and what they remember of it: what they did is judged against what the database holds. */
export interface Guest {
  actor: Actor;
  platform: Platform;
  email: string;
  person: Person;
  diary: Diary;
  thread(): Thread;
  listening: Listening;
  /** Writes, and gives the answer; undefined if none came. */
  says(text: string, expects: Expected): Promise<Message | undefined>;
  /** Presses the button of that meaning, and gives the answer. */
  presses(message: Message, verb: string, expects: Expected): Promise<Message | undefined>;
  blocks(): Promise<void>;
  unblocks(): Promise<void>;
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
  /** Whether they were told that this phone and their other one are one person. */
  linked: "no" | "yes" | "unsure";
  linkedAt: Date | undefined;
  blocks: Block[];
  /** Had all deleted that was there before, on this phone or the other. */
  forgotten: "no" | "yes" | "unsure";
  /** Was told of it, and never wrote again. */
  isGone: boolean;
  /** Does nothing more. */
  isOver: boolean;
}

/** From when to when the bot was blocked: by the clock, which may be moved, and by `performance.now()`. */
export interface Block {
  from: Date;
  to: Date | undefined;
  /** When the app had taken that; undefined where no platform tells. */
  toldAt: number | undefined;
  endedAt: number | undefined;
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
  person: Person;
  listening: Listening;
  clock: Clock;
  patienceMs: number;
  turnstile: Turnstile;
}

export function createGuest({ actor, platform, email, person, listening, clock, patienceMs, turnstile }: Deps): Guest {
  const phone = actor[platform];
  const diary = newDiary();

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
    person,
    diary,
    listening,
    thread: () => phone.thread,
    says: (text, expects) => turnstile.pass(() => does(nameOf(text), () => phone.says(text), expects)),
    presses(message, verb, expects) {
      const title = findTitle(message, verb);
      if (title === undefined) throw new Error(`there is no button to ${verb}`);
      return turnstile.pass(() => does(`a press of ${verb}`, () => phone.taps(title, message), expects));
    },
    blocks: () =>
      turnstile.pass(async () => {
        const block: Block = { from: clock.now(), to: undefined, toldAt: undefined, endedAt: undefined };
        diary.blocks.push(block);
        // Only Telegram tells, and gives up telling after a day.
        if ((await phone.blocks()) === "taken") block.toldAt = performance.now();
      }),
    unblocks: () =>
      turnstile.pass(async () => {
        const block = diary.blocks.at(-1);
        if (block) block.endedAt = performance.now();
        await phone.unblocks();
        if (block) block.to = clock.now();
      }),
  };
}

function newDiary(): Diary {
  const past = { taken: 0, dropped: 0, surprises: [], blocks: [], linkedAt: undefined };
  return { ...past, locale: "en", linked: "no", forgotten: "no", isGone: false, isOver: false };
}

/** Names and titles are in Latin letters. */
function isRussian({ text }: Message): boolean {
  return /[а-яё]/i.test(text);
}

/** What was written, without what is somebody's own. */
function nameOf(text: string): string {
  if (text.includes("@")) return "an e-mail";
  if (/^(LINK )?\d{6}$/.test(text)) return "a code";
  return /^Zenobia/.test(text) ? "a name" : `"${text}"`;
}
