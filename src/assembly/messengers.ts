import type { Hono } from "hono";
import { withAdvisoryLock } from "../database/advisory-lock.ts";
import { findSetting, setSetting } from "../database/settings.ts";
import type { Platform } from "../messages.ts";
import type { Attach, Channel, Receive } from "../outbox/channel.ts";
import { createFetchPicture } from "../telegram/download.ts";
import { createTelegram } from "../telegram/platform.ts";
import type { Notice } from "../whatsapp/notices.ts";
import { createWhatsapp } from "../whatsapp/platform.ts";
import type { Ground } from "./ground.ts";
import { openNotices } from "./notices.ts";
import { openReports } from "./reports.ts";
import type { Sight } from "./sight.ts";

/** A messenger as the app joins it: webhook routes, a channel, and how it learns about itself from its platform. */
export interface Messenger {
  channel: Channel;
  routes: Hono;
  connect(): Promise<void>;
}

interface Joining {
  receive: Receive;
  attach: Attach;
  sight: Pick<Sight, "reported">;
  heed(notice: Notice): void;
}

/** A third messenger is one folder and two lines here. */
export function openMessengers(ground: Ground, { receive, attach, sight, heed }: Joining): Map<Platform, Messenger> {
  const { config, database, clock, house, log, texts } = ground;
  const common = { house, word: texts.word, attach, receive, clock, log };
  const report = openReports(database.rest, sight);
  const messengers = new Map<Platform, Messenger>();
  if (config.telegram) messengers.set("telegram", openTelegram(ground, { ...common, config: config.telegram }));
  if (config.whatsapp) {
    const fetchPicture = config.telegram ? createFetchPicture(config.telegram, { log }) : async () => undefined;
    const news = { fetchPicture, report, onNotice: openNotices(ground, heed), makesTemplates: config.sandbox };
    messengers.set("whatsapp", createWhatsapp({ ...common, ...news, config: config.whatsapp }));
  }
  return messengers;
}

type TelegramDeps = Omit<Parameters<typeof createTelegram>[0], "remembered" | "defaultLocale">;

/** Processes that start together set the webhook one after another. */
function openTelegram({ config, database, clock }: Ground, deps: TelegramDeps): Messenger {
  const key = "telegram-webhook";
  const remembered = {
    async read() {
      const value = await findSetting(database.rest, key);
      return typeof value === "string" ? value : undefined;
    },
    write: (fingerprint: string) => setSetting(database.rest, key, fingerprint, clock.now()),
  };
  const telegram = createTelegram({ ...deps, remembered, defaultLocale: config.locale });
  const connect = () => withAdvisoryLock({ db: database.rest, kind: database.kind }, key, telegram.connect);
  return { ...telegram, connect };
}
