import type { Server } from "node:http";
import { afterAll, beforeAll } from "vitest";
import { type Listening, listenOnLoopback } from "./loopback.ts";

/** Lets a server listen while the tests of a file run; gives the root of its addresses, once they do. */
export function serveOnLoopback(server: Server): () => string {
  let listening: Listening | undefined;
  beforeAll(async () => {
    listening = await listenOnLoopback(server);
  });
  afterAll(() => listening?.close());
  return () => listening?.url ?? "";
}
