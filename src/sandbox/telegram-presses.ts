import { randomInt } from "node:crypto";
import type { Thread } from "./conversation.ts";
import { badRequest } from "./refusal.ts";
import type { Arguments } from "./telegram-arguments.ts";
import type { World } from "./world.ts";

const LONGEST_TOAST = 200;

/** The presses under way: each shows a spinning button until it is answered. */
export interface Presses {
  open(thread: Thread): string;
  /** @throws TelegramRefusal for a press that is too old, or never was. */
  answer(args: Arguments): true;
  /** Whether this press was answered. */
  isAnswered(id: string): boolean;
}

export function createPresses(world: World, lifeMs: number): Presses {
  const presses = new Map<string, { thread: Thread; openedAt: number; answered: boolean }>();
  return {
    open(thread) {
      const id = `${randomInt(2 ** 47)}${randomInt(2 ** 15)}`;
      presses.set(id, { thread, openedAt: performance.now(), answered: false });
      return id;
    },
    answer(args) {
      const press = presses.get(args.text("callback_query_id") ?? "");
      if (!press || performance.now() - press.openedAt > lifeMs) {
        throw badRequest("query is too old and response timeout expired or query ID is invalid");
      }
      const text = args.text("text") ?? "";
      if (text.length > LONGEST_TOAST) throw badRequest("MESSAGE_TOO_LONG");
      press.answered = true;
      if (text) world.happenings.emit({ type: "toast", thread: press.thread, text, alert: args.flag("show_alert") });
      return true;
    },
    isAnswered: (id) => presses.get(id)?.answered ?? false,
  };
}
