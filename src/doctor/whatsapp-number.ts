import type { WhatsappConfig } from "../config.ts";
import { type Label, label } from "../intents.ts";
import { readDailyLimit } from "../whatsapp/daily-limit.ts";
import { type Fields, textOf } from "../whatsapp/json.ts";
import { type Finding, type Found, find } from "./finding.ts";
import { askMeta } from "./meta.ts";

const FIELDS =
  "display_phone_number,verified_name,status,name_status,quality_rating,whatsapp_business_manager_messaging_limit";
const TOKEN_CODES = new Set([0, 102, 190, 2635]);

const BY_STATUS = new Map<string, Found>([
  ["CONNECTED", "whatsapp-number-ok"],
  ["FLAGGED", "whatsapp-number-flagged"],
  ["RESTRICTED", "whatsapp-number-restricted"],
  ["RATE_LIMITED", "whatsapp-number-restricted"],
  ["BANNED", "whatsapp-number-banned"],
]);
const BY_QUALITY = new Map<string, Found>([
  ["RED", "whatsapp-number-flagged"],
  ["YELLOW", "whatsapp-number-quality"],
]);

/** Whether the number is there, registered, and in good standing; with the limit of people a day. */
export async function examineNumber(config: WhatsappConfig): Promise<Finding> {
  const answer = await askMeta(config, config.phoneNumberId, { fields: FIELDS });
  if (answer.type === "unanswered") return find("whatsapp-number", "whatsapp-unseen");
  if (answer.type === "answered") return judge(answer.value);
  const isElsewhere = TOKEN_CODES.has(answer.code);
  return isElsewhere
    ? find("whatsapp-number", "whatsapp-unseen")
    : find("whatsapp-number", "whatsapp-number-unknown", { said: answer.said });
}

function judge(number: Fields): Finding {
  const status = textOf(number.status) ?? "CONNECTED";
  const standing = BY_STATUS.get(status) ?? "whatsapp-number-unregistered";
  const isNamed = textOf(number.nameStatus) !== "DECLINED";
  const quality = BY_QUALITY.get(textOf(number.qualityRating) ?? "");
  const found = standing !== "whatsapp-number-ok" ? standing : isNamed ? (quality ?? standing) : "whatsapp-number-name";
  const name = textOf(number.verifiedName) ?? "";
  return find("whatsapp-number", found, { name, status, limit: toLimit(number.whatsappBusinessManagerMessagingLimit) });
}

function toLimit(value: unknown): Label {
  const people = readDailyLimit(value);
  if (people === undefined) return label("doctor-limit-unknown");
  return Number.isFinite(people) ? label("doctor-limit", { people }) : label("doctor-limit-none");
}
