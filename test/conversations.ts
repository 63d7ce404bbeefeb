import type { EventId } from "../src/ids.ts";
import { type EventVerb, type PlainVerb, toData } from "../src/presses.ts";
import { invent } from "../src/sandbox/people.ts";
import { pick } from "./chance.ts";
import { type Doing, toTelegramUpdate, toWhatsappDelivery } from "./updates.ts";

/** One chat's updates in their order, as bodies of the webhook's requests. */
export interface Conversation {
  platform: "telegram" | "whatsapp";
  bodies: string[];
}

export interface EventRef {
  id: EventId;
  slug: string;
}

interface Options {
  number: number;
  length: number;
  platform: Conversation["platform"];
  events: readonly EventRef[];
  /** The newest update is that old, and each one before it some seconds older, as nobody types faster. */
  now: Date;
  random: () => number;
}

type Does = Doing["does"];

const SPACING_MS = 3_000;
/** Telegram tells no moment of a press, so that these count as pressed when they come: fewer than a flood. */
const MOST_PRESSES_ON_TELEGRAM = 12;
const WORDS = [
  "/events",
  "/my",
  "/cancel",
  "/help",
  "/privacy",
  "/language",
  "/mydata",
  "1",
  "2",
  "yes",
  "no",
  "да",
  "?",
  "stop",
  "start",
  "Русский",
  "my",
  "past events",
  "Ada",
  "thanks",
  "🙂",
];
const EVENT_VERBS: EventVerb[] = [
  "event",
  "sign-up",
  "queue",
  "confirm",
  "confirm-quiet",
  "give-up",
  "give-up-sure",
  "keep",
  "take-back",
  "other-name",
];
const PLAIN_VERBS: PlainVerb[] = [
  "events",
  "use-name",
  "no-email",
  "my",
  "past",
  "cancel",
  "correct-name",
  "back",
  "help",
  "go-on",
];

/** Somebody who signs up and gives up, writes nonsense in between, and presses what comes to hand. */
export function converse({ number, length, platform, events, now, random }: Options): Conversation {
  const person = invent(`Person ${number}`, number);
  const doings: Does[] = [];
  while (doings.length < length)
    doings.push(...(random() < 0.2 ? signUp(number, { platform, events, random }) : [chatter(events, random)]));
  const bodies = toFewPresses(doings.slice(0, length), platform).map((does, n) => {
    const at = new Date(now.getTime() - (length - n) * SPACING_MS);
    const doing = { person, at, does };
    return platform === "telegram"
      ? toTelegramUpdate(doing, n * 1_000 + number)
      : toWhatsappDelivery([doing], `${number}-${n}`);
  });
  return { platform, bodies };
}

/** The whole way, with a slip here and there. */
function signUp(number: number, { platform, events, random }: Pick<Options, "platform" | "events" | "random">): Does[] {
  const event = pick(random, events);
  const steps: Does[] = [
    { text: platform === "telegram" ? `/start e_${event.slug}` : `Hello! I would like to come: ${event.slug}` },
    { press: toData({ verb: pick(random, ["sign-up", "queue"] as const), eventId: event.id }) },
    { text: `Person ${number}` },
    { text: random() < 0.5 ? "no" : `person-${number}@club.example` },
    random() < 0.5 ? { text: "yes" } : { press: toData({ verb: "confirm", eventId: event.id }) },
  ];
  return steps.filter(() => random() < 0.95);
}

function chatter(events: readonly EventRef[], random: () => number): Does {
  if (random() < 0.5) return { text: pick(random, WORDS) };
  if (random() < 0.3) return { press: toData({ verb: pick(random, PLAIN_VERBS) }) };
  return { press: toData({ verb: pick(random, EVENT_VERBS), eventId: pick(random, events).id }) };
}

function toFewPresses(doings: Does[], platform: Conversation["platform"]): Does[] {
  let presses = 0;
  return doings.map((does) => {
    if (platform === "whatsapp" || !("press" in does) || presses++ < MOST_PRESSES_ON_TELEGRAM) return does;
    return { text: presses % 3 ? "yes" : "/my" };
  });
}
