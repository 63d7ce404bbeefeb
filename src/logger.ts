import { type Logger, pino } from "pino";

export type { Logger } from "pino";

// What people are called, reached by and wrote never reaches a log line; ids of ours do.
const PRIVATE = [
  "name",
  "profileName",
  "email",
  "mailTo",
  "phone",
  "text",
  "body",
  "intent",
  "params",
  "token",
  "code",
  "secret",
];
const paths = PRIVATE.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** One line of JSON per fact; coloured and short on a terminal. */
export function createLogger({ level, pretty }: { level: string; pretty: boolean }): Logger {
  return pino({
    level,
    base: null,
    redact: { paths, censor: "[redacted]" },
    ...(pretty && {
      transport: { target: "pino-pretty", options: { ignore: "pid,hostname", translateTime: "HH:MM:ss" } },
    }),
  });
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
