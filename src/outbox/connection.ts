import pRetry from "p-retry";
import type { Logger } from "../logger.ts";

/** How a platform is to be reached, for `/health`. */
export interface Connection {
  state(): { connected: boolean; reason: string | undefined };
  /** Resolves when it is reached, or given up on by `stop`. */
  settled: Promise<void>;
  stop(): void;
}

/**
 * Connects to a platform, and tries again with backoff for as long as it takes: a platform that is away at start
 * is no reason not to start, and webhooks are served meanwhile.
 */
export function keepConnecting(name: string, connect: () => Promise<void>, log: Logger): Connection {
  const stopping = new AbortController();
  let connected = false;
  let reason: string | undefined = "connecting";

  const forever = {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 1_000,
    factor: 2,
    maxTimeout: 60_000,
    randomize: true,
  };
  const settled = pRetry(connect, {
    ...forever,
    signal: stopping.signal,
    onFailedAttempt({ error, attemptNumber }) {
      reason = error.message;
      if (attemptNumber === 1)
        log.warn({ platform: name, reason }, "the platform cannot be reached and will be tried again");
    },
  }).then(
    () => {
      connected = true;
      reason = undefined;
      log.info({ platform: name }, "connected");
    },
    () => {}, // stopped
  );
  return { state: () => ({ connected, reason }), settled, stop: () => stopping.abort() };
}
