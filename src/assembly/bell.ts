import type { Trouble, TroubleSign } from "../alerts/trouble.ts";

/** How whoever watches something tells the admins of it. */
export interface Bell {
  raise(trouble: Trouble, times?: number): void;
  /** Nothing happens if it does not stand. */
  clear(sign: TroubleSign): void;
}
