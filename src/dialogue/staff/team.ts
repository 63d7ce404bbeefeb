import type { UserId } from "../../ids.ts";
import { label } from "../../intents.ts";
import type { Step } from "../step.ts";
import { answer, ask, type Turn } from "../turn.ts";
import type { DeskOutcome, TeamMember } from "./outcome.ts";
import { toDesk } from "./question.ts";
import { invitedReply, removeQuestion, teamReply } from "./replies/team.ts";
import type { DeskQuestion } from "./state.ts";

/** The list; or, for one of them, the question whether they are to go. */
export function teamListed(turn: Turn, team: TeamMember[], remove: UserId | undefined): Step {
  const member = team.find(({ userId }) => userId === remove);
  if (member) {
    const { userId, role, name = "" } = member;
    return askToRemove(turn, { type: "removing", member: userId, name, role });
  }
  return answer(turn, toDesk({ type: "none" }), teamReply(turn.voice, team, turn.lead));
}

export function askToRemove(turn: Turn, question: Extract<DeskQuestion, { type: "removing" }>): Step {
  return answer(turn, toDesk(question), removeQuestion(turn.voice, question, turn.lead));
}

export function removeSurely(turn: Turn, member: UserId): Step {
  return ask(turn, { type: "remove-member", member });
}

export function memberRemoved(
  turn: Turn,
  outcome: Extract<DeskOutcome, { type: "member-removed" | "member-kept" }>,
): Step {
  const lead =
    outcome.type === "member-removed"
      ? label("desk-lead-removed", {
          role: label(`desk-role-${outcome.role}`),
          name: outcome.name ?? label("desk-no-name"),
        })
      : label(`desk-lead-${outcome.why}`);
  return ask({ ...turn, lead }, { type: "list-team" });
}

export function invited(turn: Turn, { role, token }: Extract<DeskOutcome, { type: "invited" }>): Step {
  return answer(turn, toDesk({ type: "none" }), invitedReply(turn.voice, { role, token }));
}
