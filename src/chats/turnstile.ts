/** More at once are no faster: they share no more, and all that is under way is carried along by the collector. */
const WIDTH = 96;
/** Whoever takes longer is held up by something, and lets the next in. */
const PATIENCE_MS = 250;

/** Has a crowd's updates answered some at a time, in the order in which they came. */
export interface Turnstile {
  pass<T>(work: () => Promise<T>): Promise<T>;
}

export function createTurnstile({ width = WIDTH, patienceMs = PATIENCE_MS } = {}): Turnstile {
  const queue: (() => void)[] = [];
  let inside = 0;

  function letNextIn(): void {
    const enter = queue.shift();
    if (enter) enter();
    else inside--;
  }

  return {
    async pass(work) {
      if (inside < width) inside++;
      else await new Promise<void>((resolve) => queue.push(resolve));
      let isCounted = true;
      const leave = () => {
        if (isCounted) letNextIn();
        isCounted = false;
      };
      const impatience = setTimeout(leave, patienceMs);
      try {
        return await work();
      } finally {
        clearTimeout(impatience);
        leave();
      }
    },
  };
}
