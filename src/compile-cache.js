import { enableCompileCache } from "node:module";
import { join } from "node:path";

/*
 * What Node makes of our sources is kept on disk: a start that finds it there neither strips types nor compiles, and the
 * stripper, which takes 25 MB, is not even loaded. It must be on before the first file with types is read, hence no types
 * here. NODE_COMPILE_CACHE names another folder; where nothing can be written, Node goes without.
 */
enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/doorlist"));
