import type { Role } from "../roles.ts";
import { createStaffCommands } from "../telegram/staff-commands.ts";
import { commands } from "../texts/commands.ts";
import type { Ground } from "./ground.ts";

export interface StaffMenus {
  /** Shows each of the team the commands of their role, and whoever is gone everybody's. What fails is tried again. */
  refresh(): Promise<void>;
}

/** Kept in memory: a start shows them anew, and a menu too many gives no right. */
export function openStaffMenus({ config, team }: Pick<Ground, "config" | "team">): StaffMenus {
  if (!config.telegram) return { async refresh() {} };
  const { show } = createStaffCommands(config.telegram, config.locale);
  const shown = new Map<number, Role>();
  let refreshing = Promise.resolve();

  async function showAll(): Promise<void> {
    const staff = new Map(team.chats().map(({ telegramId, role }) => [telegramId, role]));
    for (const [chatId, role] of staff) {
      if (shown.get(chatId) === role) continue;
      if (await show(chatId, { en: commands("en", role), ru: commands("ru", role) })) shown.set(chatId, role);
    }
    for (const chatId of shown.keys()) {
      if (!staff.has(chatId) && (await show(chatId, undefined))) shown.delete(chatId);
    }
  }

  return {
    refresh() {
      refreshing = refreshing.then(showAll);
      return refreshing;
    },
  };
}
