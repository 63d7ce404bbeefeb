import { inTransaction } from "../database/faults.ts";
import { findClub } from "../services/club.ts";
import { listStaffChats, type StaffChat } from "../services/staff.ts";
import { openOwnerLink } from "../services/staff-links.ts";
import { toUrl } from "../texts/links.ts";
import type { Ground } from "./ground.ts";

/** What the team decides by chat, as far as this process knows it. */
export interface Team {
  /** Where alerts go when the configuration names no chat. */
  ownerChat(): Pick<StaffChat, "telegramId" | "locale"> | undefined;
  /** Where the team is written to on Telegram. */
  chats(): readonly StaffChat[];
  /** Looks again: in this process after every change by chat, and each minute for what others did. */
  refresh(): Promise<void>;
  /** What to open in Telegram to become the owner; undefined while there is one, or until Telegram told the bot's name. */
  ownerLink(): Promise<string | undefined>;
}

export type TeamGround = Pick<Ground, "config" | "database" | "clock" | "house">;

/** The club's name stands in every consent, so that it is there before anyone is answered. */
export async function openTeam({ config, database, clock, house }: TeamGround): Promise<Team> {
  const { telegram, organisation, isNamed } = config;
  let chats: StaffChat[] = [];

  async function refresh(): Promise<void> {
    chats = await listStaffChats(database.rest);
    const club = isNamed ? undefined : await findClub(database.rest);
    house.organisation = club?.name ?? organisation.name;
    house.contact = organisation.contact || (club?.contact ?? "");
  }

  await refresh();
  return {
    ownerChat() {
      const telegramId = telegram?.adminChatId;
      const staying = chats.find((chat) => (telegramId ? chat.telegramId === telegramId : chat.role === "owner"));
      return staying ?? (telegramId === undefined ? undefined : { telegramId, locale: undefined });
    },
    chats: () => chats,
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
