import { progressReply, reportReply } from "../dialogue/staff/replies/broadcasts.ts";
import type { Locale } from "../messages.ts";
import { type Draw, tellBroadcasts } from "../services/broadcast-rounds.ts";
import type { Ground } from "./ground.ts";

export interface Broadcasts {
  /** Tells how far each broadcast is, whoever sent it. Each minute. */
  tell(): Promise<void>;
  /** The same each few seconds, while this process knows of one that is under way. */
  tellSoon(): Promise<void>;
  /** There may be one now. */
  wake(): void;
}

const voiceOf = (locale: Locale) => ({ locale, zone: undefined, platform: "telegram" as const });

/** As the desk says it to whoever asks. */
const draw: Draw = {
  progress: (progress, locale) => progressReply(voiceOf(locale), progress),
  report: (report, locale) => reportReply(voiceOf(locale), report),
};

export function openBroadcasts(
  { database, clock }: Ground,
  { wakeDispatcher }: { wakeDispatcher(): void },
): Broadcasts {
  let woken = 0;
  let done = 0;

  async function tell(): Promise<void> {
    const begun = woken;
    const { open, told } = await tellBroadcasts(database.rest, { draw, now: clock.now() });
    if (told > 0) wakeDispatcher();
    if (open === 0) done = begun;
    else if (done === woken) woken++;
  }

  return {
    tell,
    async tellSoon() {
      if (done !== woken) await tell();
    },
    wake() {
      woken++;
    },
  };
}
