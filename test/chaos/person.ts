import { createKeyedLock } from "../../src/chats/lock.ts";
import type { Guest } from "./guest.ts";

/** Who is behind one phone, or two: on each one thing at a time is done, and on both at once what concerns both. */
export interface Person {
  phones: Guest[];
  alone<T>(guest: Guest, deed: () => Promise<T>): Promise<T>;
  together<T>(deed: () => Promise<T>): Promise<T>;
}

export function createPerson(): Person {
  const lock = createKeyedLock();
  return {
    phones: [],
    alone: ({ platform }, deed) => lock.run(platform, deed),
    // Always in this order, and nobody who has one of them waits for the other.
    together: (deed) => lock.run("telegram", () => lock.run("whatsapp", deed)),
  };
}

/** The person's other phone. */
export function otherOf(guest: Guest): Guest | undefined {
  return guest.person.phones.find((phone) => phone !== guest);
}
