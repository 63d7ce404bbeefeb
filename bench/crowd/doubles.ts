import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readTelegramCall, readWhatsappCall, type Said } from "./said.ts";

/** Both platforms at their lightest: they take all they are told at once, and pass on what is said to people. */
export interface Doubles {
  telegramApiRoot: string;
  whatsappApiRoot: string;
  /** How often each method was called since the last asking. */
  takeCalls(): Record<string, number>;
  close(): void;
}

const RESULTS: Record<string, object> = {
  getMe: { id: 7_000_000_001, is_bot: true, first_name: "Bench", username: "bench_bot" },
  getWebhookInfo: { url: "", has_custom_certificate: false, pending_update_count: 0 },
};

/** @param hear called with each message to a person, before the call is answered. */
export async function openDoubles(hear: (said: Said) => void): Promise<Doubles> {
  let messages = 0;
  let calls: Record<string, number> = {};

  function answer(path: string, body: string): object {
    const [, call = ""] = /^\/bot[^/]+\/(\w+)/.exec(path) ?? [];
    const id = ++messages;
    if (call) {
      count(call);
      const said = readTelegramCall(call, body);
      if (said) hear(said);
      const saying = { message_id: id, date: 0, chat: { id: Number(said?.address), type: "private" } };
      return { ok: true, result: RESULTS[call] ?? (said ? saying : true) };
    }
    const method = path.endsWith("/messages") ? "messages" : path.endsWith("/media") ? "media" : "other";
    count(method);
    const said = method === "messages" ? readWhatsappCall(body) : undefined;
    if (said) hear({ ...said, id: `wamid.${id}` });
    const contacts = said && [{ input: said.address, wa_id: said.address }];
    const sent = { messaging_product: "whatsapp", contacts, messages: [{ id: `wamid.${id}` }] };
    return { success: true, id: String(id), display_phone_number: "15550100000", data: [], ...sent };
  }

  function count(method: string): void {
    calls[method] = (calls[method] ?? 0) + 1;
  }

  const server = createServer((request, response) => {
    void read(request).then((body) => respond(response, answer(request.url ?? "", body)));
  });
  server.keepAliveTimeout = 120_000; // longer than any pause of the bench, so that nobody meets a closed connection
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the doubles have no port");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    telegramApiRoot: url, // Telegraf drops what follows the host
    whatsappApiRoot: `${url}/whatsapp`,
    takeCalls() {
      const taken = calls;
      calls = {};
      return taken;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    request.on("end", () => resolve(Buffer.concat(chunks).toString()));
    request.on("error", reject);
  });
}

function respond(response: ServerResponse, answer: object): void {
  const body = JSON.stringify(answer);
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
}
