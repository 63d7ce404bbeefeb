import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { SANDBOX_CREDENTIALS } from "../../src/sandbox/credentials.ts";
import { isSignedByMeta } from "../../src/whatsapp/signature.ts";
import { rush } from "./crowd.ts";
import { openDoubles } from "./doubles.ts";
import { createGuests, type Guests } from "./guests.ts";
import type { Order, Report } from "./order.ts";
import { createPoster } from "./poster.ts";

interface Chat {
  report: Report;
  /** What came to the program, in this order. */
  heard: string[];
}

/** One person talks with a program that answers everything, and refuses the first webhook of this kind. */
async function talk(order: Partial<Order>, { refuses }: { refuses?: string } = {}): Promise<Chat> {
  const heard: string[] = [];
  let refused = false;
  let guests: Guests | undefined;
  const doubles = await openDoubles((said) => guests?.hear(said));
  const program = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const [secret, proof] = [SANDBOX_CREDENTIALS.whatsapp.appSecret, String(request.headers["x-hub-signature-256"])];
    if (!isSignedByMeta(new Uint8Array(body), proof, [secret])) throw new Error("badly signed");
    const { messages = [], statuses = [] } = JSON.parse(body.toString()).entry[0].changes[0].value;
    const [status] = statuses;
    const name = status ? `${status.status} ${status.biz_opaque_callback_data}` : "message";
    heard.push(name);
    const isRefused = !refused && refuses !== undefined && name.startsWith(refuses);
    refused ||= isRefused;
    response.statusCode = isRefused ? 503 : 200;
    response.end();
    for (const { from } of messages) {
      const text = { body: "I hear" };
      const said = { to: from, type: "text", text, biz_opaque_callback_data: `n${heard.length}` };
      await fetch(`${doubles.whatsappApiRoot}/v1/1/messages`, { method: "POST", body: JSON.stringify(said) });
    }
  });
  await new Promise<void>((resolve) => program.listen(0, "127.0.0.1", resolve));
  const address = program.address();
  const port = address && typeof address === "object" ? address.port : 0;
  const poster = createPoster(port);
  onTestFinished(() => {
    poster.close();
    doubles.close();
    program.closeAllConnections();
    program.close();
  });
  const usual = { platform: "whatsapp", pid: process.pid, stores: [], play: "chatter", atOnce: 1 } as const;
  const until = { type: "time", warmMs: 0, forMs: 300 } as const;
  const whole: Order = { ...usual, port, firstPerson: 1, slugs: ["choir"], until, ...order };
  guests = createGuests(whole, poster);
  return { report: await rush(whole, guests, doubles.takeCalls), heard };
}

test("each message of the program is told sent, delivered and read before the person goes on", async () => {
  const { report, heard } = await talk({ receipts: true });

  expect(heard.slice(0, 8)).toEqual([
    ...["message", "sent n1", "delivered n1", "read n1"],
    ...["message", "sent n5", "delivered n5", "read n5"],
  ]);
  expect(report.failed).toBe(0);
  expect(Math.abs(report.toReceiptOk.length - 3 * report.messages)).toBeLessThanOrEqual(3); // the time ends somewhere
});

test("a receipt that was not taken is brought again, before those that follow", async () => {
  const { report, heard } = await talk({ receipts: true }, { refuses: "delivered" });

  expect(heard.slice(0, 5)).toEqual(["message", "sent n1", "delivered n1", "delivered n1", "read n1"]);
  expect(report.refused).toBe(1);
});

test("a crowd without receipts sends none", async () => {
  const { report, heard } = await talk({});

  expect(new Set(heard)).toEqual(new Set(["message"]));
  expect(report.toReceiptOk).toEqual([]);
});
