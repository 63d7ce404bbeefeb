import type { Clock } from "../clock.ts";
import type { Told } from "./post.ts";
import { keyOf, quietMs, type Trouble, type TroubleSign } from "./trouble.ts";

/** Of one trouble no more is said than once in this time, its end apart. */
export const REPEAT_MS = 15 * 60_000;
/** What could not be told is tried again, but not at every sign of the same trouble. */
const TRY_AGAIN_MS = 55_000;

/** One trouble as it is told. */
export interface News {
  trouble: Trouble;
  since: Date;
  times: number;
  /** When it ended; undefined while it stands. */
  over: Date | undefined;
  /** Telegram's id of the message that told of it first, to be written over. */
  messageId: string | undefined;
}

export interface Standing {
  trouble: string;
  since: Date;
  times: number;
  /** By which way the admins were told; undefined: not yet. */
  told: Told["by"] | undefined;
}

/** Keeps what stands against us: each trouble is told once, counted, told again rarely, and told when it is over. */
export interface Alarms {
  raise(trouble: Trouble, times?: number): void;
  /** Nothing happens if it does not stand. */
  clear(trouble: TroubleSign): void;
  /** Tells what waits to be told, and ends what has been quiet for long enough. Each minute. */
  look(): Promise<void>;
  standing(): Standing[];
  /** Resolves when nothing is being told. */
  idle(): Promise<void>;
}

interface Alarm extends News {
  lastAt: Date;
  told: Told["by"] | undefined;
  toldTimes: number;
  toldAt: Date | undefined;
  triedAt: Date | undefined;
  telling: Promise<void> | undefined;
}

interface Options {
  clock: Clock;
  /** Never throws; undefined if nobody could be told. */
  tell(news: News): Promise<Told | undefined>;
}

export function createAlarms({ clock, tell }: Options): Alarms {
  const alarms = new Map<string, Alarm>();

  function open(trouble: Trouble): Alarm {
    const key = keyOf(trouble);
    const former = alarms.get(key);
    if (former && (!former.over || former.telling)) {
      former.over = undefined; // it is back before its end was said, or while it is being said
      return former;
    }
    const now = clock.now();
    const alarm: Alarm = { ...NEVER_TOLD, trouble, since: now, lastAt: now, times: 0, toldAt: former?.toldAt };
    alarms.set(key, alarm);
    return alarm;
  }

  function tellIfDue(alarm: Alarm): void {
    if (alarm.telling || !isDue(alarm, clock.now())) return;
    alarm.telling = tellOf(alarm).finally(() => {
      alarm.telling = undefined;
    });
  }

  async function tellOf(alarm: Alarm): Promise<void> {
    const { times, over } = alarm;
    alarm.triedAt = clock.now();
    const told = await tell({ ...alarm });
    if (!told) return;
    alarm.told = told.by;
    alarm.toldTimes = times;
    alarm.toldAt = clock.now();
    alarm.messageId = told.messageId ?? alarm.messageId;
    // Its end has been said; or it has come while the trouble was being told.
    if (over) alarm.toldTimes = 0;
    else if (alarm.over) await tellOf(alarm);
  }

  return {
    raise(trouble, times = 1) {
      const alarm = open(trouble);
      alarm.trouble = trouble;
      alarm.times += times;
      alarm.lastAt = clock.now();
      tellIfDue(alarm);
    },
    clear(trouble) {
      const alarm = alarms.get(keyOf(trouble));
      if (!alarm || alarm.over) return;
      alarm.over = clock.now();
      alarm.triedAt = undefined;
      tellIfDue(alarm);
    },
    async look() {
      const now = clock.now();
      for (const [key, alarm] of alarms) {
        const quiet = quietMs(alarm.trouble);
        if (!alarm.over && quiet !== undefined && ageMs(alarm.lastAt, now) >= quiet) alarm.over = alarm.lastAt;
        tellIfDue(alarm);
        const isDone = alarm.over && alarm.toldTimes === 0 && !alarm.telling;
        if (isDone && (!alarm.toldAt || ageMs(alarm.toldAt, now) >= REPEAT_MS)) alarms.delete(key);
      }
      await settled(alarms);
    },
    standing: () => [...alarms.values()].filter(({ over }) => !over).map(toStanding),
    idle: () => settled(alarms),
  };
}

const NEVER_TOLD = {
  over: undefined,
  messageId: undefined,
  told: undefined,
  toldTimes: 0,
  triedAt: undefined,
  telling: undefined,
};

/** A trouble that ended before anybody heard of it needs no word; the end of one that was told is told at once. */
function isDue(alarm: Alarm, now: Date): boolean {
  const { over, times, toldTimes, toldAt, triedAt } = alarm;
  if (triedAt && ageMs(triedAt, now) < TRY_AGAIN_MS) return false;
  if (over) return toldTimes > 0;
  return times > toldTimes && (!toldAt || ageMs(toldAt, now) >= REPEAT_MS);
}

async function settled(alarms: ReadonlyMap<string, Alarm>): Promise<void> {
  await Promise.all([...alarms.values()].map(({ telling }) => telling));
}

function toStanding({ trouble, since, times, told }: Alarm): Standing {
  return { trouble: keyOf(trouble), since, times, told };
}

function ageMs(at: Date, now: Date): number {
  return now.getTime() - at.getTime();
}
