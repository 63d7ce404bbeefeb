import type { Message } from "../../src/sandbox/conversation.ts";
import type { World } from "../../src/sandbox/world.ts";

/** What the bot says to one person, kept as it was when it came: its buttons may go later. */
export interface Listening {
  /** How much was said so far. */
  count(): number;
  since(mark: number): readonly Message[];
  /** The first since then that fits; undefined if none comes in time. */
  next(mark: number, fits: (message: Message) => boolean, patienceMs: number): Promise<Message | undefined>;
}

interface Ear {
  heard: Message[];
  waiting: Set<() => void>;
}

/** One listener for a thousand people: an ear for each in the world itself would hear every word said to anybody. */
export function createListener(world: World): (threadKey: string) => Listening {
  const ears = new Map<string, Ear>();
  const earOf = (key: string): Ear => {
    const ear = ears.get(key) ?? { heard: [], waiting: new Set() };
    ears.set(key, ear);
    return ear;
  };
  world.happenings.listen((happening) => {
    const isWords = happening.type === "message" || (happening.type === "changed" && happening.words);
    if (!isWords || happening.message.author !== "bot") return;
    const ear = earOf(happening.thread.key);
    ear.heard.push(structuredClone(happening.message));
    for (const look of [...ear.waiting]) look();
  });
  return (key) => toListening(earOf(key));
}

function toListening(ear: Ear): Listening {
  return {
    count: () => ear.heard.length,
    since: (mark) => ear.heard.slice(mark),
    next(mark, fits, patienceMs) {
      return new Promise((resolve) => {
        const look = () => {
          const found = ear.heard.slice(mark).find(fits);
          if (found) finish(found);
        };
        const timer = setTimeout(() => finish(undefined), patienceMs);
        const finish = (found: Message | undefined) => {
          clearTimeout(timer);
          ear.waiting.delete(look);
          resolve(found);
        };
        ear.waiting.add(look);
        look();
      });
    },
  };
}
