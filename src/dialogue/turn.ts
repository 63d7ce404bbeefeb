import type { Intent, Label } from "../intents.ts";
import { type Press, parsePress } from "../presses.ts";
import type { Said, Speaker } from "./input.ts";
import { guessLocale } from "./locale.ts";
import { toOffered } from "./offered.ts";
import type { Voice } from "./replies/reply.ts";
import type { Request } from "./request.ts";
import type { Aim, DialogueState, Ground, SideQuestion, SigningUp, Snapshot } from "./state.ts";
import type { Step } from "./step.ts";

/** One input on its way through the machine: what was said, where, and how to answer. */
export interface Turn {
  snapshot: Snapshot;
  from: Ground | SideQuestion;
  said: Said;
  speaker: Speaker;
  voice: Voice;
  aim: Aim;
  /** To be said before the answer. */
  lead: Label | undefined;
}

/** Begins a turn; from here on the chat has a language, if anything told which. */
export function toTurn(snapshot: Snapshot, from: Ground | SideQuestion, said: Said, speaker: Speaker): Turn {
  const locale = snapshot.locale ?? guessLocale(said, speaker);
  const { platform, defaultLocale } = speaker;
  const voice: Voice = { locale: locale ?? defaultLocale, zone: snapshot.zone, platform };
  return { snapshot: { ...snapshot, locale }, from, said, speaker, voice, aim: "answer", lead: undefined };
}

/** Turning a page or switching the language changes the message that was pressed. */
const REWRITING: ReadonlySet<Press["verb"]> = new Set<Press["verb"]>(["page", "my-page", "past-page", "language"]);

/** Ends the turn with its one reply. */
export function answer(turn: Turn, state: DialogueState, reply: Intent): Step {
  const press = pressOf(turn);
  if (press && REWRITING.has(press.verb)) return rewrite(turn, state, reply);
  return { snapshot: { ...turn.snapshot, state, offered: toOffered(reply) }, reply: withRetired(turn, reply) };
}

/** Ends the turn with a reply that, on Telegram, takes the place of the pressed message. */
export function rewrite(turn: Turn, state: DialogueState, reply: Intent): Step {
  const messageId = pressedMessage(turn);
  const isNew = reply.picture?.type === "ticket" || reply.file !== undefined;
  const edited = messageId === undefined || isNew ? reply : { ...reply, edits: messageId };
  return { snapshot: { ...turn.snapshot, state, offered: toOffered(reply) }, reply: edited };
}

/** Ends the turn without a word. */
export function keepQuiet(turn: Turn): Step {
  return { snapshot: { ...turn.snapshot, state: turn.from } };
}

/** Asks the services; the outcome comes back as the next input, with this turn remembered. */
export function ask(turn: Turn, request: Request): Step {
  const { snapshot, from, said, aim, lead } = turn;
  const waiting = { type: "WAITING" as const, from, said, request, aim };
  return { snapshot: { ...snapshot, state: lead ? { ...waiting, lead } : waiting }, request };
}

/** What lies under a side question. */
export function groundOf(from: Ground | SideQuestion): Ground {
  return "back" in from ? from.back : from;
}

export function isSigningUp(state: DialogueState): state is SigningUp {
  return "draft" in state;
}

/** The sign-up under way, be it under a side question. */
export function signUpOf(turn: Turn): SigningUp | undefined {
  const ground = groundOf(turn.from);
  return isSigningUp(ground) ? ground : undefined;
}

/** Somebody of the team, in the midst of their work. */
export function isAtDesk(turn: Turn): boolean {
  return groundOf(turn.from).type === "ORGANISING";
}

/** Where the conversation stands after an answer that asks nothing and changes nothing. */
export function standStill(turn: Turn): Ground {
  return groundOf(turn.from);
}

export function pressOf({ said }: Turn): Press | undefined {
  return said.type === "press" ? parsePress(said.data) : undefined;
}

/** On Telegram, where it can be written anew. */
export function pressedMessage({ said, speaker }: Turn): string | undefined {
  return said.type === "press" && speaker.platform === "telegram" ? said.messageId : undefined;
}

/** Questions that are answered once: their buttons go when they were. */
const ANSWERED_ONCE: ReadonlySet<Press["verb"]> = new Set<Press["verb"]>([
  "sign-up",
  "other-name",
  "queue",
  "queue-asked",
  "take-seat",
  "stay",
  "use-name",
  "no-email",
  "take-suggestion",
  "keep-email",
  "correct-name",
  "correct-email",
  "confirm",
  "confirm-quiet",
  "cancel",
  "go-on",
  "open-other",
  "other-email",
  "without-email",
  "accept-link",
  "refuse-link",
  "keep",
  "forget-sure",
  "write-again",
]);

function withRetired(turn: Turn, reply: Intent): Intent {
  const messageId = pressedMessage(turn);
  const press = pressOf(turn);
  return messageId !== undefined && press && ANSWERED_ONCE.has(press.verb) ? { ...reply, retires: messageId } : reply;
}
