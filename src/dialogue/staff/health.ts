import type { Step } from "../step.ts";
import { answer, ask, type Turn } from "../turn.ts";
import type { HealthOutcome } from "./health-state.ts";
import { toDesk } from "./question.ts";
import { lookedLately, lookingReply, mendReply } from "./replies/health.ts";

export function concludeHealth(turn: Turn, outcome: HealthOutcome, page: number): Step {
  const { voice } = turn;
  switch (outcome.type) {
    case "examination-begun":
      return answer(turn, toDesk({ type: "none" }), lookingReply(voice));
    case "examination-waits":
      return answer(turn, toDesk({ type: "none" }), lookedLately(voice, outcome.seconds));
    case "examination-read": {
      const { examination } = outcome;
      if (!examination) return ask(turn, { type: "examine" });
      return answer(turn, toDesk({ type: "none" }), mendReply(voice, examination, page));
    }
  }
}
