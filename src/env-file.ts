import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { OperatorError } from "./errors.ts";

/**
 * Adds the variables of `.env`, if there is one, to those that are set: the latter hold. Windows' editors begin it with a
 * mark, or write it in UTF-16, and Node alone would then read nothing of it.
 *
 * @throws OperatorError if it is there and cannot be read.
 */
export function loadEnvFile(env: Record<string, string | undefined>, path = ".env"): void {
  const text = read(path);
  for (const [name, value] of Object.entries(parseEnv(text))) env[name] ??= value;
}

function read(path: string): string {
  try {
    const bytes = readFileSync(path);
    return new TextDecoder(encodingOf(bytes)).decode(bytes); // leaves the mark out
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return "";
    if (code === "EISDIR") throw new OperatorError(`${path} is a folder, and must be a file: see .env.example.`);
    throw new OperatorError(`The file ${path} cannot be read (${String(code)}): see who may read it.`, {
      cause: error,
    });
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}
