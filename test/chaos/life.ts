import type { Message } from "../../src/sandbox/conversation.ts";
import type { Pause } from "../../src/sandbox/pause.ts";
import { FACTS, MY, set } from "./expectations.ts";
import { forgetMe } from "./farewell.ts";
import type { Guest } from "./guest.ts";
import { kindOf } from "./heard.ts";
import { link } from "./linking.ts";
import { signUp } from "./signing-up.ts";
import { fallSilent } from "./silence.ts";

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
  /** They are the person before them in the list, on their other messenger, */
  isSecondPhone: boolean;
  /** and give the same e-mail on it. */
  sameEmail: boolean;
  /** Types the code that comes if their e-mail is known. */
  proves: boolean;
  /** From 0 to 1: how likely they are to answer what the bot says unasked. */
  eager: number;
}

export type Deed =
  | { type: "my" | "help" | "language" | "two-at-once" | "give-up" | "sticker"; afterMs: number }
  | { type: "stop-and-start"; afterMs: number }
  | { type: "sign-up"; slug: string; afterMs: number }
  | { type: "link"; undoes: boolean; afterMs: number }
  | { type: "forget"; returns: boolean; afterMs: number }
  | { type: "block"; forMs: number; afterMs: number };

export interface Time {
  /** Waits that end with the run. */
  pause: Pause;
  random: () => number;
}

/** Comes, signs up, and does what they have in mind until the run is over. */
export async function live(guest: Guest, wishes: Wishes, time: Time): Promise<void> {
  const { pause, random } = time;
  const { person, diary } = guest;
  const isOver = () => pause.isClosed() || diary.isOver;
  await pause.wait(wishes.arrivesMs);
  if (isOver() || !(await person.alone(guest, () => signUp(guest, wishes, wishes.slug)))) return leave(guest);
  let attended = 0;
  for (const deed of wishes.deeds) {
    await pause.wait(deed.afterMs);
    if (isOver()) return;
    const mark = guest.listening.count();
    const since = guest.listening.since(attended);
    if (random() < wishes.eager) await person.alone(guest, () => attend(guest, since, random));
    attended = mark;
    if (isOver()) return;
    if (!(await perform({ guest, wishes, time }, deed))) return leave(guest);
  }
}

/** Whoever is not answered says nothing more. */
function leave({ diary }: Guest): void {
  diary.isOver = true;
}

interface Life {
  guest: Guest;
  wishes: Wishes;
  time: Time;
}

/** Gives whether they were answered. */
function perform(life: Life, deed: Deed): Promise<boolean> {
  const { guest, time } = life;
  const ifStillThere = (act: () => Promise<boolean>) => async () => (guest.diary.isOver ? false : act());
  switch (deed.type) {
    case "link":
      return link(guest, deed.undoes, time);
    case "forget":
      return guest.person.together(ifStillThere(() => forgetMe(guest, deed.returns)));
    case "stop-and-start":
      return guest.person.together(ifStillThere(() => stopAndStart(guest)));
    default:
      return guest.person.alone(
        guest,
        ifStillThere(() => performAlone(life, deed)),
      );
  }
}

function performAlone(
  { guest, wishes, time }: Life,
  deed: Exclude<Deed, { type: "link" | "forget" | "stop-and-start" }>,
): Promise<boolean> {
  switch (deed.type) {
    case "my":
      return isAnswered(guest.says("/my", MY));
    case "help":
      return isAnswered(guest.says("/help", set("help")));
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
    case "block":
      return fallSilent(guest, deed.forMs, time);
    case "sign-up":
      return signUp(guest, wishes, deed.slug);
  }
}

async function isAnswered(answering: Promise<Message | undefined>): Promise<boolean> {
  return (await answering) !== undefined;
}

async function stopAndStart(guest: Guest): Promise<boolean> {
  if (!(await guest.says("/stop", set("stopped")))) return false;
  return isAnswered(guest.says("/start", set("writing-again")));
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
