import type { MovableClock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { OpenDatabase } from "../database/connection.ts";
import type { Logger } from "../logger.ts";
import type { Platform } from "../messages.ts";
import type { Texts } from "../texts/texts.ts";
import type { House } from "../texts/worded.ts";
import type { Team } from "./team.ts";

/** What everything stands on. */
export interface Ground {
  config: Config;
  log: Logger;
  database: OpenDatabase;
  clock: MovableClock;
  house: House;
  texts: Texts;
  team: Team;
}

/** Who speaks here; the bot and the number introduce themselves later. */
export function toHouse({ organisation, retentionDays, locale, publicUrl }: Config, port: number): House {
  const { name, contact } = organisation;
  const url = publicUrl.replace(/:0$/, `:${port}`); // PORT=0 asks for any free one
  return {
    organisation: name,
    contact,
    retentionDays,
    locale,
    publicUrl: url,
    telegramBot: undefined,
    whatsappPhone: undefined,
  };
}

const PLATFORMS: readonly Platform[] = ["telegram", "whatsapp"];

/** The messengers that are configured. */
export function platformsOf(config: Config): Platform[] {
  return PLATFORMS.filter((platform) => config[platform] !== undefined);
}
