import type { HotCopies } from "../chats/hot-copy.ts";
import { dropForgottenAddresses } from "../database/deliveries.ts";
import { deleteUpdatesBefore } from "../database/inbox.ts";
import type { Job } from "../scheduler/jobs.ts";
import type { Broadcasts } from "./broadcasts.ts";
import type { Ground } from "./ground.ts";
import { keepRetention } from "./retention.ts";

/** WhatsApp brings an update again for 7 days at most. */
const INBOX_KEPT_MS = 10 * 24 * 60 * 60_000;

interface Parts {
  hotCopies: HotCopies;
  remind(): Promise<void>;
  passOn(): Promise<void>;
  refreshTeam(): Promise<void>;
  broadcasts: Broadcasts;
}

/** What is done by the clock. */
export function timetable(ground: Ground, { hotCopies, remind, passOn, refreshTeam, broadcasts }: Parts): Job[] {
  const { database, clock } = ground;
  const forgetUpdates = () => deleteUpdatesBefore(database.rest, new Date(clock.now().getTime() - INBOX_KEPT_MS));
  // Of those whose farewell was settled by the platform's report, while our process ended.
  const dropAddresses = () => dropForgottenAddresses(database.rest);
  const retention = () => keepRetention(ground, hotCopies.forget);
  return [
    { name: "look at the team", pattern: "* * * * *", run: refreshTeam },
    { name: "remind people", pattern: "* * * * *", run: remind },
    { name: "pass on offers", pattern: "* * * * *", run: passOn },
    { name: "look for broadcasts", pattern: "* * * * *", run: broadcasts.tell },
    { name: "tell of broadcasts", pattern: "*/5 * * * * *", run: broadcasts.tellSoon },
    { name: "forget handled updates", pattern: "17 3 * * *", run: forgetUpdates },
    { name: "forget people after the retention", pattern: "37 3 * * *", run: retention },
    { name: "drop forgotten addresses", pattern: "27 * * * *", run: dropAddresses },
  ];
}
