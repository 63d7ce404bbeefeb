import { label } from "../../intents.ts";
import type { Step } from "../step.ts";
import { ask, type Turn } from "../turn.ts";
import { askField } from "./asking.ts";
import type { Desk } from "./outcome.ts";
import type { CompletePlan, Field, Plan } from "./state.ts";

/** [New event], [Go on]. One that was begun goes on: nothing that was told is lost. */
export function goOnPlanning(turn: Turn, desk: Desk): Step {
  const { plan } = turn.snapshot;
  const begun = plan?.title === undefined ? undefined : label("desk-lead-plan-goes-on", { title: plan.title });
  return planOn({ ...turn, lead: turn.lead ?? begun }, desk, plan ?? {});
}

export function dropPlan(turn: Turn, desk: Desk): Step {
  return planOn(turn, desk, {});
}

/** Asks for what is still missing; with nothing missing the event is made, as a draft. */
export function planOn(turn: Turn, desk: Desk, plan: Plan): Step {
  const zone = plan.zone ?? desk.zone;
  const planned: Turn = { ...turn, snapshot: { ...turn.snapshot, plan } };
  const complete = toComplete({ ...plan, zone });
  if (complete) return ask(planned, { type: "create-event", plan: complete });
  return askField(planned, desk, { field: findMissing(plan) });
}

function findMissing({ title, startsAt, location, seats }: Plan): Field {
  if (title === undefined) return "title";
  if (startsAt === undefined) return "when";
  if (location === undefined) return "where";
  return seats === undefined ? "seats" : "description";
}

function toComplete(plan: Plan): CompletePlan | undefined {
  const { title, zone, startsAt, location, locationUrl = null, seats, description, picture } = plan;
  if (title === undefined || zone === undefined || startsAt === undefined || location === undefined) return undefined;
  if (seats === undefined || description === undefined) return undefined;
  const complete = { title, zone, startsAt, location, locationUrl, seats, description };
  return picture === undefined ? complete : { ...complete, picture };
}
