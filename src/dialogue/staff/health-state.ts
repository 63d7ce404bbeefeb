import type { Label } from "../../intents.ts";

/** "Is everything working?": what was found when everything was last looked at. */
export interface Examination {
  at: string;
  zone: string;
  /** The worst first. */
  findings: HealthFinding[];
  /** Today's and tomorrow's reminders. */
  outlook: Label[];
}

export interface HealthFinding {
  status: "ok" | "warning" | "broken" | "unseen";
  title: Label;
  words: Label;
  /** How it is mended, where there is something to mend. */
  advice?: Label | undefined;
}

export type HealthRequest =
  /** Takes some seconds, so that the shell does it afterwards, and what is found comes as a message of its own. */
  { type: "examine" } | { type: "read-examination"; page: number };

export type HealthOutcome =
  | { type: "examination-begun" }
  /** Somebody looks already, or just has. */
  | { type: "examination-waits"; seconds: number }
  /** undefined: nobody has looked yet. */
  | { type: "examination-read"; examination: Examination | undefined };
