import { badRequest } from "./refusal.ts";
import { parseJson, type Shape, toShape } from "./shape.ts";

/** The parameters of one call, however they came: JSON, a form, a form with files, a query. */
export interface Arguments {
  has(name: string): boolean;
  text(name: string): string | undefined;
  integer(name: string): number | undefined;
  flag(name: string): boolean;
  /** Objects and lists come as themselves in JSON, and as JSON texts in forms. */
  json(name: string): unknown;
  /** An uploaded file, given itself or as `attach://part`. */
  file(name: string): File | undefined;
}

export function toArguments(given: Shape, files: ReadonlyMap<string, File> = new Map()): Arguments {
  const value = (name: string): unknown => given[name] ?? undefined;
  return {
    has: (name) => value(name) !== undefined || files.has(name),
    text(name) {
      const found = value(name);
      return typeof found === "number" ? String(found) : typeof found === "string" ? found : undefined;
    },
    integer(name) {
      const number = Number(value(name) ?? Number.NaN);
      return Number.isSafeInteger(number) ? number : undefined;
    },
    flag: (name) => [true, "true", "True", "1", 1].some((yes) => yes === value(name)),
    json(name) {
      const found = value(name);
      if (typeof found !== "string") return found;
      const parsed = parseJson(found);
      if (parsed === undefined) throw badRequest(`can't parse ${name} JSON object`);
      return parsed;
    },
    file(name) {
      const part = /^attach:\/\/(.+)$/.exec(String(value(name) ?? ""))?.[1];
      return files.get(part ?? name);
    },
  };
}

/** @throws TelegramRefusal for a body that cannot be read. */
export async function readArguments(request: Request): Promise<Arguments> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) {
    const body = toShape(parseJson(await request.text()));
    if (!body) throw badRequest("can't parse JSON object");
    return toArguments({ ...query, ...body });
  }
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(type)) return toArguments(query);
  const form = await request.formData();
  const fields: Record<string, unknown> = { ...query };
  const files = new Map<string, File>();
  for (const [name, value] of form) {
    if (typeof value === "string") fields[name] = value;
    else files.set(name, value);
  }
  return toArguments(fields, files);
}
