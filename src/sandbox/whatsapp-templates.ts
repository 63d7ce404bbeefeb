import { randomInt } from "node:crypto";
import { type GraphRefusal, graphRefusal } from "./refusal.ts";
import { type Shape, toList, toShape, toText } from "./shape.ts";
import type { Template } from "./state.ts";
import type { Drawn } from "./whatsapp-drawn.ts";
import { missing } from "./whatsapp-limits.ts";
import { fillTemplate, partOf, variablesOf } from "./whatsapp-template-text.ts";
import type { World } from "./world.ts";

const CATEGORIES = ["UTILITY", "MARKETING", "AUTHENTICATION"];

/** Codes of templates that were approved once. */
const STOPPED: Record<string, [code: number, details: string]> = {
  PAUSED: [132015, "Template is paused due to low quality and can't be sent"],
  DISABLED: [132016, "Template is disabled: it was paused too often due to low quality"],
};
const PAGE_SIZE = 25;

/** The one that a message names, filled in. @throws GraphRefusal 132001 for a name or a language that is not approved. */
export function useTemplate(world: World, sent: Shape): Drawn {
  const name = toText(sent.name);
  const code = toText(toShape(sent.language)?.code);
  if (!name) throw missing("template['name']");
  if (!code) throw missing("template['language']['code']");
  const template = findTemplate(world, name, code);
  const stopped = STOPPED[template?.status ?? ""];
  if (stopped) throw graphRefusal(...stopped);
  if (!template || statusOf(template) !== "APPROVED") {
    throw graphRefusal(132001, `template name (${name}) does not exist in ${code}`, 404);
  }
  return fillTemplate(template, sent);
}

/** A page of them; there is a next one as long as it is told. */
export function listTemplates({ state }: World, query: URLSearchParams): object {
  const name = query.get("name");
  const found = state.whatsapp.templates.filter((template) => name === null || template.name === name);
  const from = Number(query.get("after") ?? 0);
  const until = from + Number(query.get("limit") ?? PAGE_SIZE);
  const data = found.slice(from, until).map(toListed);
  const next = until < found.length ? { next: "https://graph.facebook.com/next" } : {};
  return { data, paging: { cursors: { before: String(from), after: String(until) }, ...next } };
}

function toListed(template: Template): object {
  const { id, name, language, category, parameterFormat, components, rejectedReason = "NONE" } = template;
  const about = { parameter_format: parameterFormat, rejected_reason: rejectedReason };
  return { id, name, language, category, status: statusOf(template), ...about, components };
}

export function statusOf({ status = "APPROVED" }: Template): string {
  return status;
}

/** Approved at once: nobody waits for Meta in a sandbox. @throws GraphRefusal for what Meta would reject at sight. */
export function createTemplate(world: World, body: Shape): object {
  const template = parseTemplate(body);
  if (findTemplate(world, template.name, template.language)) {
    throw rejected("Content in this language already exists");
  }
  world.state.whatsapp.templates.push(template);
  world.keep();
  return { id: template.id, status: "APPROVED", category: template.category };
}

export function findTemplate({ state }: World, name: string, language: string): Template | undefined {
  return state.whatsapp.templates.find((template) => template.name === name && template.language === language);
}

function parseTemplate(body: Shape): Template {
  const name = toText(body.name) ?? "";
  const language = toText(body.language) ?? "";
  const category = toText(body.category)?.toUpperCase() ?? "";
  if (!/^[a-z0-9_]{1,512}$/.test(name)) throw rejected("name may have lower-case letters, digits and underscores only");
  if (!/^[a-z]{2,3}(_[A-Z]{2})?$/.test(language)) throw rejected("language is not a supported locale");
  if (!CATEGORIES.includes(category)) throw rejected("category must be UTILITY, MARKETING or AUTHENTICATION");
  const parameterFormat = body.parameter_format === "NAMED" ? "NAMED" : "POSITIONAL";
  const components = toList(body.components) ?? [];
  const template = { id: String(randomInt(2 ** 47)), name, language, category, parameterFormat, components } as const;
  checkBody(template);
  checkButtons(template);
  const footer = toText(partOf(template, "FOOTER")?.text) ?? "";
  if (footer.length > 60 || variablesOf(footer).length)
    throw rejected("a footer has at most 60 characters and no variables");
  return template;
}

function checkBody(template: Template): void {
  const body = partOf(template, "BODY");
  const text = toText(body?.text) ?? "";
  if (!text.trim() || text.length > 1024) throw rejected("BODY needs 1 to 1024 characters of text");
  if (/^\s*\{\{|\}\}\s*$/.test(text)) throw rejected("variables can't be at the start or end of the template");
  if (/\}\}\s*\{\{/.test(text)) throw rejected("variables can't stand side by side");
  const names = variablesOf(text);
  const wordy = names.some((name) => !/^\d+$/.test(name));
  if (names.length && wordy !== (template.parameterFormat === "NAMED")) {
    throw rejected("named and positional variables can't be mixed");
  }
  if (countWords(text) <= 2 * names.length) throw rejected("too many variables for its length");
  checkExamples(names, toShape(body?.example), template);
}

/** Our own; what others found out about "too many variables" is that each needs two of them, and one more is needed. */
function countWords(text: string): number {
  return text.replace(/\{\{\s*\w+\s*\}\}/g, " ").match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
}

function checkExamples(names: string[], example: Shape | undefined, { parameterFormat }: Template): void {
  const named = (toList(example?.body_text_named_params) ?? []).map((one) => toShape(one) ?? {});
  const positional = toList(toList(example?.body_text)?.[0]) ?? [];
  const given =
    parameterFormat === "NAMED"
      ? new Set(named.filter((one) => toText(one.example)?.trim()).map((one) => one.param_name))
      : new Set(positional.map((_, index) => String(index + 1)));
  if (given.size !== names.length || !names.every((name) => given.has(name))) {
    throw rejected("an example is needed for each variable");
  }
}

function checkButtons(template: Template): void {
  const buttons = (toList(partOf(template, "BUTTONS")?.buttons) ?? []).map((one) => toShape(one) ?? {});
  if (buttons.length > 10) throw rejected("at most 10 buttons");
  if (buttons.filter(({ type }) => type === "URL").length > 2) throw rejected("at most 2 URL buttons");
  // Quick replies stand together: one change of kind at most.
  const changes = buttons.filter(
    (one, i) => i > 0 && (one.type === "QUICK_REPLY") !== (buttons[i - 1]?.type === "QUICK_REPLY"),
  );
  if (changes.length > 1) throw rejected("quick replies and other buttons must be grouped");
  for (const { text } of buttons) {
    const title = toText(text) ?? "";
    if (!title.trim() || title.length > 25) throw rejected("a button needs 1 to 25 characters of text");
  }
}

function rejected(details: string): GraphRefusal {
  return graphRefusal(100, details);
}
