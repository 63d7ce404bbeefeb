import type { TelegramConfig, WhatsappConfig } from "../config.ts";
import { SANDBOX_CREDENTIALS } from "./credentials.ts";

/** What the app is to be configured with, so that its ordinary clients call the doubles on its own port. */
export function sandboxMessengers(port: number): { telegram: TelegramConfig; whatsapp: WhatsappConfig } {
  const root = `http://127.0.0.1:${port}/sandbox`;
  const { telegram, whatsapp } = SANDBOX_CREDENTIALS;
  return {
    telegram: {
      token: telegram.token,
      webhookSecrets: ["sandbox-webhook-secret"],
      apiRoot: `${root}/telegram-api`,
      adminChatId: undefined,
    },
    whatsapp: {
      accessToken: whatsapp.accessToken,
      phoneNumberId: whatsapp.phoneNumberId,
      businessAccountId: whatsapp.businessAccountId,
      appSecrets: [whatsapp.appSecret],
      verifyToken: whatsapp.verifyToken,
      apiRoot: `${root}/whatsapp-api`,
      apiVersion: "v26.0",
    },
  };
}
