import { setTimeout } from "node:timers/promises";
import { EVENTS, ZONE } from "./calendar.ts";
import type { House } from "./house.ts";
import type { Scenario } from "./scenario.ts";

/** Who publishes the events and moves them, through the API of whichever process answers. */
export interface Organiser {
  publish(): Promise<void>;
  /** Moves the next event that is some hours off, and back again: nobody is to be reminded of a start twice. */
  moveAndBack(forMs: number): Promise<void>;
}

const HOUR_MS = 60 * 60_000;

export function createOrganiser(house: House, { people }: Scenario): Organiser {
  const ids = new Map<string, string>();
  const { clock } = house;

  /** Until it is done, as somebody does who sees an error. */
  async function persist(path: string, call: Parameters<House["api"]>[1]): Promise<Record<string, unknown>> {
    for (let tries = 1; ; tries++) {
      try {
        return await house.api(path, call);
      } catch (error) {
        if (tries === 60) throw error;
        await setTimeout(500);
      }
    }
  }

  return {
    async publish() {
      for (const { title, startsAt, seatsPerHundred } of EVENTS) {
        const seats = seatsPerHundred === null ? null : Math.max(2, Math.round((seatsPerHundred * people) / 100));
        const event = { title, startsAt, timeZone: ZONE, location: "Library hall", maxParticipants: seats };
        const { id } = await persist("/events", { method: "POST", body: { ...event, status: "published" } });
        ids.set(title, String(id));
      }
    },
    async moveAndBack(forMs) {
      const soon = clock.now().getTime() + 4 * HOUR_MS;
      const next = EVENTS.find(({ startsAt }) => startsAt.getTime() > soon);
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
  };
}
