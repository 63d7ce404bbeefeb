import type { WhatsappConfig } from "../config.ts";
import { fieldsOf, listOf, textOf } from "../whatsapp/json.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";
import { askMeta, type MetaAnswer } from "./meta.ts";

const NEEDED = ["whatsapp_business_messaging", "whatsapp_business_management"];
const TOKEN_CODES = new Set([0, 102, 190]);
const ENDED_VERSION = 2635;

/** What Meta knows of our token; a token may be asked about by itself. */
export function askAboutToken(config: WhatsappConfig): Promise<MetaAnswer> {
  return askMeta(config, "debug_token", { input_token: config.accessToken });
}

/** The app that the token was made for, by which Meta knows what is subscribed and where it is brought. */
export function appIdOf(answer: MetaAnswer): string | undefined {
  return answer.type === "answered" ? textOf(fieldsOf(answer.value.data).appId) : undefined;
}

/** Whether Meta can be reached, and our token opens what it must. */
export async function examineToken(asked: Promise<MetaAnswer>, { config, clock }: Deployment): Promise<Finding> {
  const answer = await asked;
  if (answer.type === "unanswered") return find("whatsapp", "whatsapp-unreachable", { reason: answer.reason });
  if (answer.type === "refused") {
    const { code, said } = answer;
    if (TOKEN_CODES.has(code)) return find("whatsapp", "whatsapp-token");
    if (code === ENDED_VERSION)
      return find("whatsapp", "whatsapp-version", { version: config.whatsapp?.apiVersion ?? "" });
    return find("whatsapp", "whatsapp-trouble", { said });
  }
  const { isValid, scopes, expiresAt } = fieldsOf(answer.value.data);
  const endsAt = typeof expiresAt === "number" && expiresAt > 0 ? new Date(expiresAt * 1000) : undefined;
  if (isValid !== true || (endsAt && endsAt <= clock.now())) return find("whatsapp", "whatsapp-token");
  const missing = NEEDED.filter((scope) => !listOf(scopes).includes(scope));
  if (missing.length) return find("whatsapp", "whatsapp-token-scopes", { scopes: missing.join(", ") });
  if (!endsAt) return find("whatsapp", "whatsapp-ok");
  const at = { type: "moment", at: endsAt.toISOString(), zone: config.timeZone } as const;
  return find("whatsapp", "whatsapp-token-ends", { at });
}
