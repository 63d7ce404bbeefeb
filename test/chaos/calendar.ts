/**
 * The days of a run: always the same ones, around the night in which Berlin's clocks go from 2:00 to 3:00. A clock can be
 * set to any day, so that a seed means the same next year.
 */
export const ZONE = "Europe/Berlin";
export const STARTS_AT = new Date("2027-03-26T12:00:00Z");

export interface PlannedEvent {
  title: string;
  startsAt: Date;
  /** As the clock on the wall will say, which reminders tell. */
  wall: string;
  /** Of a hundred people who come to the run; null: no limit. */
  seatsPerHundred: number | null;
}

/** Does not take place, as people hear in the middle of the run. */
export const CALLED_OFF = "Picnic";

/** The last is never reached: its people still have a ticket at the end. */
export const EVENTS: readonly PlannedEvent[] = [
  { title: "Supper", startsAt: new Date("2027-03-27T19:00:00Z"), wall: "20:00", seatsPerHundred: 8 },
  { title: "Night walk", startsAt: new Date("2027-03-28T01:30:00Z"), wall: "03:30", seatsPerHundred: null },
  { title: "Choir", startsAt: new Date("2027-03-28T16:00:00Z"), wall: "18:00", seatsPerHundred: 15 },
  { title: CALLED_OFF, startsAt: new Date("2027-03-29T09:30:00Z"), wall: "11:30", seatsPerHundred: 10 },
  { title: "Chess", startsAt: new Date("2027-03-29T17:00:00Z"), wall: "19:00", seatsPerHundred: 4 },
  { title: "Spring fair", startsAt: new Date("2027-05-01T09:00:00Z"), wall: "11:00", seatsPerHundred: 30 },
];

const HOUR_MS = 60 * 60_000;

/** What the clock is moved to: the moment of each reminder, and each start, in their order. */
export const MOMENTS: readonly Date[] = EVENTS.slice(0, -1)
  .flatMap(({ startsAt }) => [24, 1, -1].map((hours) => new Date(startsAt.getTime() - hours * HOUR_MS)))
  .filter((moment) => moment > STARTS_AT)
  .toSorted((a, b) => a.getTime() - b.getTime());

export function toSlug(title: string): string {
  return title.toLowerCase().replaceAll(" ", "-");
}
