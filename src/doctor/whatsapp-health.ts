import type { WhatsappConfig } from "../config.ts";
import { type Fields, fieldsOf, listOf, textOf } from "../whatsapp/json.ts";
import type { Visit } from "./database.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";
import { askMeta } from "./meta.ts";

/** Meta's code in `health_status` for a payment method that fails. */
const PAYMENT = 141006;

/**
 * Whether Meta lets us send, and is paid. Nothing tells whether a payment method is there: only that one fails, or
 * that a message was lost for want of it.
 */
export async function examineHealth(
  config: WhatsappConfig,
  { config: { timeZone } }: Deployment,
  visit: Promise<Visit>,
): Promise<Finding> {
  const [answer, { unpaidAt }] = await Promise.all([
    askMeta(config, config.phoneNumberId, { fields: "health_status" }),
    visit.catch(() => ({ unpaidAt: undefined })),
  ]);
  const entities = answer.type === "answered" ? readEntities(answer.value) : [];
  const errors = entities.flatMap(({ errors }) => listOf(errors).map(fieldsOf));
  if (errors.some(({ errorCode }) => errorCode === PAYMENT))
    return find("whatsapp-health", "whatsapp-health-unpaid", { times: 0 });
  if (unpaidAt) {
    const at = { type: "moment", at: unpaidAt.toISOString(), zone: timeZone } as const;
    return find("whatsapp-health", "whatsapp-health-unpaid", { times: 1, at });
  }
  if (answer.type !== "answered") return find("whatsapp-health", "whatsapp-unseen");
  return judge(entities, errors);
}

function readEntities({ healthStatus }: Fields): Fields[] {
  return listOf(fieldsOf(healthStatus).entities).map(fieldsOf);
}

function judge(entities: Fields[], errors: Fields[]): Finding {
  const isIn = (state: string) => (entity: Fields) => entity.canSendMessage === state;
  if (entities.some(isIn("BLOCKED"))) {
    const said = errors.map(({ errorDescription }) => textOf(errorDescription)).find(Boolean) ?? "";
    return find("whatsapp-health", "whatsapp-health-blocked", { said });
  }
  const limited = entities.find(isIn("LIMITED"));
  if (limited) {
    const said = listOf(limited.additionalInfo).map(textOf).find(Boolean) ?? "";
    return find("whatsapp-health", "whatsapp-health-limited", { said });
  }
  return find("whatsapp-health", "whatsapp-health-ok");
}
