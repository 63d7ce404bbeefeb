/** Keeps asking a part whether it is there. */
export interface Watch {
  start(): void;
  /** Asks now, unless it is being asked: somebody has met it away. */
  look(): Promise<void>;
  stop(): void;
}

interface Options {
  /** Rejects if the part is not there. */
  ask(): Promise<unknown>;
  everyMs: number;
  /** An answer that takes longer is none. */
  patienceMs: number;
  onLost(): void;
  onThere(): void;
}

/** Asks every so often, in real time. `onThere` is told at each good answer, and `onLost` at each bad one. */
export function createWatch({ ask, everyMs, patienceMs, onLost, onThere }: Options): Watch {
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function lookOnce(): Promise<void> {
    try {
      await within(patienceMs, ask());
      onThere();
    } catch {
      onLost();
    } finally {
      looking = undefined;
    }
  }

  function look(): Promise<void> {
    looking ??= lookOnce();
    return looking;
  }

  return {
    start() {
      timer = setInterval(() => void look(), everyMs);
      timer.unref();
    },
    look,
    stop: () => clearInterval(timer),
  };
}

async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
