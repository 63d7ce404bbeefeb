import type { EventId } from "../src/ids.ts";
import type { Platform } from "../src/messages.ts";
import type { TestPostgres } from "./database.ts";
import { type Member, seatMembers } from "./members.ts";
import { openWorldOnPostgres } from "./stored-world.ts";
import type { TestWorld } from "./world.ts";

/** An app whose platforms keep their limits, at a pace that both are told, with an event that so many have a seat at. */
export interface PaceWorld {
  world: TestWorld;
  database: TestPostgres;
  eventId: EventId;
  slug: string;
  members: Member[];
  /** How many messages each platform has taken. */
  taken(platform: Platform): number;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Options {
  /** Gates and doubles alike: 10 is ten times as fast. */
  scale: number;
  /** Of the gates, where they are not to be as fast as the doubles. */
  pace?: number;
  people: Record<Platform, number>;
  redisUrl?: string;
}

export async function openPaceWorld({ scale, pace = scale, people, redisUrl }: Options): Promise<PaceWorld> {
  const world = await openWorldOnPostgres({
    ...(redisUrl !== undefined && { redisUrl }),
    limits: { scale },
    env: { PACE: String(pace) },
  });
  const { database } = world;
  const { id, slug } = await world.publish({ maxParticipants: null });
  const eventId = id as EventId;
  const count = people.telegram + people.whatsapp;
  const on = (n: number): Platform[] => [n < people.telegram ? "telegram" : "whatsapp"];
  const members = await seatMembers(world, database.db, { eventId, count, on });
  return {
    world,
    database,
    eventId,
    slug,
    members,
    taken: (wanted) =>
      world.sandbox.sends().filter(({ platform, messageId }) => platform === wanted && messageId !== undefined).length,
    [Symbol.asyncDispose]: world.stop,
  };
}
