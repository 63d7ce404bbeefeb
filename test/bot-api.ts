import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { listenOnLoopback } from "./loopback.ts";

/** A call as it came over the wire; of an upload, the parts that are text. */
export interface Call {
  method: string;
  payload: Record<string, unknown>;
  connection: number | undefined;
}

export type Reply = { result: unknown } | Refusal | { afterMs: number; answer: Refusal } | "hang" | "reset" | "html";

interface Refusal {
  code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

/** A Bot API on loopback that says what a test wants it to say, and keeps what it was asked. */
export async function startBotApi(answer: (call: Call) => Reply) {
  const calls: Call[] = [];
  const waiting = new Map<string, (call: Call) => void>();
  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    calls.push(call);
    waiting.get(call.method)?.(call);
    reply(answer(call), request, response);
  });
  const { url: root, close: stop } = await listenOnLoopback(server);
  return {
    root,
    calls,
    methods: () => calls.map((call) => call.method),
    /** The next call of a method, for those that nobody waits for. */
    next: (method: string) => new Promise<Call>((resolve) => waiting.set(method, resolve)),
    stop,
  };
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const body = await buffer(request);
  const method = request.url?.split("/").at(-1) ?? "";
  const uploads = request.headers["content-type"]?.startsWith("multipart/");
  const payload = uploads ? readParts(body) : (JSON.parse(body.toString() || "{}") as Record<string, unknown>);
  return { method, payload, connection: request.socket.remotePort };
}

function readParts(body: Buffer): Record<string, unknown> {
  const text = body.toString("latin1");
  const parts = text.matchAll(/name="(\w+)"(?:; filename="([^"]+)")?\r\n(?:Content-Type: \S+\r\n)?\r\n(.*?)\r\n--/gs);
  return Object.fromEntries(
    [...parts].map(([, name, filename, value = ""]) =>
      filename
        ? ["file", { filename, bytes: Buffer.from(value, "latin1") }]
        : [name, Buffer.from(value, "latin1").toString()],
    ),
  );
}

function reply(answer: Reply, request: IncomingMessage, response: ServerResponse): void {
  if (answer === "hang") return;
  if (answer === "reset") return void request.socket.resetAndDestroy();
  if (answer === "html") return void response.writeHead(502).end("<h1>Bad Gateway</h1>");
  if ("afterMs" in answer) {
    setTimeout(() => reply(answer.answer, request, response), answer.afterMs);
    return;
  }
  const body =
    "result" in answer
      ? { ok: true, ...answer }
      : { ok: false, error_code: answer.code, description: answer.description, parameters: answer.parameters };
  const status = "result" in answer ? 200 : answer.code;
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
