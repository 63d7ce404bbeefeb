import { setTimeout } from "node:timers/promises";
import { CALLED_OFF, EVENTS, ZONE } from "./calendar.ts";
import type { House } from "./house.ts";
import type { Scenario } from "./scenario.ts";

/** Who publishes the events and changes them, through the API of whichever process answers. */
export interface Organiser {
  publish(): Promise<void>;
  /** Moves the next event that is some hours off, and back again: nobody is to be reminded of a start twice. */
  moveAndBack(forMs: number): Promise<void>;
  /** Gives how that ended: an event that is over is left as it is, and nobody's seat is taken away. */
  changeSeats(change: SeatChange): Promise<"changed" | "refused" | "over">;
  callOff(): Promise<void>;
}

export interface SeatChange {
  title: string;
  /** `fewer`: as few as there are people who have one, or between that and those that are held; `too few`: below. */
  to: "more" | "fewer" | "too few";
  /** From 0 to 1: how far. */
  share: number;
}

const HOUR_MS = 60 * 60_000;
/** Of the seats that there were in the beginning, so many more at most. */
const MOST_MORE = 0.3;

export function createOrganiser(house: House, { people }: Scenario): Organiser {
  const ids = new Map<string, string>();
  let isCalledOff = false;
  const { clock } = house;

  /** Until it is done, as somebody does who sees an error. */
  async function persist(path: string, call: Parameters<House["api"]>[1]): Promise<Record<string, unknown>> {
    for (let tries = 1; ; tries++) {
      try {
        return await house.api(path, call);
      } catch (error) {
        if (tries === 60 || (error instanceof Error && error.message.startsWith("409"))) throw error;
        await setTimeout(500);
      }
    }
  }

  return {
    async publish() {
      for (const { title, startsAt, seatsPerHundred } of EVENTS) {
        const maxParticipants = seatsPerHundred === null ? null : toSeats(seatsPerHundred, people);
        const event = { title, startsAt, timeZone: ZONE, location: "Library hall", maxParticipants };
        const { id } = await persist("/events", { method: "POST", body: { ...event, status: "published" } });
        ids.set(title, String(id));
      }
    },
    async moveAndBack(forMs) {
      const soon = clock.now().getTime() + 4 * HOUR_MS;
      const isOn = ({ title }: { title: string }) => !isCalledOff || title !== CALLED_OFF;
      const next = EVENTS.find((event) => event.startsAt.getTime() > soon && isOn(event));
      const id = next && ids.get(next.title);
      if (!next || id === undefined) return;
      const path = `/events/${id}`;
      await persist(path, {
        method: "PATCH",
        body: { startsAt: new Date(next.startsAt.getTime() + HOUR_MS / 2) },
      });
      await setTimeout(forMs);
      await persist(path, { method: "PATCH", body: { startsAt: next.startsAt } });
    },
    async changeSeats({ title, to, share }) {
      const event = EVENTS.find((one) => one.title === title);
      if (!event || event.startsAt <= clock.now()) return "over";
      const path = `/events/${ids.get(title)}`;
      const now = await persist(path, { method: "GET" });
      const [taken, held, seats] = [Number(now.taken), Number(now.held), Number(now.maxParticipants)];
      const wanted = {
        more: seats + Math.ceil(share * MOST_MORE * toSeats(event.seatsPerHundred ?? 0, people)),
        fewer: taken - held + Math.floor(share * (held + 1)),
        "too few": taken - held - 1,
      }[to];
      const body = { maxParticipants: Math.max(1, wanted) };
      return persist(path, { method: "PATCH", body }).then(
        () => "changed" as const,
        () => "refused" as const,
      );
    },
    async callOff() {
      isCalledOff = true;
      await persist(`/events/${ids.get(CALLED_OFF)}`, { method: "PATCH", body: { status: "cancelled" } });
    },
  };
}

function toSeats(perHundred: number, people: number): number {
  return Math.max(2, Math.round((perHundred * people) / 100));
}
