import { type Broadcasts, openBroadcasts } from "./broadcasts.ts";
import { type Examinations, openExaminations } from "./examinations.ts";
import type { Ground } from "./ground.ts";
import { openStaffMenus } from "./staff-menus.ts";

/** What the organisers' desk needs besides its chats: all of it asks platforms, and so takes place after the commit. */
export interface DeskWork {
  look: Examinations["look"];
  /** The team as it is now, with the menus that it sees. */
  refreshTeam(): Promise<void>;
  showMenus(): Promise<void>;
  /** What is written to people, under way. */
  broadcasts: Broadcasts;
  /** With how many people the WhatsApp account may open a conversation in 24 hours; undefined without a limit. */
  dailyLimit(): number | undefined;
  stop(): void;
}

export function openDeskWork(ground: Ground, parts: Parameters<typeof openExaminations>[1]): DeskWork {
  const { look, stop } = openExaminations(ground, parts);
  const menus = openStaffMenus(ground);
  return {
    look,
    refreshTeam: () => ground.team.refresh().then(menus.refresh),
    showMenus: menus.refresh,
    broadcasts: openBroadcasts(ground, parts),
    dailyLimit: parts.dailyLimit,
    stop,
  };
}
