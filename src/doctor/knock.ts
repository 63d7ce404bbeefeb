import { request } from "node:https";
import type { LookupFunction } from "node:net";
import { TLSSocket } from "node:tls";
import { codeOf } from "./reason.ts";

export type Knock =
  | { type: "opened"; status: number; isOurs: boolean; validTo: Date }
  | { type: "closed"; code: string };

const TIMEOUT_MS = 6_000;
const MOST_BYTES = 10_000;

/** Opens an https address as a stranger would, on a connection of its own, to see its certificate. */
export function knock(url: string, lookup: LookupFunction): Promise<Knock> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise<Knock>((resolve) => {
    const options = { agent: false, lookup, signal, headers: { accept: "application/json" } };
    const call = request(url, options, (response) => {
      const { socket, statusCode: status = 0 } = response;
      const validTo = socket instanceof TLSSocket ? new Date(socket.getPeerCertificate().valid_to) : new Date(0);
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        if (body.length < MOST_BYTES) body += chunk;
      });
      response.on("end", () => resolve({ type: "opened", status, isOurs: isLive(status, body), validTo }));
      response.on("error", (error) => resolve({ type: "closed", code: codeOf(error) }));
    });
    call.on("error", (error) => resolve({ type: "closed", code: signal.aborted ? "ETIMEDOUT" : codeOf(error) }));
    call.end();
  });
}

/** What `/health/live` says, and hardly anything else. */
function isLive(status: number, body: string): boolean {
  return status === 200 && /^\s*\{\s*"status"\s*:\s*"ok"\s*\}\s*$/.test(body);
}
