import type { Message } from "../../src/sandbox/conversation.ts";
import { set } from "./expectations.ts";
import type { Expected, Guest } from "./guest.ts";
import { isLinking, kindOf, linkCodeIn } from "./heard.ts";
import type { Wishes } from "./life.ts";
import { noteLinked } from "./linking.ts";
import { otherOf } from "./person.ts";

const OPENED = set("card", "full", "closed", "ticket", "waiting", "seat-offered");
const BEGUN = set("name", "email", "confirming", "full", "card", "closed", "ticket", "waiting");
/** Another may have taken the last seat meanwhile. */
const NAMED = set("email", "confirming", "full", "closed");
const ADDRESSED = set("confirming", "full", "closed");
const DONE = set("ticket", "waiting", "full", "closed");
/** Whoever has two phones may have done any of it on the other one, and both may have become one meanwhile. */
const ANY = set(...OPENED, ...BEGUN, ...NAMED, ...DONE, "code-awaited", "linked");

const MOST_STEPS = 12;
/** For the code to come to the other phone, unless that was blocked, or is of somebody who never wrote. */
const CODE_MS = 15_000;

interface Course {
  slug: string;
  /** How much the other phone had heard before. */
  mark: number;
  /** They have told an e-mail in it. */
  told: boolean;
}

/** Gives whether they were answered to the end. */
export async function signUp(guest: Guest, wishes: Wishes, slug: string): Promise<boolean> {
  const course = { slug, mark: otherOf(guest)?.listening.count() ?? 0, told: false };
  const link = guest.platform === "telegram" ? `/start e_${slug}` : `Hello! I would like to come: ${slug}`;
  let answer = await guest.says(link, expecting(guest, OPENED));
  for (let steps = 0; answer && steps < MOST_STEPS; steps++) {
    if (kindOf(answer) === "linked" || isLinking(answer)) noteLinked(guest, "yes", answer);
    const next = goOn(guest, wishes, { answer, course });
    if (!next) return true;
    answer = await next;
  }
  return answer !== undefined;
}

function expecting(guest: Guest, usual: Expected): Expected {
  return otherOf(guest) ? ANY : usual;
}

/** The next step of signing up; undefined once there is none. */
function goOn(
  guest: Guest,
  wishes: Wishes,
  { answer, course }: { answer: Message; course: Course },
): Promise<Message | undefined> | undefined {
  const wantsRussian = wishes.russian && guest.diary.locale === "en" && guest.diary.taken === 1;
  switch (kindOf(answer)) {
    case "card":
    case "full":
      if (wantsRussian && answer.rows.flat().some(({ title }) => title === "Русский")) {
        guest.diary.locale = "ru";
        return guest.presses(answer, "language", expecting(guest, OPENED));
      }
      if (kindOf(answer) === "card") return guest.presses(answer, "sign-up", expecting(guest, BEGUN));
      return guest.presses(answer, wishes.askFirst ? "queue-asked" : "queue", expecting(guest, BEGUN));
    case "name":
      return guest.says(guest.actor.name, expecting(guest, NAMED));
    case "email":
      if (wishes.shy || course.told) return guest.presses(answer, "no-email", expecting(guest, ADDRESSED));
      course.told = true;
      return guest.says(guest.email, expecting(guest, ADDRESSED));
    case "code-awaited":
      return proveEmail(guest, wishes, { answer, course });
    case "confirming":
      return guest.presses(answer, wishes.reminders ? "confirm" : "confirm-quiet", expecting(guest, DONE));
    default:
      return undefined;
  }
}

/** The address is known with us: they type the code that came to their other phone, or go on without it. */
async function proveEmail(
  guest: Guest,
  wishes: Wishes,
  { answer, course }: { answer: Message; course: Course },
): Promise<Message | undefined> {
  const arrived = wishes.proves
    ? await otherOf(guest)?.listening.next(course.mark, (message) => kindOf(message) === "code-arrived", CODE_MS)
    : undefined;
  const code = arrived && linkCodeIn(arrived);
  course.mark = otherOf(guest)?.listening.count() ?? 0; // a code is worth one try
  return code ? guest.says(code, ANY) : guest.presses(answer, "without-email", ANY);
}
