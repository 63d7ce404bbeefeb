import { createGuest, type Guest } from "./guest.ts";
import type { House } from "./house.ts";
import { toPerson } from "./identity.ts";
import { createListener } from "./listening.ts";
import { createPerson } from "./person.ts";
import type { Plan } from "./plan.ts";

/** All who will come, on one phone each; some of them are the person before them in the list. */
export function invite(
  { sandbox, clock }: House,
  { guests }: Plan,
  manner: Pick<Parameters<typeof createGuest>[0], "patienceMs" | "turnstile">,
): Guest[] {
  const listen = createListener(sandbox.world);
  const invited: Guest[] = [];
  for (const [n, { isSecondPhone, sameEmail }] of guests.entries()) {
    const { name, email: own, ...addresses } = toPerson(n);
    const first = isSecondPhone ? invited.at(-1) : undefined;
    const actor = first?.actor ?? sandbox.newPerson(name, addresses);
    const platform = n % 2 ? "whatsapp" : "telegram";
    const listening = listen(actor[platform].thread.key);
    const person = first?.person ?? createPerson();
    const email = sameEmail ? (first?.email ?? own) : own;
    const guest = createGuest({ actor, platform, email, person, listening, clock, ...manner });
    person.phones.push(guest);
    invited.push(guest);
  }
  return invited;
}

/** What people did that is rare, and how often. */
export function listDeeds(guests: readonly Guest[]): [string, number][] {
  const count = (is: (guest: Guest) => number) => guests.reduce((sum, guest) => sum + is(guest), 0);
  return [
    ["people: both phones connected", count(({ diary }) => (diary.linked === "yes" ? 0.5 : 0))],
    ["people: blocked the bot", count(({ diary }) => diary.blocks.length)],
    ["people: had all deleted", count(({ diary }) => (diary.forgotten === "yes" ? 1 : 0))],
  ];
}
