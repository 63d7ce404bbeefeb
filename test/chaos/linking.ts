import type { Message } from "../../src/sandbox/conversation.ts";
import { set } from "./expectations.ts";
import type { Diary, Guest } from "./guest.ts";
import { kindOf, linkCodeIn } from "./heard.ts";
import type { Time } from "./life.ts";
import { otherOf } from "./person.ts";

const ASKED = set("link-question", "link-unknown");
const ACCEPTED = set("linked", "link-unknown");
const UNDONE = set("unlinked", "undo-too-late");
/** From "That was not me" on the answer may be read, and the other phone hears of it. */
const SECOND_THOUGHTS_MS = 3_000;

/** Connects both phones of a person by /link on this one and LINK on the other; `undoes`: and takes it back at once. */
export async function link(guest: Guest, undoes: boolean, { pause }: Time): Promise<boolean> {
  const other = otherOf(guest);
  if (!other || other.diary.isOver || guest.diary.linked === "yes") return true;
  const shown = await guest.person.alone(guest, () => guest.says("/link", set("link-code")));
  const code = shown && linkCodeIn(shown);
  if (!code) return shown !== undefined;
  await guest.person.alone(other, async () => {
    if (other.diary.isOver) return;
    const linked = await accept(other, code);
    if (linked === undefined) other.diary.isOver = true;
    if (!linked || !undoes || kindOf(linked) !== "linked") return;
    await pause.wait(SECOND_THOUGHTS_MS);
    if (!(await undo(other, linked))) other.diary.isOver = true;
  });
  return true;
}

/** Undefined if they were not answered. */
async function accept(guest: Guest, code: string): Promise<Message | undefined> {
  const question = await guest.says(`LINK ${code}`, ASKED);
  if (!question || kindOf(question) !== "link-question") return question;
  const answer = await guest.presses(question, "accept-link", ACCEPTED);
  if (!answer) noteLinked(guest, "unsure");
  else if (kindOf(answer) === "linked") noteLinked(guest, "yes", answer);
  return answer;
}

async function undo(guest: Guest, linked: Message): Promise<boolean> {
  const answer = await guest.presses(linked, "undo-merge", UNDONE);
  if (!answer) noteLinked(guest, "unsure");
  else if (kindOf(answer) === "unlinked") noteLinked(guest, "no");
  return answer !== undefined;
}

/** As far as the person was told. `told`: what says so. */
export function noteLinked({ person }: Guest, linked: Diary["linked"], told?: Message): void {
  for (const { diary } of person.phones) Object.assign(diary, { linked, linkedAt: told && new Date(told.at) });
}
