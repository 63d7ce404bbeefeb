import type { Platform } from "../messages.ts";
import { type Choice, choicesOf, type Message, type Person, type Thread, titlesOf } from "./conversation.ts";
import type { Outcome } from "./courier.ts";
import type { Ear } from "./ear.ts";
import type { World } from "./world.ts";

/** What a test does with one messenger of one person. */
export interface Phone {
  readonly thread: Thread;
  /** Both sides, oldest first, as they stand now. */
  readonly messages: readonly Message[];
  /** The newest message of the bot, as it stands now. */
  readonly last: Message;
  /** Resolves when the app has taken it. What the bot said before counts as heard. */
  says(text: string): Promise<void>;
  /** Says it and gives the bot's answer. */
  asks(text: string, hearing?: Hearing): Promise<Message>;
  /**
   * Presses a button or a row by its title, on the newest message that has it, or on one that the person saw earlier:
   * as it was then, even if the bot has taken the button away since. Links to our own bot are followed.
   */
  taps(title: string, on?: Message): Promise<void>;
  /** Sends the data of a press, be there such a button or not. Without a message, on the newest of the bot. */
  forges(data: string, on?: Message): Promise<void>;
  /** The next words of the bot not heard yet; on Telegram also a message it has written over. */
  hears(hearing?: Hearing): Promise<Message>;
  edits(text: string, message?: Message): Promise<void>;
  /** `album`: in Telegram, photos that are sent together share one. */
  sends(kind: "sticker" | "voice" | "photo" | "document", album?: string): Promise<void>;
}

/** What to wait for, and how long. */
export type Hearing = RegExp | { matching?: RegExp; timeoutMs?: number };

/** What both messengers' accounts can do. */
export interface Account {
  writes(text: string): Promise<Outcome>;
  sends(kind: "sticker" | "voice" | "photo" | "document", album?: string): Promise<Outcome>;
  edits(message: Message, text: string): Promise<Outcome>;
  presses(message: Message, choice: { title: string; data: string }): Promise<Outcome>;
}

interface Deps {
  world: World;
  person: Person;
  platform: Platform;
  account: Account;
  ear: Ear;
  /** Follows a link, in this messenger or the other. */
  follow(link: string): Promise<void>;
}

const PATIENCE_MS = 10_000;

export function createPhone({ world, person, platform, account, ear, follow }: Deps): Phone {
  const thread = () => world.threadOf(person, platform);
  const said = () => thread().messages.filter(({ author }) => author === "bot");

  function last(): Message {
    const message = said().at(-1);
    if (!message) throw new Error(`the bot has said nothing to ${person.name} on ${platform}`);
    return message;
  }

  /** Does it, and complains if the platform gave up bringing it. */
  async function act(doing: () => Promise<Outcome>): Promise<void> {
    ear.skip();
    if ((await doing()) === "dropped") throw new Error(`the app never took what ${person.name} did on ${platform}`);
  }

  async function hears(hearing: Hearing = {}): Promise<Message> {
    const { matching = /(?:)/, timeoutMs = PATIENCE_MS } = hearing instanceof RegExp ? { matching: hearing } : hearing;
    try {
      return await ear.next(matching, timeoutMs);
    } catch {
      const story = thread().messages.slice(-6).map(toLine).join("\n");
      throw new Error(
        `${person.name} heard nothing like ${matching} on ${platform} in ${timeoutMs} ms. Last there:\n${story || "(nothing)"}`,
      );
    }
  }

  const says = (text: string) => act(() => account.writes(text));
  return {
    get thread() {
      return thread();
    },
    get messages() {
      return structuredClone(thread().messages);
    },
    get last() {
      return structuredClone(last());
    },
    says,
    hears,
    async asks(text, hearing) {
      await says(text);
      return hears(hearing);
    },
    async taps(title, on) {
      const { message, choice } = findChoice(on ? [on] : said(), title);
      if (choice.type === "copy") return;
      if (choice.type === "url") return follow(choice.url);
      await act(() => account.presses(message, choice));
    },
    forges: (data, on) => act(() => account.presses(on ?? last(), { title: data.slice(0, 20), data })),
    edits(text, message = thread().messages.findLast(({ author }) => author === "person")) {
      if (!message) throw new Error(`${person.name} has written nothing to edit`);
      return act(() => account.edits(message, text));
    },
    sends: (kind, album) => act(() => account.sends(kind, album)),
  };
}

function findChoice(messages: Message[], title: string): { message: Message; choice: Choice } {
  for (const message of [...messages].reverse()) {
    const choice = choicesOf(message).find((one) => one.title === title);
    if (choice) return { message, choice };
  }
  const newest = messages.at(-1);
  const seen = newest ? `the newest message has [${titlesOf(newest).join("] [")}]` : "the bot has said nothing";
  throw new Error(`no button "${title}": ${seen}`);
}

function toLine(message: Message): string {
  const titles = titlesOf(message).map((title) => `[${title}]`);
  return `  ${message.author}: ${message.text.replaceAll("\n", " / ")} ${titles.join(" ")}`;
}
