import { flushCompileCache } from "node:module";
import "./compile-cache.js";

const { main } = await import("./main.ts");
await main();
flushCompileCache(); // for the next start, however this one ends
