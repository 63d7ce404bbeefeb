import type { Intent, Label } from "../../../intents.ts";
import { label } from "../../../intents.ts";
import type { Role } from "../../../roles.ts";
import { inRows } from "../../replies/cards.ts";
import { lines, say, type Voice } from "../../replies/reply.ts";
import type { TeamMember } from "../outcome.ts";
import type { DeskQuestion } from "../state.ts";
import { deskButton, toMenu, withLabel } from "./button.ts";

/** Who has a role, numbered, with a button to remove each but oneself. */
export function teamReply(voice: Voice, team: TeamMember[], lead?: Label): Intent {
  const numbered = team.map((member, index) => ({ ...member, number: index + 1 }));
  const items = numbered.map(({ number, name, role, you }) =>
    label(you ? "desk-line-you" : "desk-line-member", { number, name: nameOf(name), role: label(`desk-role-${role}`) }),
  );
  const remove = numbered
    .filter(({ you }) => !you)
    .map(({ userId, number }) => withLabel(label("desk-button-remove", { number }), { act: "remove", member: userId }));
  return say(voice, {
    text: "desk-team",
    params: { items: lines(items) },
    choices: [
      [
        deskButton("desk-button-invite-organiser", { act: "invite-organiser" }),
        deskButton("desk-button-invite-door", { act: "invite-door" }),
      ],
      [deskButton("desk-button-invite-owner", { act: "invite-owner" })],
      ...inRows(voice, remove),
      [toMenu()],
    ],
    lead,
  });
}

export function invitedReply(voice: Voice, { role, token }: { role: Role; token: string }): Intent {
  return say(voice, {
    text: "desk-invited",
    params: {
      role: label(`desk-role-${role}`),
      link: { type: "link", link: { to: "telegram", start: `team_${token}` } },
    },
    choices: [[deskButton("desk-button-team", { act: "team" }), toMenu()]],
  });
}

export function removeQuestion(
  voice: Voice,
  { name, role }: Pick<Extract<DeskQuestion, { type: "removing" }>, "name" | "role">,
  lead?: Label,
): Intent {
  return say(voice, {
    text: "desk-ask-remove",
    params: { name: nameOf(name), role: label(`desk-role-${role}`) },
    choices: [
      [
        deskButton("desk-button-remove-sure", { act: "sure" }, "yes"),
        deskButton("desk-button-keep", { act: "team" }, "no"),
      ],
    ],
    lead,
  });
}

function nameOf(name: string | undefined): string | Label {
  return name ? name : label("desk-no-name");
}
