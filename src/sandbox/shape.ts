/** JSON from outside, of which nothing is known yet. */
export type Shape = Readonly<Record<string, unknown>>;

export function toShape(value: unknown): Shape | undefined {
  return isShape(value) ? value : undefined;
}

export function toList(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export function toText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isShape(value: unknown): value is Shape {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
