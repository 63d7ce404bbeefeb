/** Who Doorlist is to the doubles. Nothing secret: they answer on loopback only. */
export interface SandboxCredentials {
  telegram: { token: string; botName: string };
  whatsapp: {
    accessToken: string;
    phoneNumberId: string;
    businessAccountId: string;
    appId: string;
    appSecret: string;
    verifyToken: string;
    /** Digits, as in wa.me links. */
    phone: string;
  };
}

export const SANDBOX_CREDENTIALS: SandboxCredentials = {
  telegram: { token: "7000000001:sandbox-token-that-opens-nothing", botName: "doorlist_sandbox_bot" },
  whatsapp: {
    accessToken: "sandbox-access-token-that-opens-nothing",
    phoneNumberId: "700000000000001",
    businessAccountId: "700000000000002",
    appId: "700000000000003",
    appSecret: "sandbox-app-secret-that-signs-nothing-real",
    verifyToken: "sandbox-verify-token",
    phone: "15550100000",
  },
};

/** The bot's id is the part of its token before the colon. */
export function botIdOf({ telegram }: SandboxCredentials): number {
  return Number(telegram.token.split(":")[0]);
}
