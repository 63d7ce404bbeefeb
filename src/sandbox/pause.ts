/** Waits that can be ended from outside, all at once. */
export interface Pause {
  wait(ms: number): Promise<void>;
  end(): void;
  /** Ends the waits, and those to come. */
  close(): void;
  isClosed(): boolean;
}

export function createPause(): Pause {
  const endings = new Set<() => void>();
  let closed = false;
  const end = () => {
    for (const finish of [...endings]) finish();
  };
  return {
    wait(ms) {
      if (closed) return Promise.resolve();
      return new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          endings.delete(finish);
          resolve();
        };
        const timer = setTimeout(finish, ms).unref();
        endings.add(finish);
      });
    },
    end,
    close() {
      closed = true;
      end();
    },
    isClosed: () => closed,
  };
}
