import type { Hono } from "hono";
import type { Clock } from "../clock.ts";
import type { WhatsappConfig } from "../config.ts";
import type { Intent } from "../intents.ts";
import type { Logger } from "../logger.ts";
import type { Platform } from "../messages.ts";
import type { Attach, Channel, FetchPicture, Receive, Report } from "../outbox/channel.ts";
import type { House, Worded } from "../texts/worded.ts";
import { createWhatsappChannel } from "./channel.ts";
import type { OnNotice } from "./notices.ts";
import { setUpWhatsapp } from "./setup.ts";
import { createMissingTemplates } from "./template-status.ts";
import { whatsappWebhook } from "./webhook.ts";

interface Deps {
  config: WhatsappConfig;
  /** Told the number once Meta has said it. */
  house: House;
  word(intent: Intent, platform: Platform): Worded;
  attach: Attach;
  fetchPicture: FetchPicture;
  receive: Receive;
  report: Report;
  onNotice?: OnNotice | undefined;
  /** Where nobody looks at them, as in the sandbox, missing templates are made at once. */
  makesTemplates?: boolean;
  clock: Clock;
  log: Logger;
}

/** WhatsApp as the app joins it. */
export function createWhatsapp(deps: Deps): {
  channel: Channel;
  routes: Hono;
  connect(): Promise<void>;
} {
  const {
    config,
    house,
    word,
    attach,
    fetchPicture,
    receive,
    report,
    onNotice,
    makesTemplates = false,
    clock,
    log,
  } = deps;
  return {
    channel: createWhatsappChannel({ config, word, attach, fetchPicture, clock, log, onNotice }),
    routes: whatsappWebhook({ receive, report, onNotice, config, clock, log }),
    async connect() {
      if (makesTemplates) await createMissingTemplates({ config, word });
      house.whatsappPhone = (await setUpWhatsapp({ config, log })).phone;
    },
  };
}
