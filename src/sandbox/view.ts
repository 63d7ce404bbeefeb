import type { Message, Person, Thread } from "./conversation.ts";
import { commandsFor } from "./telegram-commands.ts";
import { type Happening, threadKeyOf, type World } from "./world.ts";

/** More than anybody scrolls back, and little enough to send at once. */
const SHOWN = 100;

/** One event of the live stream: a name and its JSON. */
export interface Live {
  event: string;
  data: object;
}

/** Everything, as the page first sees it. */
export function viewWorld(world: World): Live {
  const people = world.state.people
    .filter((person) => isShown(world, person))
    .map((person) => viewPerson(world, person));
  return { event: "world", data: { people, now: world.clock.now().toISOString() } };
}

/** One thing that happened; undefined for what the page does not show. */
export function viewHappening(world: World, happening: Happening): Live | undefined {
  if (happening.type === "clock") {
    return { event: "clock", data: { now: world.clock.now().toISOString(), moving: happening.moving } };
  }
  if (happening.type === "person") return { event: "person", data: viewPerson(world, happening.person) };
  const { key, person } = happening.thread;
  if (person === undefined) return undefined;
  switch (happening.type) {
    case "message":
      return { event: "message", data: { key, message: viewMessage(happening.message) } };
    case "changed":
      return { event: "changed", data: { key, message: viewMessage(happening.message), words: happening.words } };
    case "deleted":
      return { event: "deleted", data: { key, id: happening.messageId } };
    case "thread":
      return { event: "thread", data: { key, ...viewThread(happening.thread) } };
    case "typing":
      return { event: "typing", data: { key } };
    case "toast":
      return { event: "toast", data: { key, text: happening.text, alert: happening.alert } };
  }
}

// A crowd invented by a test would drown the page: those past the first are shown once they have spoken.
const ALWAYS_SHOWN = 8;

function isShown(world: World, person: Person): boolean {
  if (world.state.people.indexOf(person) < ALWAYS_SHOWN) return true;
  return [threadKeyOf(person, "telegram"), threadKeyOf(person, "whatsapp")].some((key) => world.findThread(key));
}

function viewPerson(world: World, person: Person): object {
  const show = (platform: "telegram" | "whatsapp") => {
    const thread = world.threadOf(person, platform);
    return { key: thread.key, ...viewThread(thread), messages: thread.messages.slice(-SHOWN).map(viewMessage) };
  };
  return {
    name: person.name,
    number: person.whatsapp.phone,
    telegram: { ...show("telegram"), commands: commandsFor(world, person.telegram) },
    whatsapp: show("whatsapp"),
  };
}

function viewThread({ started, blocked, gone }: Thread): object {
  return { started, blocked, gone };
}

/** Without the text as it was sent: the page shows what a person reads. */
function viewMessage({ raw: _, ...message }: Message): object {
  return message;
}
