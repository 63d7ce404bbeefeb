import { createHmac } from "node:crypto";
import type { WhatsappConfig } from "../config.ts";
import { type Finding, find } from "./finding.ts";
import { askMeta, type MetaAnswer } from "./meta.ts";

const WRONG = /appsecret_proof/i;

/**
 * Whether the app secret is that of the token's app: Meta checks a proof made with it, wherever one is given.
 * While it is rotated any of the two may be the one that Meta signs with.
 */
export async function examineSecret(config: WhatsappConfig): Promise<Finding> {
  const answers = await Promise.all(config.appSecrets.map((secret) => prove(config, secret)));
  if (answers.some(({ type }) => type === "answered")) return find("whatsapp-secret", "whatsapp-secret-ok");
  const isWrong = answers.every((answer) => answer.type === "refused" && WRONG.test(answer.said));
  return find("whatsapp-secret", isWrong ? "whatsapp-secret-wrong" : "whatsapp-unseen");
}

function prove(config: WhatsappConfig, secret: string): Promise<MetaAnswer> {
  const proof = createHmac("sha256", secret).update(config.accessToken).digest("hex");
  return askMeta(config, config.phoneNumberId, { fields: "id", appsecret_proof: proof });
}
