import type { Kysely } from "kysely";
import { isAway } from "../database/faults.ts";
import type { Database } from "../database/schema.ts";
import { commitSteps, type StepOutcome, type StepRow } from "../database/steps.ts";

/** More steps than this in one statement gain nothing. */
const GROUP_SIZE = 32;
/** More than one, so that a chat whose row somebody holds does not hold up all the others. */
const MOST_GROUPS = 4;

/** Commits steps; those of different chats that arrive while commits are under way share the next one. */
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
  let groups = 0;

  async function drain(): Promise<void> {
    if (groups >= MOST_GROUPS) return;
    groups++;
    while (queue.length) await commitGroup(db, takeGroup(queue));
    groups--;
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

/** A group that fails is decided one by one, so that one bad step costs the others nothing; not so if nobody is there. */
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
    if (group.length > 1 && !isAway(error)) await Promise.all(group.map((waiting) => commitGroup(db, [waiting])));
    else for (const waiting of group) waiting.reject(error);
  }
}
