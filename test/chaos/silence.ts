import { MY, set } from "./expectations.ts";
import type { Guest } from "./guest.ts";
import type { Time } from "./life.ts";

/** Blocks the bot for a while, or until the run is over, once all is answered that they have asked. */
export async function fallSilent(guest: Guest, forMs: number, { pause }: Time): Promise<boolean> {
  if (!(await guest.says("/help", set("help")))) return false;
  await guest.blocks();
  await pause.wait(forMs);
  if (pause.isClosed()) return false;
  await guest.unblocks();
  return (await guest.says("/my", MY)) !== undefined;
}
