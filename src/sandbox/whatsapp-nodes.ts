import { createHmac } from "node:crypto";
import type { SandboxCredentials } from "./credentials.ts";
import { GraphRefusal, graphRefusal } from "./refusal.ts";
import type { WhatsappFacts } from "./state.ts";
import type { World } from "./world.ts";

type Keys = SandboxCredentials["whatsapp"];
type Node = Readonly<Record<string, unknown>>;

const SCOPES = ["whatsapp_business_management", "whatsapp_business_messaging"];
const WEBHOOK_FIELDS = [
  "messages",
  "message_template_status_update",
  "template_category_update",
  "message_template_quality_update",
  "phone_number_quality_update",
  "account_update",
  "business_capability_update",
  "user_preferences",
];

export function factsOf({ state }: World): WhatsappFacts {
  return state.whatsapp.facts ?? {};
}

/** Of a node what `fields` asks for, and its id. @throws GraphRefusal for a field that it does not have. */
export function pickFields(node: Node, query: URLSearchParams, byDefault: string[]): object {
  const asked = query.get("fields")?.split(",") ?? byDefault;
  const strange = asked.find((field) => !(field in node));
  if (strange !== undefined) throw new GraphRefusal(100, `(#100) Tried accessing nonexisting field (${strange})`);
  return Object.fromEntries(["id", ...asked].map((field) => [field, node[field]]));
}

/** A number in good order, but for what a test says of it. */
export function numberNode({ phoneNumberId, phone, ...keys }: Keys, limit: string, facts: WhatsappFacts): Node {
  return {
    id: phoneNumberId,
    verified_name: "Doorlist",
    display_phone_number: `+${phone}`,
    status: "CONNECTED",
    name_status: "APPROVED",
    code_verification_status: "VERIFIED",
    quality_rating: "GREEN",
    platform_type: "CLOUD_API",
    throughput: { level: "STANDARD" },
    whatsapp_business_manager_messaging_limit: limit,
    health_status: facts.health ?? toHealth({ phoneNumberId, ...keys }),
    ...facts.number,
  };
}

function toHealth({ phoneNumberId, businessAccountId, appId }: Omit<Keys, "phone">): Node {
  const ids = { PHONE_NUMBER: phoneNumberId, WABA: businessAccountId, BUSINESS: "1", APP: appId };
  const entities = Object.entries(ids).map(([entity_type, id]) => ({ entity_type, id, can_send_message: "AVAILABLE" }));
  return { can_send_message: "AVAILABLE", entities };
}

/** What Graph knows of a token; one that it does not know is no error, but not valid. */
export function debugToken(
  { accessToken, appId, businessAccountId }: Keys,
  query: URLSearchParams,
  facts: WhatsappFacts,
) {
  const asked = query.get("input_token");
  if (!asked) throw graphRefusal(100, "The parameter input_token is required.");
  if (asked !== accessToken) {
    const error = { code: 190, message: "Invalid OAuth access token." };
    return { data: { error, is_valid: false, scopes: [] } };
  }
  return {
    data: {
      app_id: appId,
      type: "SYSTEM_USER",
      application: "Doorlist",
      expires_at: 0,
      is_valid: true,
      scopes: SCOPES,
      granular_scopes: SCOPES.map((scope) => ({ scope, target_ids: [businessAccountId] })),
      user_id: "1",
      ...facts.token,
    },
  };
}

/** Where the app has its webhooks brought, as set by hand in its dashboard. */
export function listSubscriptions(callbackUrl: string | undefined, { webhook }: WhatsappFacts): object {
  const url = webhook?.callbackUrl ?? callbackUrl;
  if (webhook === null || url === undefined) return { data: [] };
  const fields = (webhook?.fields ?? WEBHOOK_FIELDS).map((name) => ({ name, version: "v26.0" }));
  return {
    data: [{ object: "whatsapp_business_account", callback_url: url, active: webhook?.active ?? true, fields }],
  };
}

/**
 * Who calls: the system user, or the app itself by `<id>|<secret>`, which may ask for nothing but what is the app's.
 *
 * @throws GraphRefusal
 */
export function checkToken(token: string | undefined, id: string, keys: Keys): void {
  const isAppToken = token?.includes("|") ?? false;
  if (isAppToken && token !== `${keys.appId}|${keys.appSecret}`) {
    throw new GraphRefusal(190, "Invalid OAuth access token signature.", { status: 401 });
  }
  if (!isAppToken && token !== keys.accessToken) {
    throw new GraphRefusal(190, "Invalid OAuth access token - Cannot parse access token", { status: 401 });
  }
  if (id === keys.appId && !isAppToken) {
    throw new GraphRefusal(15, "(#15) This method must be called with an app access token.");
  }
  if (isAppToken && id !== keys.appId && id !== "debug_token") {
    throw new GraphRefusal(200, "(#200) You do not have the necessary permissions", { status: 403 });
  }
}

/** A proof is optional, but has to be right. @throws GraphRefusal */
export function checkProof(query: URLSearchParams, { accessToken, appSecret }: Keys): void {
  const proof = query.get("appsecret_proof");
  if (proof === null || proof === createHmac("sha256", appSecret).update(accessToken).digest("hex")) return;
  const message = "Invalid appsecret_proof provided in the API argument";
  throw new GraphRefusal(100, message, { type: "GraphMethodException" });
}
