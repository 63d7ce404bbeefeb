import type { Intent } from "../intents.ts";
import type { Request } from "./request.ts";
import type { Snapshot } from "./state.ts";

/** What one input comes to. */
export interface Step {
  snapshot: Snapshot;
  /** At most one; none for a reaction, in a group that knows us already, or while `request` is under way. */
  reply?: Intent;
  /** What the dialogue must know or have done before it can answer. Its outcome is the next input. */
  request?: Request;
}
