import type { Locale, Platform } from "../messages.ts";
import type { SandboxCredentials } from "./credentials.ts";

/** What opening a link to our own bot comes to: what is said there when Start or Send is pressed. */
export interface OwnLink {
  platform: Platform;
  text: string;
}

/** undefined for a link that leads elsewhere. A payload that Telegram would not pass on leads elsewhere, too. */
export function readOwnLink(link: string, credentials: SandboxCredentials): OwnLink | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  const path = url.pathname.replace(/^\/|\/$/g, "");
  if (url.hostname === "t.me" && path.toLowerCase() === credentials.telegram.botName.toLowerCase()) {
    const payload = url.searchParams.get("start");
    if (payload === null) return { platform: "telegram", text: "/start" };
    return /^[\w-]{1,64}$/.test(payload) ? { platform: "telegram", text: `/start ${payload}` } : undefined;
  }
  if (url.hostname === "wa.me" && path.replace(/^\+/, "") === credentials.whatsapp.phone) {
    return { platform: "whatsapp", text: url.searchParams.get("text") ?? "" };
  }
  return undefined;
}

/** Where a page of the app leads in the sandbox: there a link to our bot is opened on the phone of whoever is chosen. */
export function toSandboxLink(link: string, language: Locale): string {
  return `/sandbox?${new URLSearchParams({ lang: language, open: link })}`;
}
