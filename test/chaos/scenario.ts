/** What a run is made of; with its seed it says all that is decided beforehand. */
export interface Scenario {
  name: string;
  seed: number;
  seconds: number;
  people: number;
  /** How many seconds pass on average from one to the next; left out: never. */
  every: Partial<Record<Mischief, number>>;
  /** How many seconds pass on average until the seats of some event are others; undefined: they never are, and nothing is called off. */
  seatsChangedEvery: number | undefined;
  /** How long a paused process stands still. */
  pausedMs: { from: number; to: number };
  /** One call of ours in so many meets trouble at the platforms, of any kind or slowness alone; 0: none. */
  troubledSends: number;
  trouble: "any" | "slowness";
  /** One webhook in so many is brought twice, one loses its answer, and one is late; 0: none. */
  troubledWebhooks: number;
  /** How far away Postgres is, in milliseconds each way: what can fall between two steps falls there the more often. */
  awayMs: number;
  /** The clock goes through the days of the calendar. */
  days: boolean;
  /** What people want: anything, the same few seats, or to come to the same event, which has room for all. */
  wanted: "anything" | "few seats" | "one event";
  /** The platforms keep their limits, this many times as fast as in earnest, and so do we. */
  pace: number | undefined;
  /** What a killed process holds is set free by hand, and not by the minute or two that it takes. */
  hurried: boolean;
}

export const MISCHIEF = [
  "app-killed",
  "app-paused",
  "redis-killed",
  "redis-emptied",
  "redis-set-back",
  "redis-paused",
  "postgres-stopped",
  "postgres-crashed",
  "event-moved",
] as const;
export type Mischief = (typeof MISCHIEF)[number];

/** What `npm run chaos` does unless told otherwise. */
export const FULL: Scenario = {
  name: "full",
  seed: 1,
  seconds: 300,
  people: 1000,
  every: {
    "app-killed": 20,
    "app-paused": 30,
    "redis-killed": 40,
    "redis-emptied": 60,
    "redis-set-back": 45,
    "redis-paused": 45,
    "postgres-stopped": 60,
    "postgres-crashed": 60,
    "event-moved": 60,
  },
  seatsChangedEvery: 4,
  pausedMs: { from: 2_000, to: 8_000 },
  troubledSends: 20,
  trouble: "any",
  troubledWebhooks: 12,
  awayMs: 0,
  days: true,
  wanted: "anything",
  pace: undefined,
  hurried: true,
};

/** A part of `npm test`: the same within a minute. */
export const SHORT: Scenario = {
  ...FULL,
  name: "short",
  seconds: 30,
  people: 80,
  every: {
    "app-killed": 12,
    "app-paused": 14,
    "redis-killed": 18,
    "redis-emptied": 25,
    "redis-set-back": 15,
    "redis-paused": 18,
    "postgres-stopped": 18,
    "postgres-crashed": 18,
    "event-moved": 15,
  },
  seatsChangedEvery: 2,
  pausedMs: { from: 1_000, to: 3_000 },
};
