import { createChance, pick } from "../chance.ts";
import { EVENTS, MOMENTS, toSlug } from "./calendar.ts";
import type { Deed, Wishes } from "./life.ts";
import type { SeatChange } from "./organiser.ts";
import { MISCHIEF, type Mischief, type Scenario } from "./scenario.ts";

/** All that is decided before a run begins, by its seed alone. */
export interface Plan {
  /** In the order in which it is done; one after the other, where one takes longer than the way to the next. */
  disturbances: Disturbance[];
  guests: Wishes[];
}

export type Disturbance = { atMs: number } & (
  | { [Type in Mischief]: { type: Type; app: number; forMs: number } }[Mischief]
  | { type: "clock-moved"; to: Date }
  | ({ type: "seats-changed" } & SeatChange)
  | { type: "called-off" }
);

const OTHER_DEEDS = ["my", "help", "language", "two-at-once", "give-up", "stop-and-start", "sticker"] as const;

const SEAT_CHANGES = ["more", "more", "fewer", "fewer", "too few"] as const;

const WANTED: Partial<Record<Scenario["wanted"], string>> = { "few seats": "chess", "one event": "night-walk" };

export function makePlan(scenario: Scenario): Plan {
  const { seed, people } = scenario;
  return {
    disturbances: [...makeMischief(scenario), ...moveClock(scenario), ...organise(scenario)].toSorted(
      (a, b) => a.atMs - b.atMs,
    ),
    guests: Array.from({ length: people }, (_, n) => makeWishes(n, createChance(seed * 1_000_003 + n), scenario)),
  };
}

/** Each kind has a chance of its own, so that one more kind leaves the others as they were. */
function makeMischief({ seed, seconds, every, pausedMs }: Scenario): Disturbance[] {
  return MISCHIEF.flatMap((type, index) => {
    const mean = every[type];
    if (mean === undefined) return [];
    const random = createChance(seed * 7_919 + index);
    const count = Math.max(1, Math.round(seconds / mean));
    return Array.from({ length: count }, () => ({
      type,
      atMs: Math.round((0.05 + 0.9 * random()) * seconds * 1000),
      app: Math.floor(random() * 2),
      forMs: Math.round(pausedMs.from + random() * (pausedMs.to - pausedMs.from)),
    }));
  });
}

/** Over the run, once most people are in; where platforms keep their limits, when all have fallen silent. */
function moveClock({ seconds, days, pace }: Scenario): Disturbance[] {
  if (!days || pace !== undefined) return [];
  const atMs = (n: number) => Math.round((0.3 + (0.65 * n) / MOMENTS.length) * seconds * 1000);
  return MOMENTS.map((to, n) => ({ type: "clock-moved", atMs: atMs(n), to }));
}

/** What organisers do meanwhile: more seats, fewer, fewer than there may be; and one event does not take place. */
function organise({ seed, seconds, seatsChangedEvery }: Scenario): Disturbance[] {
  if (seatsChangedEvery === undefined) return [];
  const random = createChance(seed * 104_729);
  const limited = EVENTS.filter(({ seatsPerHundred }) => seatsPerHundred !== null);
  const changes = Array.from({ length: Math.max(1, Math.round(seconds / seatsChangedEvery)) }, (): Disturbance => {
    const atMs = Math.round((0.1 + 0.85 * random()) * seconds * 1000);
    const { title } = pick(random, limited);
    return { type: "seats-changed", atMs, title, to: pick(random, SEAT_CHANGES), share: random() };
  });
  return [...changes, { type: "called-off", atMs: Math.round((0.3 + 0.4 * random()) * seconds * 1000) }];
}

function makeWishes(n: number, random: () => number, { seconds, wanted }: Scenario): Wishes {
  const hurries = wanted === "few seats";
  const isSecondPhone = n % 2 === 1 && wanted === "anything" && random() < 0.6;
  const arrivesMs = Math.round(random() ** 2 * seconds * (hurries ? 300 : 700));
  const slugs = EVENTS.map(({ title }) => toSlug(title));
  const wish = () => WANTED[wanted] ?? pick(random, slugs);
  const slug = wish();
  const count = Math.round(random() * 6) + 2;
  const between = (seconds * 1000 - arrivesMs) / (count + 1);
  const deeds = Array.from({ length: count }, (): Deed => {
    const afterMs = Math.round(between * (0.4 + random()));
    if (hurries) return { type: random() < 0.6 ? "give-up" : "my", afterMs };
    if (random() < 0.15) return { type: "sign-up", slug: wish(), afterMs };
    return {
      ...(wanted === "anything" ? pickDeed(random, isSecondPhone) : { type: pick(random, OTHER_DEEDS) }),
      afterMs,
    };
  });
  return {
    ...{ arrivesMs, slug, deeds },
    russian: random() < 0.25,
    shy: random() < 0.3,
    reminders: random() < 0.85,
    askFirst: random() < 0.5,
    eager: random(),
    isSecondPhone,
    sameEmail: random() < 0.5,
    proves: random() < 0.8,
  };
}

/** Some of it is rare, since whoever does it does little else. */
function pickDeed(random: () => number, hasTwo: boolean): WithoutTime<Deed> {
  const rare = random();
  if (rare < 0.06) return { type: "forget", returns: random() < 0.5 };
  if (rare < 0.16) return { type: "block", forMs: Math.round(2_000 + random() * 10_000) };
  // Whoever is known on one messenger only says nothing.
  if (rare < (hasTwo ? 0.5 : 0.25)) return { type: "link", undoes: random() < 0.3 };
  return { type: pick(random, OTHER_DEEDS) };
}

type WithoutTime<D> = D extends unknown ? Omit<D, "afterMs"> : never;
