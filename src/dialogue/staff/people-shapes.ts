import { type Guard, isId, isNumber, isText, maybe, oneOf, type Test } from "../guards.ts";
import type { PeopleQuestion, Shown } from "./people-state.ts";

const isList: Test = (value) => value === "comers" || value === "waiters" || value === "unreached";

const isShown: Guard<Shown> = oneOf<Shown>({
  count: {},
  search: { words: maybe(isText) },
  list: { list: isList, page: isNumber },
  person: { registration: isId },
});

/** A part of the desk's questions. */
export const isPeopleQuestion = oneOf<PeopleQuestion>({
  people: { of: isId, shown: isShown },
  adding: { of: isId, name: maybe(isText) },
  cancelling: { of: isId, registration: isId },
});
