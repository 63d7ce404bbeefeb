import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { type Listening, listenOnLoopback } from "../../test/loopback.ts";
import { createRedaction } from "../redaction.ts";
import { openSentry } from "./sentry.ts";

let listening: Listening | undefined;
afterEach(() => listening?.close());

/** Sentry's side: takes envelopes, and answers each with the given status. */
async function openEndpoint(status = 200) {
  const envelopes: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const isZipped = request.headers["content-encoding"] === "gzip";
    envelopes.push(`${request.url}\n${(isZipped ? gunzipSync(bytes) : bytes).toString("utf8")}`);
    response.writeHead(status).end("{}");
  });
  listening = await listenOnLoopback(server);
  const redaction = createRedaction(["club-secret"]);
  const sentry = await openSentry({
    dsn: `http://key@127.0.0.1:${listening.port}/42`,
    environment: "production",
    redaction,
  });
  return { sentry, envelopes };
}

function eventOf(envelope: string | undefined) {
  const [url, , , event = "{}"] = (envelope ?? "").split("\n");
  return { url, event: JSON.parse(event) };
}

test("a fault arrives with its type, its place in our code, and where it was met", async () => {
  const { sentry, envelopes } = await openEndpoint();

  sentry.fault(new TypeError("Cannot read properties of undefined (reading 'title')"), "an update");
  await sentry.close();

  const { url, event } = eventOf(envelopes[0]);
  expect(url).toMatch(/^\/api\/42\/envelope\//);
  expect(event).toMatchObject({ level: "error", environment: "production", tags: { where: "an update" } });
  expect(event.exception.values[0]).toMatchObject({
    type: "TypeError",
    value: "Cannot read properties of undefined (reading 'title')",
  });
  expect(event.exception.values[0].stacktrace.frames.at(-1).filename).toContain("sentry.test.ts");
});

test("nothing of people, of requests and of our secrets arrives", async () => {
  const { sentry, envelopes } = await openEndpoint();
  const cause = new Error("no mailbox anna@club.example for +7 912 345-67-89, club-secret");
  const error = Object.assign(new Error('"Anna Petrova" is not valid JSON', { cause }), {
    detail: "Key (email)=(anna@club.example) already exists.",
    request: { body: "Anna Petrova" },
    parameters: ["Anna"],
  });

  sentry.fault(error, "an update");
  sentry.fault("Anna threw a text", "an update");
  await sentry.tell("redis, seen 3 times, for anna@club.example");
  await sentry.close();

  expect(envelopes).toHaveLength(3);
  expect(envelopes.join()).not.toMatch(/anna|petrova|345|club-secret|hostname|server_name/i);
  expect(Object.keys(eventOf(envelopes[0]).event).sort()).toEqual(
    ["environment", "event_id", "exception", "level", "platform", "sdk", "tags", "timestamp"].sort(),
  );
});

test("a trouble counts as told only when Sentry took it", async () => {
  const taking = await openEndpoint();
  expect(await taking.sentry.tell("postgres")).toBe(true);
  expect(eventOf(taking.envelopes[0]).event).toMatchObject({ level: "warning", message: "postgres" });
  await listening?.close();

  const refusing = await openEndpoint(500);
  expect(await refusing.sentry.tell("postgres")).toBe(false);
});

test("a Sentry that is away costs nothing but its own patience", async () => {
  const { sentry } = await openEndpoint();
  await listening?.close();

  sentry.fault(new Error("boom"), "a job");
  expect(await sentry.tell("postgres")).toBe(false);
});
