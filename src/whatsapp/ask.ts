import { GraphApiError } from "@kapso/whatsapp-cloud-api";
import { OperatorError } from "../errors.ts";
import { classifyFailure, toNetworkCode } from "./classify.ts";
import { fieldsOf, textOf } from "./json.ts";

/**
 * Waits for an answer about ourselves; what goes wrong is put into a sentence for whoever reads the log.
 *
 * @throws OperatorError for what only a person can mend, Error for what may heal. Neither quotes the token.
 */
export async function ask<T>(what: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof GraphApiError)) {
      throw new Error(
        `Meta gave no answer to a call for ${what}: ${error instanceof Error ? toNetworkCode(error) : "?"}`,
      );
    }
    const { code, message } = error;
    const details = explain(error);
    const more = details && !message.includes(details) ? `: ${details}` : "";
    const said = `Meta refused a call for ${what}: ${code} ${message}${more}`;
    throw classifyFailure(error).type === "retry" ? new Error(said) : new OperatorError(said);
  }
}

/** Meta's sentence for people, which of a template says what is wrong with it. */
function explain({ raw, details }: GraphApiError): string | undefined {
  return textOf(fieldsOf(fieldsOf(raw).error).errorUserMsg) ?? details;
}
