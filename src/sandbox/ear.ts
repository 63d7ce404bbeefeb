import type { Message } from "./conversation.ts";
import type { World } from "./world.ts";

export interface Ear {
  /** The next thing the bot says or rewrites here that was not heard yet. */
  next(matching: RegExp, timeoutMs: number): Promise<Message>;
  /** What was said so far counts as heard. */
  skip(): void;
  /** What nobody has heard yet. */
  unheard(): readonly Message[];
}

/** Listens to the bot in one chat. Buttons that go or ticks that come are not heard, words are. */
export function createEar(world: World, threadKey: string): Ear {
  let unheard: Message[] = [];
  const waiting = new Set<() => void>();

  world.happenings.listen((happening) => {
    const isWords = happening.type === "message" || (happening.type === "changed" && happening.words);
    if (!isWords || happening.thread.key !== threadKey || happening.message.author !== "bot") return;
    // A copy: it is to stay as it was heard, with its buttons.
    unheard.push(structuredClone(happening.message));
    for (const look of [...waiting]) look();
  });

  function take(matching: RegExp): Message | undefined {
    const index = unheard.findIndex(({ text }) => matching.test(text));
    return index < 0 ? undefined : unheard.splice(0, index + 1).at(-1);
  }

  return {
    next(matching, timeoutMs) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const message = take(matching);
          if (message) finish(() => resolve(message));
        };
        const timer = setTimeout(() => finish(() => reject(new Error(`nothing like ${matching}`))), timeoutMs);
        const finish = (then: () => void) => {
          clearTimeout(timer);
          waiting.delete(look);
          then();
        };
        waiting.add(look);
        look();
      });
    },
    skip() {
      unheard = [];
    },
    unheard: () => unheard,
  };
}
