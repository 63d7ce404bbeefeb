import type { Ground } from "./ground.ts";
import type { Plan } from "./plan.ts";
import type { Key, Results } from "./results.ts";

/** What each part is given. */
export interface Run {
  ground: Ground;
  plan: Plan;
  results: Results;
  /** Whether it is still to be measured. */
  wants(key: Key): boolean;
  /** One line for whoever watches. */
  tell(line: string): void;
}
