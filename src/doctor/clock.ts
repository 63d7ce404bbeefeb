import type { Visit } from "./database.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";

const TIMEOUT_MS = 5_000;
const OFF_MS = 30_000;
const WRONG_MS = 5 * 60_000;
/** A Date header tells whole seconds, on average half a second ago. */
const HALF_A_SECOND = 500;

/** This machine's clock, beside those of the platforms, else the database's: reminders go by it. */
export async function examineClock({ config, clock }: Deployment, visit: Promise<Visit>): Promise<Finding> {
  const roots = [config.telegram?.apiRoot, config.whatsapp?.apiRoot].filter((root) => root !== undefined);
  const told = (await Promise.all(roots.map((root) => askAhead(root, clock)))).filter((ms) => ms !== undefined);
  if (!told.length) {
    const { aheadMs } = await visit.catch(() => ({ aheadMs: undefined }));
    if (aheadMs !== undefined) told.push(aheadMs);
  }
  const [closest] = told.toSorted((a, b) => Math.abs(a) - Math.abs(b));
  if (closest === undefined) return find("clock", "clock-unknown");
  const off = Math.abs(closest);
  // They are ahead of us: we are behind.
  const params = { seconds: Math.round(off / 1000), minutes: Math.round(off / 60_000), behind: closest > 0 ? 1 : 0 };
  if (off > WRONG_MS) return find("clock", "clock-wrong", params);
  return find("clock", off > OFF_MS ? "clock-off" : "clock-ok", params);
}

/** By how much whoever answers is ahead of us; any answer will do, a refusal too. */
async function askAhead(root: string, clock: Deployment["clock"]): Promise<number | undefined> {
  try {
    const before = clock.now().getTime();
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(root, { method: "HEAD", redirect: "manual", signal });
    const between = (before + clock.now().getTime()) / 2;
    const at = Date.parse(response.headers.get("date") ?? "");
    return Number.isNaN(at) ? undefined : at + HALF_A_SECOND - between;
  } catch {
    return undefined;
  }
}
