import { dispatch } from "./parts/dispatch.ts";
import { embedded } from "./parts/embedded.ts";
import { growth } from "./parts/growth.ts";
import { opening } from "./parts/opening.ts";
import { profile } from "./parts/profile.ts";
import { reminders } from "./parts/reminders.ts";
import { starts } from "./parts/starts.ts";
import { talks } from "./parts/talks.ts";
import type { PartName } from "./plan.ts";
import type { Run } from "./run.ts";

const PARTS: Record<PartName, (run: Run) => Promise<void>> = {
  telegram: (run) => talks(run, "telegram"),
  whatsapp: (run) => talks(run, "whatsapp"),
  opening,
  start: starts,
  embedded,
  growth,
  reminders,
  dispatch,
  profile,
};

export function runPart(run: Run, part: PartName): Promise<void> {
  return PARTS[part](run);
}
