import type { Person, Thread } from "./conversation.ts";
import { createEar } from "./ear.ts";
import { readOwnLink } from "./links.ts";
import { invent } from "./people.ts";
import { createPhone, type Phone } from "./phone.ts";
import { type TelegramAccount, type TelegramLife, telegramAccount } from "./telegram-account.ts";
import { type WhatsappAccount, type WhatsappLife, whatsappAccount } from "./whatsapp-account.ts";
import { threadKeyOf, type World } from "./world.ts";

/** A person whom a test or the demo lets act. */
export interface Actor {
  name: string;
  person: Person;
  telegram: Phone & Pick<TelegramAccount, "blocks" | "unblocks" | "deletesAccount"> & Groups;
  whatsapp: Phone & Pick<WhatsappAccount, "blocks" | "unblocks" | "vanishes" | "movesTo" | "reacts"> & Receipts;
  /** Opens a `t.me` or `wa.me` link to our own bot and presses Start or Send. */
  opens(link: string): Promise<void>;
}

interface Groups {
  /** Makes a group with the bot in it. */
  addsBotToGroup(title: string): Promise<Thread>;
  saysInGroup(group: Thread, text: string): Promise<void>;
}

interface Receipts {
  /** How far the business is told that messages come: `sent` is a phone that is off. */
  receipts(last: Thread["receipts"]): void;
}

export interface Cast {
  /** @throws Error for a name that nobody has. */
  person(name: string): Actor;
  /** Somebody new, with addresses of their own unless told otherwise. */
  newPerson(name?: string, addresses?: Partial<Omit<Person, "name">>): Actor;
}

export function createCast(world: World, lives: Lives): Cast {
  const actors = new Map<string, Actor>();
  const findOrThrow = (name: string) => {
    const person = world.findPerson(name);
    if (!person) throw new Error(`there is no ${name}: ${world.state.people.map((one) => one.name).join(", ")}`);
    return person;
  };
  const meet = (person: Person): Actor => {
    const actor = actors.get(person.name) ?? createActor(world, person, lives);
    actors.set(person.name, actor);
    return actor;
  };
  return {
    person: (name) => meet(findOrThrow(name)),
    newPerson(name, addresses) {
      const number = world.state.people.length + 1;
      return meet(world.addPerson({ ...invent(name ?? `Person ${number}`, number), ...addresses }));
    },
  };
}

interface Lives {
  telegram: TelegramLife;
  whatsapp: WhatsappLife;
}

function createActor(world: World, person: Person, lives: Lives): Actor {
  const follow = async (link: string): Promise<void> => {
    const own = readOwnLink(link, lives.telegram.credentials);
    if (own) await actor[own.platform].says(own.text);
  };
  const actor: Actor = {
    name: person.name,
    person,
    telegram: telegramPhone({ world, person, follow }, lives.telegram),
    whatsapp: whatsappPhone({ world, person, follow }, lives.whatsapp),
    opens: follow,
  };
  return actor;
}

interface Shared {
  world: World;
  person: Person;
  follow(link: string): Promise<void>;
}

function telegramPhone(shared: Shared, life: TelegramLife): Actor["telegram"] {
  const { world, person } = shared;
  const account = telegramAccount(person, life);
  const phone = createPhone({
    ...shared,
    platform: "telegram",
    account: { ...account, presses: (message, { data }) => account.presses(message, data) },
    ear: createEar(world, threadKeyOf(person, "telegram")),
  });
  // Assigned, not spread: a spread would freeze what the getters give.
  return Object.assign(phone, {
    blocks: account.blocks,
    unblocks: account.unblocks,
    deletesAccount: account.deletesAccount,
    async addsBotToGroup(title: string) {
      const group = world.addGroup(-1000 - world.nextMessageId(), title);
      await account.addsBotTo(group);
      return group;
    },
    async saysInGroup(group: Thread, text: string) {
      await account.writes(text, group);
    },
  });
}

function whatsappPhone(shared: Shared, life: WhatsappLife): Actor["whatsapp"] {
  const { world, person } = shared;
  const account = whatsappAccount(person, life);
  const ear = createEar(world, threadKeyOf(person, "whatsapp"));
  const phone = createPhone({ ...shared, platform: "whatsapp", account, ear });
  return Object.assign(phone, {
    blocks: account.blocks,
    unblocks: account.unblocks,
    vanishes: account.vanishes,
    movesTo: account.movesTo,
    reacts: account.reacts,
    receipts(last: Thread["receipts"]) {
      world.changeThread(world.threadOf(person, "whatsapp"), { receipts: last });
    },
  });
}
