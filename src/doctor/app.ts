import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";
import { codeOf } from "./reason.ts";

const TIMEOUT_MS = 4_000;
const EVERYWHERE = new Set(["0.0.0.0", "::", ""]);

/** Whether Doorlist runs on this machine, and what it says of itself. */
export async function examineApp({ config }: Deployment): Promise<Finding> {
  const { port, sandbox } = config;
  const health = await askHealth(config);
  if (health === "stranger") return find("app", "app-stranger", { port });
  if (health === "nobody") return find("app", sandbox ? "app-idle" : "app-stopped", { port });
  const { status, parts } = health;
  return status === "ok" ? find("app", "app-ok", { port }) : find("app", "app-unwell", { parts: parts.join(", ") });
}

type Health = { status: string; parts: string[] };

async function askHealth({ host, port }: Deployment["config"]): Promise<Health | "nobody" | "stranger"> {
  const name = EVERYWHERE.has(host) ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${name}:${port}/health`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return readHealth(await response.json()) ?? "stranger";
  } catch (error) {
    return codeOf(error) === "ECONNREFUSED" ? "nobody" : "stranger";
  }
}

function readHealth(body: unknown): Health | undefined {
  if (typeof body !== "object" || body === null || !("status" in body) || !("checks" in body)) return undefined;
  const { status, checks } = body;
  if (typeof status !== "string" || typeof checks !== "object" || checks === null) return undefined;
  const parts = Object.entries(checks).filter(([, check]) => /"status":"(degraded|down)"/.test(JSON.stringify(check)));
  return { status, parts: parts.map(([part]) => part) };
}
