import { GraphApiError } from "@kapso/whatsapp-cloud-api";
import { nameOf } from "./templates.ts";

/** A template that Meta does not take, for people who must mend it. */
export interface TemplateTrouble {
  template: string;
  language: string;
  problem: string;
  errorCode: number;
}

const MISFIT = "does not fit what Meta approved";

const PROBLEMS = new Map<number, string>([
  [132000, MISFIT],
  [132001, "is missing at Meta or not approved there"],
  [132005, "is too long"],
  [132007, "is against Meta's policy"],
  [132008, MISFIT],
  [132012, MISFIT],
  [132015, "is paused by Meta"],
  [132016, "is disabled by Meta"],
  [132018, MISFIT],
]);

/** What is wrong with the template, if that is what Meta's refusal is about. */
export function findTemplateTrouble(
  error: unknown,
  { text, language }: { text: string; language: string },
): TemplateTrouble | undefined {
  if (!(error instanceof GraphApiError)) return undefined;
  const problem = PROBLEMS.get(error.code);
  return problem === undefined ? undefined : { template: nameOf(text), language, problem, errorCode: error.code };
}
