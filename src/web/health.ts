import { Hono } from "hono";

export interface Check {
  status: "ok" | "degraded" | "down" | "off";
  [detail: string]: unknown;
}

/** One part's state, told within the request; it must be cheap, since monitors ask every second. */
export type Checks = Record<string, () => Check | Promise<Check>>;

/** A part that does not answer within this long is down. */
const PATIENCE_MS = 2_000;

/**
 * `GET /health`: the state of each part. 200 unless the whole is down (503), and only Postgres makes it so:
 * without the others updates are still answered. `GET /health/live`: the process answers.
 */
export function healthRoutes(checks: Checks): Hono {
  const routes = new Hono();
  routes.get("/live", (c) => c.json({ status: "ok" }));
  routes.get("/", async (c) => {
    const entries = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await run(check)] as const),
    );
    const results = Object.fromEntries(entries);
    const status = overall(results);
    return c.json({ status, checks: results }, status === "down" ? 503 : 200, { "cache-control": "no-store" });
  });
  return routes;
}

async function run(check: () => Check | Promise<Check>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve({ status: "down", reason: "no answer" }), PATIENCE_MS);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), late]);
  } catch {
    return { status: "down", reason: "failed" };
  } finally {
    clearTimeout(timer);
  }
}

function overall(results: Record<string, Check>): "ok" | "degraded" | "down" {
  if (results.postgres?.status === "down") return "down";
  const troubled = Object.values(results).some(({ status }) => status === "degraded" || status === "down");
  return troubled ? "degraded" : "ok";
}
