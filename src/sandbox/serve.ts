import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { createSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";

export interface ServedSandbox extends Sandbox {
  url: string;
  /** What the app is to be told: TELEGRAM_API_ROOT and WHATSAPP_API_ROOT. */
  telegramApiRoot: string;
  whatsappApiRoot: string;
  /** The server too, with the connections that hang. */
  stop(): Promise<void>;
}

/** A sandbox on a loopback port of its own, so that it lives on while the app is stopped and started. */
export async function serveSandbox(options: SandboxOptions, port = 0): Promise<ServedSandbox> {
  const sandbox = createSandbox(options);
  const server = createAdaptorServer({ fetch: sandbox.routes.fetch });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the sandbox has no port");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    ...sandbox,
    url,
    telegramApiRoot: `${url}/telegram-api`,
    whatsappApiRoot: `${url}/whatsapp-api`,
    async stop() {
      sandbox.close();
      if (isHttp(server)) server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function isHttp(server: object): server is Server {
  return "closeAllConnections" in server;
}
