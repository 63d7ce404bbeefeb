import { Hono } from "hono";
import type { SandboxCredentials } from "./credentials.ts";
import type { TelegramLife } from "./telegram-account.ts";
import type { WhatsappLife } from "./whatsapp-account.ts";
import type { World } from "./world.ts";

/** An event that the page offers to open on either phone. */
export interface SandboxEvent {
  title: string;
  startsAt: string;
  telegramLink: string;
  whatsappLink: string;
}

export interface PageDeps {
  world: World;
  credentials: SandboxCredentials;
  lives: { telegram: TelegramLife; whatsapp: WhatsappLife };
  listEvents: (() => Promise<SandboxEvent[]>) | undefined;
  advanceClock: ((ms: number) => Promise<void>) | undefined;
}

export function createPage(deps: PageDeps) {
  return { routes: new Hono(), close() {} };
}
