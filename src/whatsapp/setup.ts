import type { WhatsappConfig } from "../config.ts";
import type { Logger } from "../logger.ts";
import { ask } from "./ask.ts";
import { createConnect } from "./graph.ts";
import { fieldsOf, textOf } from "./json.ts";

const TIMEOUT_MS = 10_000;

/**
 * Learns our number and asks Meta to bring this account's messages. Safe to repeat.
 *
 * @returns the number in digits, for wa.me.
 * @throws OperatorError for what only a person can mend, Error for what may heal. Neither quotes the token.
 */
export async function setUpWhatsapp({
  config,
  log,
}: {
  config: WhatsappConfig;
  log: Logger;
}): Promise<{ phone: string }> {
  const client = createConnect(config)(TIMEOUT_MS);
  const query = { fields: "display_phone_number,verified_name" };
  const number = await ask(
    "its number",
    client.request<unknown>("GET", config.phoneNumberId, { query, responseType: "json" }),
  );
  const phone = textOf(fieldsOf(number).displayPhoneNumber)?.replace(/\D/g, "");
  if (!phone) throw new Error("Meta did not tell the number of WHATSAPP_PHONE_NUMBER_ID");

  const path = `${config.businessAccountId}/subscribed_apps`;
  await ask("a subscription", client.request<unknown>("POST", path, { responseType: "json" }));
  log.info({ verifiedName: fieldsOf(number).verifiedName }, "WhatsApp brings its messages to the app's webhook");
  return { phone };
}
