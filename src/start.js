/*
 * With no types and no static import, so that it runs wherever somebody tries it, and can say what is missing: on an old
 * Node, or where nothing is installed yet, the sources are not even read.
 */
if (Number(process.versions.node.split(".")[0]) < 24) {
  giveUp(
    `Doorlist needs Node 24 or later, and this is Node ${process.versions.node}. npm ci brings one: npm ci && npm start`,
  );
}
const { flushCompileCache } = await import("node:module");
await import("./compile-cache.js");
const { main } = await import("./main.ts").catch((error) => {
  if (error.code !== "ERR_MODULE_NOT_FOUND" || !/Cannot find package/.test(error.message)) throw error;
  giveUp("What Doorlist is made of is not installed yet: npm ci && npm start");
});
await main();
flushCompileCache(); // for the next start, however this one ends

/** @param {string} why */
function giveUp(why) {
  console.error(`Doorlist cannot start.\n${why}`);
  process.exit(1);
}
