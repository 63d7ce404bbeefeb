import { graphRefusal } from "./refusal.ts";
import { toText } from "./shape.ts";

/** Checks of one parameter each. All throw a GraphRefusal that names it. */

const MISSING = 131008;
const WRONG = 131009;

export function wrong(details: string) {
  return graphRefusal(WRONG, details);
}

export function missing(name: string) {
  return graphRefusal(MISSING, `The parameter ${name} is required.`);
}

/** A text that must be there and has something to see in it. */
export function requireText(value: unknown, name: string, most: number): string {
  const text = toText(value);
  if (text === undefined) throw missing(name);
  if (!/[^\s\p{C}]/u.test(text)) throw wrong(`${name} length invalid. Min length: 1, Max length: ${most}`);
  if (text.length > most) throw wrong(`${name} length invalid. Min length: 1, Max length: ${most}`);
  return text;
}

export function optionalText(value: unknown, name: string, most: number): string {
  return value === undefined ? "" : requireText(value, name, most);
}

/** Ids of buttons and rows: no blank at either end. */
export function requireId(value: unknown, name: string, most: number): string {
  const id = requireText(value, name, most);
  if (id !== id.trim()) throw wrong(`${name} cannot have leading or trailing spaces`);
  return id;
}

/** A title stands in one line and without marks. */
export function requireTitle(value: unknown, name: string, most: number): string {
  const title = requireText(value, name, most);
  if (/[\r\n]/.test(title)) throw wrong(`${name} cannot have new lines`);
  return title;
}

export function requireUnique(values: string[], name: string): void {
  const seen = new Set(values.map((value) => value.trim()));
  if (seen.size !== values.length) throw wrong(`Duplicate ${name} are not allowed`);
}

export function requireCount(list: unknown[] | undefined, name: string, most: number): unknown[] {
  if (!list) throw missing(name);
  if (list.length < 1 || list.length > most) throw wrong(`Invalid ${name} count. Min allowed: 1, Max allowed: ${most}`);
  return list;
}
