import type { Kysely } from "kysely";
import type { Database } from "../database/schema.ts";
import { commitSteps, type KnownSent, type StepOutcome, type StepRow } from "../database/steps.ts";
import { createGroups } from "./groups.ts";

/** Commits steps; those of different chats share a commit. */
export interface StepCommitter {
  commit(step: StepRow): Promise<StepOutcome>;
}

export function createStepCommitter(db: Kysely<Database>, knownSent: KnownSent): StepCommitter {
  const { join } = createGroups<StepRow, StepOutcome>({
    size: 32,
    keyOf: ({ chatId }) => chatId,
    several: false,
    decide: (steps) => commitSteps(db, steps, knownSent),
  });
  return { commit: join };
}
