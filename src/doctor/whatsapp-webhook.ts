import type { WhatsappConfig } from "../config.ts";
import { type Fields, fieldsOf, listOf, textOf } from "../whatsapp/json.ts";
import { hostOf, isSameAddress } from "./answer.ts";
import { type Finding, find } from "./finding.ts";
import { askMeta, type MetaAnswer } from "./meta.ts";
import { appIdOf } from "./whatsapp-token.ts";

const TOKEN_CODES = new Set([0, 102, 190, 2635]);
const MESSAGES = "messages";
/** By these Meta says what it thinks of templates, number and account. */
const NEWS = [
  "message_template_status_update",
  "template_category_update",
  "message_template_quality_update",
  "phone_number_quality_update",
  "account_update",
  "business_capability_update",
  "user_preferences",
];

/** What each account's list of apps says. */
export function askSubscriptions(config: WhatsappConfig): Promise<MetaAnswer> {
  return askMeta(config, `${config.businessAccountId}/subscribed_apps`);
}

/** Whether the account's messages are brought to our app at all. */
export async function examineSubscription(asked: Promise<MetaAnswer>, token: Promise<MetaAnswer>): Promise<Finding> {
  const answer = await asked;
  if (answer.type === "unanswered") return find("whatsapp-subscription", "whatsapp-unseen");
  if (answer.type === "refused") {
    return TOKEN_CODES.has(answer.code)
      ? find("whatsapp-subscription", "whatsapp-unseen")
      : find("whatsapp-subscription", "whatsapp-subscription-account", { said: answer.said });
  }
  const appId = appIdOf(await token);
  const apps = listApps(answer.value);
  // Which app is ours, is not known where Meta told nothing of the token.
  const isThere = appId === undefined ? apps.length > 0 : apps.some((app) => app.id === appId);
  return find("whatsapp-subscription", isThere ? "whatsapp-subscription-ok" : "whatsapp-subscription-missing");
}

interface Questions {
  subscriptions: Promise<MetaAnswer>;
  token: Promise<MetaAnswer>;
  publicUrl: string;
}

/** Where the app's messages are brought, and which: set by hand in its dashboard, and read with its secret. */
export async function examineWhatsappWebhook(config: WhatsappConfig, questions: Questions): Promise<Finding> {
  const unseen = find("whatsapp-webhook", "whatsapp-unseen");
  const appId = appIdOf(await questions.token);
  if (appId === undefined) return unseen;
  const webhook = await askWebhook(config, appId);
  if (webhook.type !== "answered") return unseen;
  const subscriptions = await questions.subscriptions;
  const apps = subscriptions.type === "answered" ? listApps(subscriptions.value) : [];
  const override = apps.find((app) => app.id === appId)?.overrideUrl;
  return judge(webhook.value, override, `${questions.publicUrl}/whatsapp`);
}

function judge({ data }: Fields, override: string | undefined, ours: string): Finding {
  const webhook = listOf(data)
    .map(fieldsOf)
    .find(({ object }) => object === "whatsapp_business_account");
  const url = override ?? textOf(webhook?.callbackUrl);
  if (!webhook || webhook.active === false || !url) {
    return find("whatsapp-webhook", "whatsapp-webhook-missing", { url: ours });
  }
  if (!isSameAddress(url, ours)) {
    return find("whatsapp-webhook", "whatsapp-webhook-elsewhere", { host: hostOf(url), url: ours });
  }
  const fields = new Set(listOf(webhook.fields).map((field) => textOf(fieldsOf(field).name) ?? textOf(field)));
  if (!fields.has(MESSAGES)) return find("whatsapp-webhook", "whatsapp-webhook-deaf");
  const missing = NEWS.filter((field) => !fields.has(field));
  if (missing.length) return find("whatsapp-webhook", "whatsapp-webhook-news", { fields: missing.join(", ") });
  return find("whatsapp-webhook", "whatsapp-webhook-ok");
}

/** By the app itself; while the secret is rotated, by whichever opens. */
async function askWebhook(config: WhatsappConfig, appId: string): Promise<MetaAnswer> {
  const tokens = config.appSecrets.map((secret) => `${appId}|${secret}`);
  const answers = await Promise.all(
    tokens.map((accessToken) => askMeta({ ...config, accessToken }, `${appId}/subscriptions`)),
  );
  return answers.find(({ type }) => type === "answered") ?? { type: "refused", code: 190, said: "" };
}

function listApps({ data }: Fields): { id: string | undefined; overrideUrl: string | undefined }[] {
  return listOf(data)
    .map(fieldsOf)
    .map((app) => ({
      id: textOf(fieldsOf(app.whatsappBusinessApiData).id),
      overrideUrl: textOf(app.overrideCallbackUri),
    }));
}
