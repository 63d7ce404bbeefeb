import type { Label } from "../intents.ts";
import type { Platform } from "../messages.ts";

/** Guards for what a stored conversation may hold. */
export type Guard<T> = (value: unknown) => value is T;
export type Test = (value: unknown) => boolean;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Every key of T is looked at; the compiler sees to that. */
export function shape<T>(tests: { [Key in keyof T]-?: Test }): Guard<T> {
  const all = Object.entries<Test>(tests);
  return (value): value is T => isRecord(value) && all.every(([key, test]) => test(value[key]));
}

export function oneOf<T extends { type: string }>(
  kinds: {
    [Type in T["type"]]: { [Key in Exclude<keyof Extract<T, { type: Type }>, "type">]-?: Test };
  },
): Guard<T> {
  const entries = Object.entries<Record<string, Test>>(kinds);
  const all = new Map(entries.map(([type, tests]) => [type, shape<Record<string, unknown>>(tests)]));
  return (value): value is T => isRecord(value) && isText(value.type) && (all.get(value.type)?.(value) ?? false);
}

export const isNumber: Test = (value) => typeof value === "number";
export const isTextOrNull: Test = (value) => value === null || isText(value);
export const isId: Test = (value) => isText(value) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
export const maybe =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
export const isTrue: Test = (value) => value === true;

export const isPlatform = (value: unknown): value is Platform => value === "telegram" || value === "whatsapp";
export const isLabel = shape<Label>({
  type: (value) => value === "text",
  key: isText,
  params: maybe(isRecord),
  as: maybe(isPlatform),
});
