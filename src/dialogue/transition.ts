import type { Picture } from "../messages.ts";
import { parsePress } from "../presses.ts";
import { conclude } from "./concluding.ts";
import { fulfil } from "./fulfilling.ts";
import { hear } from "./hearing.ts";
import type { Input, Said, Speaker } from "./input.ts";
import type { Outcome } from "./outcome.ts";
import { repeat } from "./questions.ts";
import { groupReply } from "./replies/general.ts";
import { leads } from "./replies/leads.ts";
import { openDesk } from "./staff/desk.ts";
import { isPictureAsked } from "./staff/pictures.ts";
import type { Snapshot, Waiting } from "./state.ts";
import type { Step } from "./step.ts";
import { answer, ask, isSigningUp, keepQuiet, type Turn, toTurn } from "./turn.ts";
import { wishOf } from "./wishes.ts";

const NOTHING: Said = { type: "unsupported", kind: "nothing" };

/** Moves a conversation one step. Total and pure: no clock, no database, no platform. */
export function transition(snapshot: Snapshot, input: Input, speaker: Speaker): Step {
  const { state } = snapshot;
  if (state.type === "GROUP") return { snapshot };
  if (input.type === "outcome") return resume(snapshot, input.outcome, speaker);
  const from = state.type === "WAITING" ? state.from : state;
  return start(toTurn(snapshot, from, input, speaker), input);
}

/** The stored state was of a shape nobody knows any more: says so, and shows what there is. STOP is obeyed all the same. */
export function startOver(snapshot: Snapshot, input: Input, speaker: Speaker): Step {
  if (input.type === "text" && wishOf(input.text)?.verb === "stop") return transition(snapshot, input, speaker);
  const turn = toTurn(snapshot, { type: "START" }, NOTHING, speaker);
  return ask({ ...turn, lead: leads.startedOver }, { type: "list-events", page: 0 });
}

function start(turn: Turn, said: Said): Step {
  switch (said.type) {
    case "text":
      return hear(turn, said.text);
    case "press": {
      const press = parsePress(said.data);
      return press ? fulfil(turn, press) : repeat(turn, turn.from, isNew(turn) ? undefined : leads.notUnderstood);
    }
    case "edited":
      return isAsking(turn) ? repeat(turn, turn.from, leads.edited) : keepQuiet(turn);
    case "unsupported":
      if (said.kind === "reaction") return keepQuiet(turn);
      return isPictureAsked(turn) ? openDesk(turn) : notRead(turn);
    case "picture":
      return pictureSent(turn, said);
    case "place":
      return turn.from.type === "ORGANISING" ? openDesk(turn) : notRead(turn);
    case "group":
      return answer(turn, { type: "GROUP" }, groupReply(turn.voice));
  }
}

function notRead(turn: Turn): Step {
  return repeat(turn, turn.from, isNew(turn) ? undefined : leads.onlyText);
}

/** Of an album the first is heard, and the rest are in its answer. */
function pictureSent(turn: Turn, { album }: Picture): Step {
  const { snapshot } = turn;
  if (album !== undefined && album === snapshot.album) return keepQuiet(turn);
  const first: Turn = album === undefined ? turn : { ...turn, snapshot: { ...snapshot, album } };
  return isPictureAsked(first) ? openDesk(first) : notRead(first);
}

/** The outcome is read with the state that asked. */
function resume(snapshot: Snapshot, outcome: Outcome, speaker: Speaker): Step {
  const { state } = snapshot;
  if (state.type === "GROUP") return { snapshot };
  if (state.type !== "WAITING") return repeat(toTurn(snapshot, state, NOTHING, speaker), state);
  const { aim, lead, request }: Waiting = state;
  const turn = toTurn(snapshot, state.from, state.said, speaker);
  return conclude({ ...turn, aim, lead }, request, outcome);
}

function isNew({ from }: Turn): boolean {
  return from.type === "START";
}

function isAsking({ from }: Turn): boolean {
  return isSigningUp(from) || "back" in from || from.type === "ORGANISING";
}
