import { hostOf } from "./answer.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";
import { codeOf, toReason } from "./reason.ts";

const TIMEOUT_MS = 6_000;
const CREDENTIALS = new Set(["EAUTH", "ENOAUTH", "EOAUTH2"]);
const CERTIFICATE = /certificate|self.signed|altname|unable to verify/i;

/** Goes as far as to be let in, and sends nothing. */
export async function examineMail({ config: { smtp } }: Deployment): Promise<Finding> {
  if (!smtp) return find("mail", "mail-off");
  const { createTransport } = await import("nodemailer"); // for those who have mail
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = createTransport({ url: smtp.url, ...timeouts });
  const host = hostOf(smtp.url);
  try {
    await transport.verify();
    return find("mail", "mail-ok", { host });
  } catch (error) {
    return explain(error, host);
  } finally {
    transport.close();
  }
}

function explain(error: unknown, host: string): Finding {
  const code = codeOf(error);
  if (CREDENTIALS.has(code)) return find("mail", "mail-refused", { host });
  if (error instanceof Error && CERTIFICATE.test(error.message)) return find("mail", "mail-certificate", { host });
  return find("mail", "mail-unreachable", { host, reason: toReason(deepCodeOf(error) ?? code) });
}

/** What the network said: nodemailer puts a word of its own over it. */
function deepCodeOf(error: unknown): string | undefined {
  const said = error instanceof Error ? /\b(E[A-Z]{4,})\b/.exec(error.message)?.[1] : undefined;
  return said ?? (error instanceof Error && error.cause instanceof Error ? codeOf(error.cause) : undefined);
}
