/**
 * Nothing could be committed, and trying again later can help: the database is away or overfull.
 *
 * A webhook answers it with 503 and `Retry-After`, so that the platform keeps the message.
 */
export class Unavailable extends Error {
  override name = "Unavailable";
  readonly retryAfterSeconds: number;

  constructor(message: string, options?: ErrorOptions & { retryAfterSeconds?: number }) {
    super(message, options);
    this.retryAfterSeconds = options?.retryAfterSeconds ?? 5;
  }
}

/** Something the person who runs Doorlist must mend, said in words for them; printed without a stack. */
export class OperatorError extends Error {
  override name = "OperatorError";
}
