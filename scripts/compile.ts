import { glob } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import "../src/compile-cache.js";

/** Fills the compile cache as a start would, without one: the image does it when it is built. */
const ROOT = join(import.meta.dirname, "..");

for await (const file of glob("{src,migrations}/**/*.ts", { cwd: ROOT, exclude: ["**/*.test.ts"] })) {
  await import(pathToFileURL(join(ROOT, file)).href);
}
