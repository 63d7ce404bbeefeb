import { GraphApiError } from "@kapso/whatsapp-cloud-api";
import type { WhatsappConfig } from "../config.ts";
import { toNetworkCode } from "../whatsapp/classify.ts";
import { createConnect } from "../whatsapp/graph.ts";
import { type Fields, fieldsOf } from "../whatsapp/json.ts";
import type { Answer } from "./answer.ts";
import { toReason } from "./reason.ts";

const TIMEOUT_MS = 6_000;

export type MetaAnswer = Answer<Fields>;

/** Reads one object of Graph's; what it says comes as values, with its names in camelCase. */
export async function askMeta(
  config: WhatsappConfig,
  path: string,
  query: Record<string, string> = {},
): Promise<MetaAnswer> {
  try {
    const client = createConnect(config)(TIMEOUT_MS);
    const value = await client.request<unknown>("GET", path, { query, responseType: "json" });
    return { type: "answered", value: fieldsOf(value) };
  } catch (error) {
    if (error instanceof GraphApiError) {
      return { type: "refused", code: error.code, said: `${error.code} ${error.message}` };
    }
    if (!(error instanceof Error)) throw error;
    return { type: "unanswered", reason: toReason(toNetworkCode(error)) };
  }
}
