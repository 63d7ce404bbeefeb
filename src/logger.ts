import { type DestinationStream, type Logger, pino } from "pino";
import { createRedaction, type Redaction } from "./redaction.ts";

export type { Logger } from "pino";

interface Options {
  level: string;
  pretty: boolean;
  /** Knows the secrets of this deployment; left out, they are told by their looks. */
  redaction?: Redaction;
  /** Standard output if left out, and for what is pretty. */
  destination?: DestinationStream;
}

/**
 * One line of JSON per fact; coloured and short on a terminal.
 *
 * What people are called, reached by and wrote never reaches a line, nor do our secrets: whatever is handed in here is
 * redacted first. Only the sentence itself is not, so it must be constant.
 */
export function createLogger({ level, pretty, redaction = createRedaction(), destination }: Options): Logger {
  const options = {
    level,
    base: null,
    formatters: { log: redaction.fields },
    ...(pretty && {
      transport: { target: "pino-pretty", options: { ignore: "pid,hostname", translateTime: "HH:MM:ss" } },
    }),
  };
  return destination && !pretty ? pino(options, destination) : pino(options);
}

/**
 * Standard output. The lines of one turn of the event loop go in one write, since each is a call of the system; what is
 * held when the process ends has to be flushed.
 */
export function openOutput(): DestinationStream & { flushSync(): void } {
  const output = pino.destination({ sync: true });
  let held = "";
  const flushSync = () => {
    const lines = held;
    held = "";
    if (lines) output.write(lines);
  };
  return {
    write(line) {
      if (!held) setImmediate(flushSync);
      held += line;
    },
    flushSync, // by name, since pino calls it for a fatal line
  };
}

const RARELY_MS = 60_000;

/** A warning that strangers can cause as often as they like: said once a minute at most, with how often it was. */
export function createRareWarning(log: Logger, sentence: string): () => void {
  let times = 0;
  let quietUntil = 0;
  return () => {
    times++;
    if (performance.now() < quietUntil) return;
    log.warn({ times }, sentence);
    times = 0;
    quietUntil = performance.now() + RARELY_MS;
  };
}
