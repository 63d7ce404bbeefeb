/** The code of a request that was given up before it had a connection. */
export const NOT_SENT = "not-sent";

/** Nothing has left this machine when these happen, so trying again cannot say a thing twice. */
export const NEVER_SENT: ReadonlySet<string> = new Set([
  NOT_SENT,
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
]);
