import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Platform } from "../messages.ts";
import type { Message, Person, Thread } from "./conversation.ts";
import { createEmitter, type Emitter } from "./emitter.ts";
import { PEOPLE } from "./people.ts";
import { emptyState, type Media, type State } from "./state.ts";
import { createStateFile } from "./state-file.ts";

/** What happens in the world, told to the page and to whoever waits in a test. */
export type Happening =
  | { type: "message"; thread: Thread; message: Message }
  /** `words`: what is read changed, and not the buttons or the ticks alone. */
  | { type: "changed"; thread: Thread; message: Message; words: boolean }
  | { type: "deleted"; thread: Thread; messageId: string }
  | { type: "typing"; thread: Thread }
  | { type: "toast"; thread: Thread; text: string; alert: boolean }
  | { type: "thread"; thread: Thread }
  | { type: "person"; person: Person }
  | { type: "clock"; moving: boolean };

/** The state of both messengers: the doubles write it, the page and the tests read it. */
export interface World {
  clock: Clock;
  state: State;
  happenings: Emitter<Happening>;
  findPerson(name: string): Person | undefined;
  addPerson(person: Person): Person;
  /** A person's own chat with the bot, or with the business. */
  threadOf(person: Person, platform: Platform): Thread;
  findThread(key: string): Thread | undefined;
  addGroup(chatId: number, title: string): Thread;
  addMessage(thread: Thread, message: NewMessage): Message;
  changeMessage(thread: Thread, message: Message, change: Change): void;
  deleteMessage(thread: Thread, message: Message): void;
  changeThread(thread: Thread, change: Partial<Thread>): void;
  addMedia(media: Media): string;
  nextMessageId(): number;
  nextUpdateId(): number;
  /** After a change of `state` that none of the above made. */
  keep(): void;
  close(): void;
}

export type NewMessage = Pick<Message, "author" | "text"> & Partial<Message>;
export type Change = { [Key in keyof Message]?: Message[Key] | undefined } & { words: boolean };

// Beyond this a phone forgets its oldest messages, and the file stays small.
const MOST_MESSAGES = 500;

export interface WorldOptions {
  clock: Clock;
  statePath?: string | undefined;
  people?: Person[] | undefined;
}

export function createWorld({ clock, statePath, people = PEOPLE }: WorldOptions): World {
  const file = createStateFile(statePath);
  const state = file.read() ?? emptyState(people.map((person) => ({ ...person })));
  const happenings = createEmitter<Happening>();
  const keep = () => file.changed(state);

  function tell(happening: Happening): void {
    keep();
    happenings.emit(happening);
  }

  const threads = createThreads(state, tell);
  return {
    clock,
    state,
    happenings,
    keep,
    close: file.close,
    ...threads,
    ...createMessages({ state, clock, tell }),
    findPerson: (name) => state.people.find((person) => person.name === name),
    addPerson(person) {
      state.people.push(person);
      tell({ type: "person", person });
      return person;
    },
    addMedia(media) {
      const id = randomBytes(12).toString("hex");
      state.media[id] = media;
      keep();
      return id;
    },
    nextMessageId: () => ++state.lastMessageId,
    nextUpdateId: () => ++state.lastUpdateId,
  };
}

/** Telegram's private chats have the person's own id. */
export function threadKeyOf(person: Person, platform: Platform): string {
  return platform === "telegram" ? `telegram:${person.telegram.id}` : `whatsapp:${person.name}`;
}

type Tell = (happening: Happening) => void;

function createThreads(state: State, tell: Tell) {
  function open(key: string, thread: Pick<Thread, "platform" | "person" | "title">): Thread {
    const opened: Thread = {
      key,
      ...thread,
      started: false,
      blocked: false,
      gone: false,
      lastInboundAt: undefined,
      receipts: "read",
      messages: [],
    };
    state.threads[key] = opened;
    return opened;
  }
  const find = (key: string) => state.threads[key];
  return {
    findThread: find,
    threadOf(person: Person, platform: Platform): Thread {
      const key = threadKeyOf(person, platform);
      return find(key) ?? open(key, { platform, person: person.name, title: person.name });
    },
    addGroup(chatId: number, title: string): Thread {
      const group = open(`telegram:${chatId}`, { platform: "telegram", person: undefined, title });
      group.started = true;
      return group;
    },
    changeThread(thread: Thread, change: Partial<Thread>): void {
      Object.assign(thread, change);
      tell({ type: "thread", thread });
    },
  };
}

function createMessages({ state, clock, tell }: { state: State; clock: Clock; tell: Tell }) {
  return {
    addMessage(thread: Thread, given: NewMessage): Message {
      const message: Message = {
        id: given.id ?? String(++state.lastMessageId),
        at: clock.now().toISOString(),
        kind: "text",
        raw: given.text,
        spans: [{ text: given.text, styles: [] }],
        rows: [],
        ...given,
      };
      thread.messages.push(message);
      for (const old of thread.messages.splice(0, Math.max(0, thread.messages.length - MOST_MESSAGES))) {
        if (old.media) delete state.media[old.media.id];
      }
      tell({ type: "message", thread, message });
      return message;
    },
    changeMessage(thread: Thread, message: Message, { words, ...change }: Change): void {
      Object.assign(message, change);
      tell({ type: "changed", thread, message, words });
    },
    deleteMessage(thread: Thread, message: Message): void {
      thread.messages = thread.messages.filter(({ id }) => id !== message.id);
      tell({ type: "deleted", thread, messageId: message.id });
    },
  };
}
