import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { commitSteps, type StepOutcome, type StepRow } from "../database/steps.ts";

/** More steps than this in one statement gain nothing. */
const GROUP_SIZE = 32;

/** Commits steps; those of different chats that arrive while a commit is under way share the next one. */
export interface StepCommitter {
  commit(step: StepRow): Promise<StepOutcome>;
}

interface Waiting {
  step: StepRow;
  resolve(outcome: StepOutcome): void;
  reject(error: unknown): void;
}

export function createStepCommitter(db: Kysely<Database>): StepCommitter {
  const queue: Waiting[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    if (busy) return;
    busy = true;
    while (queue.length) await commitGroup(db, takeGroup(queue));
    busy = false;
  }

  return {
    commit: (step) =>
      new Promise((resolve, reject) => {
        queue.push({ step, resolve, reject });
        void drain();
      }),
  };
}

/** The next steps in order, each chat once: a second one of the same chat waits for the next group. */
function takeGroup(queue: Waiting[]): Waiting[] {
  const chats = new Set<string>();
  const group: Waiting[] = [];
  const later: Waiting[] = [];
  for (const waiting of queue.splice(0)) {
    const fits = group.length < GROUP_SIZE && !chats.has(waiting.step.chatId);
    if (fits) chats.add(waiting.step.chatId);
    (fits ? group : later).push(waiting);
  }
  queue.push(...later);
  return group;
}

/** A group that fails is decided one by one, so that one bad step costs the others nothing. */
async function commitGroup(db: Kysely<Database>, group: Waiting[]): Promise<void> {
  try {
    const outcomes = await commitSteps(
      db,
      group.map((waiting) => waiting.step),
    );
    group.forEach((waiting, n) => {
      waiting.resolve(outcomes[n] ?? { type: "conflict" });
    });
  } catch (error) {
    const [only, ...others] = group;
    if (only && !others.length) return only.reject(error);
    for (const waiting of group) await commitGroup(db, [waiting]);
  }
}
