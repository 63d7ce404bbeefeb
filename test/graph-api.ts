import { createServer, type IncomingHttpHeaders } from "node:http";
import type { WhatsappConfig } from "../src/config.ts";
import { listenOnLoopback } from "./loopback.ts";

interface Call {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** Of the caller's end of the connection. */
  port: number | undefined;
  /** What was sent, read as JSON; the bare text of an upload. */
  body: unknown;
}

/** `hang`: never answers. A text is answered as HTML. */
export type Answer = { status?: number; headers?: Record<string, string>; json: unknown } | { html: string } | "hang";

export interface GraphApi {
  config: WhatsappConfig;
  calls: Call[];
  /** Given in turn to calls whose path ends so; afterwards all goes well again. */
  answer(path: string, ...answers: Answer[]): void;
  close(): Promise<void>;
}

/** A loopback Graph API that takes everything, and refuses what it is told to. */
export async function startGraphApi(): Promise<GraphApi> {
  const calls: Call[] = [];
  const planned = new Map<string, Answer[]>();
  let ids = 0;

  function choose(path: string): Answer {
    const plan = [...planned].find(([end]) => path.split("?")[0]?.endsWith(end))?.[1].shift();
    if (plan) return plan;
    if (path.endsWith("/messages"))
      return { json: { messaging_product: "whatsapp", messages: [{ id: `wamid.${++ids}` }] } };
    if (path.endsWith("/media")) return { json: { id: `media.${++ids}` } };
    return {
      json: { success: true, id: "1055", display_phone_number: "+7 (912) 345-67-89", verified_name: "Green Club" },
    };
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString("latin1");
    const { method = "", url: path = "", headers } = request;
    const body = headers["content-type"] === "application/json" ? readJson(chunks) : text;
    calls.push({ method, path, headers, port: request.socket.remotePort, body });
    const answer = choose(path);
    if (answer === "hang") return;
    if ("html" in answer) response.writeHead(502, { "content-type": "text/html" }).end(answer.html);
    else {
      response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
      response.end(JSON.stringify(answer.json));
    }
  });
  const { url: apiRoot, close } = await listenOnLoopback(server);
  return {
    config: {
      accessToken: "EAAG-token",
      phoneNumberId: "1055",
      businessAccountId: "2066",
      appSecrets: ["app-secret"],
      verifyToken: "verify-me",
      apiRoot,
      apiVersion: "v26.0",
    },
    calls,
    answer: (path, ...answers) => void planned.set(path, answers),
    close,
  };
}

/** Meta's own error body. */
export function refusal(code: number, { status = 400, headers = {} as Record<string, string> } = {}): Answer {
  const error = { message: `(#${code}) refused`, type: "OAuthException", code, fbtrace_id: "A1" };
  return { status, headers, json: { error } };
}

function readJson(chunks: Buffer[]): unknown {
  return JSON.parse(Buffer.concat(chunks).toString());
}
