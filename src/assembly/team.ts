import { inTransaction } from "../database/faults.ts";
import { findClub } from "../services/club.ts";
import { findOwnerChat } from "../services/staff.ts";
import { openOwnerLink } from "../services/staff-links.ts";
import { toUrl } from "../texts/links.ts";
import type { Ground } from "./ground.ts";

/** What the team decides by chat, as far as this process knows it. */
export interface Team {
  /** Where alerts go when the configuration names no chat. */
  ownerChat(): number | undefined;
  /** Looks again: in this process after every change by chat, and each minute for what others did. */
  refresh(): Promise<void>;
  /** What to open in Telegram to become the owner; undefined while there is one, or until Telegram told the bot's name. */
  ownerLink(): Promise<string | undefined>;
}

export type TeamGround = Pick<Ground, "config" | "database" | "clock" | "house">;

/** The club's name stands in every consent, so that it is there before anyone is answered. */
export async function openTeam({ config, database, clock, house }: TeamGround): Promise<Team> {
  const { telegram, organisation, isNamed } = config;
  let ownerChat: number | undefined;

  async function refresh(): Promise<void> {
    ownerChat = await findOwnerChat(database.rest);
    const club = isNamed ? undefined : await findClub(database.rest);
    house.organisation = club?.name ?? organisation.name;
    house.contact = organisation.contact || (club?.contact ?? "");
  }

  await refresh();
  return {
    ownerChat: () => telegram?.adminChatId ?? ownerChat,
    refresh,
    async ownerLink() {
      // A group that hears the alerts is nobody who could organise.
      if (!telegram || !house.telegramBot || (telegram.adminChatId ?? -1) > 0) return undefined;
      const key = telegram.token;
      const token = await inTransaction(database.rest, (trx) => openOwnerLink(trx, { key, now: clock.now() }));
      return token && toUrl({ to: "telegram", start: `admin_${token}` }, house);
    },
  };
}
