import type { WhatsappConfig } from "../config.ts";
import { ask } from "./ask.ts";
import { createConnect } from "./graph.ts";
import { fieldsOf } from "./json.ts";

const TIMEOUT_MS = 10_000;
const TIER = /^TIER_(\d{1,9})(K?)$/;

/**
 * Asks Meta to how many people outside their 24 hours this account may write in any 24 hours; all numbers of a business
 * portfolio share that. Infinity: to as many as it likes. undefined: Meta's answer is none that we know.
 *
 * @throws OperatorError for what only a person can mend, Error for what may heal.
 */
export async function findDailyLimit(config: WhatsappConfig): Promise<number | undefined> {
  const query = { fields: "whatsapp_business_manager_messaging_limit" };
  const call = createConnect(config)(TIMEOUT_MS).request<unknown>("GET", config.phoneNumberId, {
    query,
    responseType: "json",
  });
  return readDailyLimit(fieldsOf(await ask("its daily limit", call)).whatsappBusinessManagerMessagingLimit);
}

/** Reads a limit as Meta writes it: "TIER_2K", "TIER_UNLIMITED", in webhooks also 2000 and -1 for no limit. */
export function readDailyLimit(value: unknown): number | undefined {
  if (value === "TIER_UNLIMITED") return Number.POSITIVE_INFINITY;
  const [, digits, thousands] = TIER.exec(String(value)) ?? [];
  if (digits !== undefined) return Number(digits) * (thousands ? 1_000 : 1);
  const count = typeof value === "number" || (typeof value === "string" && value !== "") ? Number(value) : Number.NaN;
  if (count === -1) return Number.POSITIVE_INFINITY;
  return Number.isInteger(count) && count > 0 ? count : undefined;
}
