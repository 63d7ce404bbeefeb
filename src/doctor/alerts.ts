import { parseEmail } from "../fields.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";
import { askTelegram } from "./telegram.ts";

/** Whether anybody hears when something breaks. In the chat of the admins it shows "typing" for a moment, and no more. */
export async function examineAlerts({ config }: Deployment): Promise<Finding> {
  const { telegram, smtp, organisation } = config;
  const chatId = telegram?.adminChatId;
  if (telegram && chatId !== undefined) {
    const answer = await askTelegram(telegram, (api) => api.sendChatAction(chatId, "typing"));
    if (answer.type === "answered") return find("alerts", "alerts-ok");
    const isAboutChat = answer.type === "refused" && (answer.code === 400 || answer.code === 403);
    return isAboutChat ? find("alerts", "alerts-deaf", { said: answer.said }) : find("alerts", "alerts-unseen");
  }
  const hears = smtp !== undefined && parseEmail(organisation.contact) !== undefined;
  return find("alerts", hears ? "alerts-mail" : "alerts-none");
}
