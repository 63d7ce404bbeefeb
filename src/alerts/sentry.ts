import type { ErrorEvent } from "@sentry/node";
import type { PlainFault, Redaction } from "../redaction.ts";

/** Faults and troubles in the operator's Sentry, without anything of people. */
export interface Sentry {
  /** Not waited for; without Sentry's answer the log still has it. */
  fault(error: unknown, where: string): void;
  /** Resolves to true if Sentry could be reached. */
  tell(words: string): Promise<boolean>;
  close(): Promise<void>;
}

interface Options {
  dsn: string;
  environment: string;
  redaction: Redaction;
}

const PATIENCE_MS = 2_000;

/**
 * Opens Sentry, whose library is loaded here and nowhere else: it takes a second and many megabytes.
 *
 * A client of our own, not the library's global one: it hooks into nothing, so it sees no requests, no queries and no
 * breadcrumbs, and what it sends is put together from what we know to be clean.
 */
export async function openSentry({ dsn, environment, redaction }: Options): Promise<Sentry> {
  const { NodeClient, Scope, makeNodeTransport, defaultStackParser } = await import("@sentry/node");
  const client = new NodeClient({
    dsn,
    environment,
    transport: makeNodeTransport,
    stackParser: defaultStackParser,
    integrations: [],
    sendClientReports: false,
    beforeSend: (event, { originalException }) => toCleanEvent(event, redaction.fault(originalException)),
  });
  const scope = new Scope();
  scope.setClient(client);
  client.init();
  const accepted = new Set<string>();
  client.on("afterSendEvent", ({ event_id, message }, { statusCode = 0 }) => {
    if (event_id && message !== undefined && statusCode >= 200 && statusCode < 300) accepted.add(event_id);
  });
  return {
    fault(error, where) {
      client.captureException(error, { originalException: error, captureContext: { tags: { where } } }, scope);
    },
    async tell(words) {
      const id = client.captureMessage(redaction.text(words), "warning", {}, scope);
      await client.flush(PATIENCE_MS);
      return accepted.delete(id);
    },
    async close() {
      await client.close(PATIENCE_MS);
    },
  };
}

/** Only what is named here leaves: whatever the library may learn to collect does not. */
function toCleanEvent(event: ErrorEvent, fault: PlainFault): ErrorEvent {
  const { type, event_id, timestamp, platform, level, environment, tags, message, exception } = event;
  const [thrown] = exception?.values ?? [];
  const frames = thrown?.stacktrace?.frames?.map(({ filename, function: name, lineno, colno, in_app }) =>
    withoutGaps({ filename, function: name, lineno, colno, in_app }),
  );
  const value = { type: fault.type, value: toSentence(fault), stacktrace: { frames: frames ?? [] } };
  const clean = { type, event_id, timestamp, platform, level, environment, tags };
  return message === undefined
    ? { ...withoutGaps(clean), type, exception: { values: [value] } }
    : { ...withoutGaps(clean), type, message };
}

function toSentence({ message, code, cause }: PlainFault): string {
  const own = code ? `${message} (${code})` : message;
  return cause ? `${own}; caused by ${cause.type}: ${toSentence(cause)}` : own;
}

function withoutGaps<T extends object>(given: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const clean: { [Key in keyof T]?: Exclude<T[Key], undefined> } = {};
  for (const key in given) if (given[key] !== undefined) Object.assign(clean, { [key]: given[key] });
  return clean;
}
