import type { WhatsappConfig } from "../config.ts";
import type { Locale } from "../messages.ts";
import { ask } from "./ask.ts";
import { type Declaration, declareTemplates } from "./declarations.ts";
import { createConnect } from "./graph.ts";
import { type Fields, fieldsOf, listOf, textOf } from "./json.ts";
import type { Word } from "./templates.ts";

export type TemplateState =
  | "approved"
  | "missing"
  | "pending"
  | "rejected"
  | "paused"
  | "disabled"
  /** Meta takes it for something else than a utility: it costs more, and reaches fewer. */
  | "recategorised"
  /** Approved, with other words or buttons than ours. */
  | "differs";

/** How one of our templates stands at Meta. Only `approved` needs nobody. */
export interface TemplateStanding {
  name: string;
  language: Locale;
  state: TemplateState;
  /** Meta's own word for it, where that says more. */
  detail: string | undefined;
}

export type Creation = { name: string; language: Locale } & (
  | { type: "created"; status: string }
  | { type: "refused"; reason: string }
);

interface Account {
  config: WhatsappConfig;
  word: Word;
}

const TIMEOUT_MS = 10_000;
const PAGE_SIZE = "100";
/** More templates than an account may have. */
const MOST_PAGES = 100;

const STATES = new Map<string, TemplateState>([
  ["APPROVED", "approved"],
  ["PENDING", "pending"],
  ["IN_APPEAL", "pending"],
  ["REJECTED", "rejected"],
  ["PAUSED", "paused"],
  ["LIMIT_EXCEEDED", "paused"],
  ["DELETED", "missing"],
  ["PENDING_DELETION", "missing"],
]);

/**
 * Asks Meta how each of our templates stands, in each language. Others on the same account are left alone.
 *
 * @throws OperatorError for what only a person can mend, Error for what may heal.
 */
export async function listTemplateStandings({ config, word }: Account): Promise<TemplateStanding[]> {
  const found = await listAtMeta(config);
  return declareTemplates(word).map((declared) => {
    const { name, language } = declared;
    const known = found.find((one) => one.name === name && one.language === language);
    return { name, language, ...judge(declared, known) };
  });
}

/** Asks Meta to approve those that are missing. One that it refuses does not keep the others from being made. */
export async function createMissingTemplates({ config, word }: Account): Promise<Creation[]> {
  const missing = (await listTemplateStandings({ config, word })).filter(({ state }) => state === "missing");
  const wanted = declareTemplates(word).filter(({ name, language }) =>
    missing.some((one) => one.name === name && one.language === language),
  );
  const creations: Creation[] = [];
  for (const declared of wanted) creations.push(await create(config, declared));
  return creations;
}

async function create(config: WhatsappConfig, declared: Declaration): Promise<Creation> {
  const { name, language } = declared;
  const client = createConnect(config)(TIMEOUT_MS);
  const path = `${config.businessAccountId}/message_templates`;
  try {
    const call = client.request<unknown>("POST", path, { body: { ...declared }, responseType: "json" });
    const answer = fieldsOf(await ask(`the template ${name} (${language})`, call));
    return { name, language, type: "created", status: textOf(answer.status) ?? "unknown" };
  } catch (error) {
    return { name, language, type: "refused", reason: error instanceof Error ? error.message : "unknown" };
  }
}

async function listAtMeta(config: WhatsappConfig): Promise<Fields[]> {
  const path = `${config.businessAccountId}/message_templates`;
  const fields = "name,language,status,category,rejected_reason,components";
  const found: Fields[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const client = createConnect(config)(TIMEOUT_MS);
    const query = { fields, limit: PAGE_SIZE, ...(after && { after }) };
    const call = client.request<unknown>("GET", path, { query, responseType: "json" });
    const { data, paging } = fieldsOf(await ask("its templates", call));
    found.push(...listOf(data).map(fieldsOf));
    const { next, cursors } = fieldsOf(paging);
    after = textOf(fieldsOf(cursors).after);
    if (!textOf(next) || !after) break;
  }
  return found;
}

function judge(declared: Declaration, known: Fields | undefined): Pick<TemplateStanding, "state" | "detail"> {
  if (!known) return { state: "missing", detail: undefined };
  const status = textOf(known.status) ?? "unknown";
  const state = STATES.get(status) ?? "disabled";
  if (state !== "approved") return { state, detail: toDetail(status, known) };
  const category = textOf(known.category);
  if (category !== declared.category) return { state: "recategorised", detail: category };
  return isSame(declared, known) ? { state, detail: undefined } : { state: "differs", detail: undefined };
}

function toDetail(status: string, { rejectedReason }: Fields): string {
  const reason = textOf(rejectedReason);
  return reason && reason !== "NONE" ? `${status}, ${reason}` : status;
}

function isSame(declared: Declaration, { components }: Fields): boolean {
  return wordsOf(declared.components) === wordsOf(listOf(components));
}

/** What people read: the body, and the buttons in their order. */
function wordsOf(components: unknown[]): string {
  const parts = components.map(fieldsOf);
  const body = parts.find(({ type }) => type === "BODY")?.text;
  const buttons = parts.flatMap((part) => listOf(part.buttons).map((button) => fieldsOf(button).text));
  return JSON.stringify([textOf(body)?.trim(), buttons]);
}
