import type { Message } from "../../src/sandbox/conversation.ts";
import type { Pause } from "../../src/sandbox/pause.ts";
import type { Guest } from "./guest.ts";
import { type Heard, kindOf } from "./heard.ts";

/** What somebody wants, decided by the seed alone; what they do about it depends on what they are told. */
export interface Wishes {
  /** From the start of the run. */
  arrivesMs: number;
  slug: string;
  russian: boolean;
  /** In place of a name and an e-mail the buttons for those who want to tell none. */
  shy: boolean;
  reminders: boolean;
  /** Of a full event: to be asked first. */
  askFirst: boolean;
  deeds: Deed[];
  /** From 0 to 1: how likely they are to answer what the bot says unasked. */
  eager: number;
}

export type Deed =
  | { type: "my" | "help" | "language" | "two-at-once" | "give-up" | "stop-and-start" | "sticker"; afterMs: number }
  | { type: "sign-up"; slug: string; afterMs: number };

export interface Time {
  /** Waits that end with the run. */
  pause: Pause;
  random: () => number;
}

const set = (...kinds: Heard[]): ReadonlySet<Heard> => new Set(kinds);
/** What "my" may be answered with. */
export const MY = set("ticket", "waiting", "list", "nothing", "seat-offered");
/** How things stand, which others may have changed meanwhile. */
const FACTS = set(
  ...["card", "full", "closed", "ticket", "waiting", "list", "nothing"].map((kind) => kind as Heard),
  ...["give-up-question", "given-up", "coming-noted", "offer-over", "seat-offered"].map((kind) => kind as Heard),
);
const OPENED = set("card", "full", "closed", "ticket", "waiting", "seat-offered");
const BEGUN = set("name", "email", "confirming", "full", "card", "closed", "ticket", "waiting");
/** Another may have taken the last seat meanwhile. */
const NAMED = set("email", "confirming", "full", "closed");
const ADDRESSED = set("confirming", "full", "closed");
const DONE = set("ticket", "waiting", "full", "closed");

/** Comes, signs up, and does what they have in mind until the run is over. */
export async function live(guest: Guest, wishes: Wishes, { pause, random }: Time): Promise<void> {
  await pause.wait(wishes.arrivesMs);
  if (pause.isClosed()) return;
  if (!(await signUp(guest, wishes, wishes.slug))) return;
  let attended = 0;
  for (const deed of wishes.deeds) {
    await pause.wait(deed.afterMs);
    if (pause.isClosed()) return;
    const mark = guest.listening.count();
    if (random() < wishes.eager) await attend(guest, guest.listening.since(attended), random);
    attended = mark;
    if (pause.isClosed() || !(await perform(guest, wishes, deed))) return;
  }
}

/** Gives whether they were answered to the end. */
async function signUp(guest: Guest, wishes: Wishes, slug: string): Promise<boolean> {
  const link = guest.platform === "telegram" ? `/start e_${slug}` : `Hello! I would like to come: ${slug}`;
  let answer = await guest.says(link, OPENED);
  for (let steps = 0; answer && steps < 12; steps++) {
    const next = goOn(guest, wishes, answer);
    if (!next) return true;
    answer = await next;
  }
  return answer !== undefined;
}

/** The next step of signing up; undefined once there is none. */
function goOn(guest: Guest, wishes: Wishes, answer: Message): Promise<Message | undefined> | undefined {
  const wantsRussian = wishes.russian && guest.diary.locale === "en" && guest.diary.taken === 1;
  switch (kindOf(answer)) {
    case "card":
    case "full":
      if (wantsRussian && answer.rows.flat().some(({ title }) => title === "Русский")) {
        guest.diary.locale = "ru";
        return guest.presses(answer, "language", OPENED);
      }
      if (kindOf(answer) === "card") return guest.presses(answer, "sign-up", BEGUN);
      return guest.presses(answer, wishes.askFirst ? "queue-asked" : "queue", BEGUN);
    case "name":
      return guest.says(guest.actor.name, NAMED);
    case "email":
      return wishes.shy ? guest.presses(answer, "no-email", ADDRESSED) : guest.says(guest.email, ADDRESSED);
    case "confirming":
      return guest.presses(answer, wishes.reminders ? "confirm" : "confirm-quiet", DONE);
    default:
      return undefined;
  }
}

async function perform(guest: Guest, wishes: Wishes, deed: Deed): Promise<boolean> {
  switch (deed.type) {
    case "my":
      return (await guest.says("/my", MY)) !== undefined;
    case "help":
      return (await guest.says("/help", set("help"))) !== undefined;
    case "sticker":
      return guest.actor[guest.platform].sends("sticker").then(
        () => ++guest.diary.taken > 0,
        () => ++guest.diary.dropped > 0,
      );
    case "language":
      return changeLanguage(guest, false);
    case "two-at-once":
      return changeLanguage(guest, true);
    case "give-up":
      return giveUp(guest);
    case "stop-and-start":
      if (!(await guest.says("/stop", set("stopped")))) return false;
      return (await guest.says("/start", set("writing-again"))) !== undefined;
    case "sign-up":
      return signUp(guest, wishes, deed.slug);
  }
}

/** `hasty`: asks for something else in the same moment, which must not undo it. */
async function changeLanguage(guest: Guest, hasty: boolean): Promise<boolean> {
  const { diary } = guest;
  const list = await guest.says("/language", set("languages"));
  if (!list) return false;
  const wanted = diary.locale === "en" ? "Русский" : "English";
  const press = list.rows.flat().find(({ title }) => title === wanted);
  if (press?.type !== "press") return true;
  const pressing = guest.presses({ ...list, rows: [[press]] }, "language", "anything");
  const helped = hasty ? guest.says("/help", "anything") : undefined;
  const answers = await Promise.all([pressing, helped]);
  diary.locale = diary.locale === "en" ? "ru" : "en";
  return answers[0] !== undefined;
}

async function giveUp(guest: Guest): Promise<boolean> {
  const shown = await guest.says("/my", MY);
  if (!shown || !hasButton(shown, "give-up")) return shown !== undefined;
  const asked = await guest.presses(shown, "give-up", FACTS);
  if (!asked || kindOf(asked) !== "give-up-question") return asked !== undefined;
  return (await guest.presses(asked, "give-up-sure", FACTS)) !== undefined;
}

/** Answers the newest offer or reminder. */
async function attend(guest: Guest, said: readonly Message[], random: () => number): Promise<void> {
  const asks = said.findLast((message) => ["seat-offered", "reminder-24h"].includes(kindOf(message)));
  if (!asks) return;
  const verb = hasButton(asks, "take-seat") ? "take-seat" : "coming";
  const leaves = random() < 0.2 && hasButton(asks, "give-up");
  await guest.presses(asks, leaves ? "give-up" : verb, FACTS);
}

function hasButton(message: Message, verb: string): boolean {
  const choices = [...message.rows.flat(), ...(message.list?.sections.flatMap(({ rows }) => rows) ?? [])];
  return choices.some((choice) => "data" in choice && choice.data.startsWith(`${verb}:`));
}
