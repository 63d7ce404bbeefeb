import type { Send } from "../../src/sandbox/sends.ts";

/** When a process, or the database for all of them, could not write down what it knew; by `performance.now()`. */
export interface Troubles {
  /** Begins one; gives what ends it. `host`: of the one process; undefined: of all. */
  begin(host: string | undefined): () => void;
  /** Whether we may not have known that a message was there, so that it may have been sent once more. */
  excuse(send: Pick<Send, "host" | "began" | "answered" | "withheld">): boolean;
}

/** From its answer until a message is written down as sent, on a busy machine. */
const SETTLED_MS = 3_000;
/** A call that a process made before it was stopped may be read a moment later. */
const READ_MS = 1_000;

export function createTroubles(): Troubles {
  const troubles: { host: string | undefined; from: number; to: number }[] = [];
  return {
    begin(host) {
      const trouble = { host, from: performance.now(), to: Number.POSITIVE_INFINITY };
      troubles.push(trouble);
      return () => {
        trouble.to = performance.now();
      };
    },
    excuse({ host, began, answered = Number.POSITIVE_INFINITY, withheld }) {
      const meets = troubles.some(
        (one) =>
          (one.host === undefined || one.host === host) &&
          one.from <= answered + SETTLED_MS &&
          one.to >= began - READ_MS,
      );
      return withheld || meets;
    },
  };
}
