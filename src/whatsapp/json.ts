/** Readers of JSON that anybody may have made: they never throw, and give nothing where something else stands. */

export type Fields = { readonly [name: string]: unknown };

const NONE: Fields = {};

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : NONE;
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An id of Meta's; undefined for what no database keeps, and so was never one of ours. */
export function idOf(value: unknown): string | undefined {
  const id = textOf(value);
  return id?.isWellFormed() && !id.includes("\0") ? id : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
