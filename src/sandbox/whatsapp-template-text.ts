import type { Choice } from "./conversation.ts";
import { graphRefusal } from "./refusal.ts";
import { type Shape, toList, toShape, toText } from "./shape.ts";
import type { Template } from "./state.ts";
import { type Drawn, draw } from "./whatsapp-drawn.ts";

const VARIABLE = /\{\{\s*(\w+)\s*\}\}/g;
const MOST_BODY = 1024;

/** Fills an approved template in with what was sent. @throws GraphRefusal */
export function fillTemplate(template: Template, sent: Shape): Drawn {
  const given = (toList(sent.components) ?? []).map((one) => toShape(one) ?? {});
  const part = (type: string) => partOf(template, type);
  const parametersOf = (type: string) =>
    toList(given.find((one) => toText(one.type)?.toLowerCase() === type)?.parameters) ?? [];
  const header = part("HEADER");
  const body = fill(toText(part("BODY")?.text) ?? "", parametersOf("body"), template);
  if (body.length > MOST_BODY) throw graphRefusal(132005, "Translated text too long");
  const footer = toText(part("FOOTER")?.text);
  return draw({
    raw: body,
    rows: fillButtons(template, given),
    template: template.name,
    ...(header?.format === "TEXT" && { header: fill(toText(header.text) ?? "", parametersOf("header"), template) }),
    ...(footer !== undefined && { footer }),
  });
}

export function partOf({ components }: Template, type: string): Shape | undefined {
  return components.map(toShape).find((one) => toText(one?.type)?.toUpperCase() === type);
}

export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ""))];
}

function fill(text: string, parameters: unknown[], { parameterFormat }: Template): string {
  const names = variablesOf(text);
  if (parameters.length !== names.length) {
    throw graphRefusal(
      132000,
      `number of localizable_params (${parameters.length}) does not match the expected number of params (${names.length})`,
    );
  }
  const values = new Map(
    parameters.map((one, index) => {
      const given = toShape(one) ?? {};
      const name = parameterFormat === "NAMED" ? toText(given.parameter_name) : String(index + 1);
      if (name === undefined || !names.includes(name)) {
        throw graphRefusal(132012, `Parameter name ${name} is not in the template`);
      }
      return [name, checkValue(given)];
    }),
  );
  if (values.size !== names.length) throw graphRefusal(132000, "a parameter is given twice and another is missing");
  return text.replace(VARIABLE, (_, name: string) => values.get(name) ?? "");
}

function checkValue(parameter: Shape): string {
  const value = toText(parameter.text);
  if (parameter.type !== "text" || !value?.trim())
    throw graphRefusal(132018, "Parameter of type text is missing text value");
  if (/[\n\t]| {5,}/.test(value)) {
    throw graphRefusal(132018, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces");
  }
  return value;
}

/** `index` counts all the buttons. A quick reply without a payload answers with its words; a link needs its ending. */
function fillButtons(template: Template, given: Shape[]): Choice[][] {
  const buttons = (toList(partOf(template, "BUTTONS")?.buttons) ?? []).map((one) => toShape(one) ?? {});
  const sent = given.filter((one) => toText(one.type)?.toLowerCase() === "button");
  for (const one of sent) {
    const button = buttons[Number(one.index)];
    if (!button) throw graphRefusal(132018, `Button at index ${one.index} is not in the template`);
    if (toText(one.sub_type)?.toUpperCase() !== button.type) {
      throw graphRefusal(132018, `Button at index ${one.index} is of type ${button.type}`);
    }
  }
  return buttons.map((button, index): Choice[] => {
    const component = sent.find((one) => Number(one.index) === index);
    const parameter = toShape(toList(component?.parameters)?.[0]);
    const title = toText(button.text) ?? "";
    if (component && button.type === "QUICK_REPLY" && parameter?.type !== "payload") {
      throw graphRefusal(132018, `Button at index ${index} needs a payload`);
    }
    if (button.type !== "URL")
      return [{ type: "press", title, data: checkPayload(toText(parameter?.payload) ?? title) }];
    const url = toText(button.url) ?? "";
    if (variablesOf(url).length && !parameter)
      throw graphRefusal(131008, `Button at index ${index} of type Url requires a parameter`);
    return [{ type: "url", title, url: url.replace(VARIABLE, toText(parameter?.text) ?? "") }];
  });
}

function checkPayload(payload: string): string {
  if (payload.length > 256) throw graphRefusal(132018, "Payload length invalid. Max length: 256");
  return payload;
}
