import { createServer, type Server } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { listenOnLoopback } from "../../test/loopback.ts";
import { createPoster, type Poster, readAnswer } from "./poster.ts";

const WITH_LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{"a"}';
const IN_CHUNKS = "HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";

test.each([
  [WITH_LENGTH, { status: 200, body: '{"a"}', closes: false }],
  [IN_CHUNKS, { status: 503, body: "abcde", closes: false }],
  ["HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", { status: 200, body: "", closes: true }],
])("an answer is read when all of it is there, and not before: %j", (text, answer) => {
  const bytes = Buffer.from(text);
  expect(readAnswer(bytes)).toEqual(answer);
  for (let n = 0; n < bytes.length; n++) expect(readAnswer(bytes.subarray(0, n))).toBeUndefined();
});

test("what is posted arrives, over connections that are used again", async () => {
  const heard: string[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    request.on("data", (bytes) => heard.push(`${request.url} ${request.headers["x-proof"]} ${bytes}`));
    request.on("end", () => response.end("ok"));
  }).on("connection", () => connections++);
  const poster = await open(server);

  for (const body of ["Ольга", "Max"]) {
    const answer = await poster.post({ path: "/telegram", headers: { "x-proof": "1" }, body });
    expect(answer).toMatchObject({ status: 200, body: "ok" });
  }
  expect(heard).toEqual(["/telegram 1 Ольга", "/telegram 1 Max"]);
  expect(connections).toBe(1);
});

test("connections are there before anybody posts", async () => {
  let connections = 0;
  const server = createServer((_, response) => response.end("ok")).on("connection", () => connections++);
  const poster = await open(server);
  await poster.open(3);
  expect(connections).toBe(3);

  await Promise.all([1, 2, 3].map(() => poster.post({ path: "/", headers: {}, body: "" })));
  expect(connections).toBe(3);
});

test("a kept connection that the program closes is replaced by another", async () => {
  const server = createServer((_, response) => response.end("ok"));
  const poster = await open(server);
  const post = () => poster.post({ path: "/", headers: {}, body: "" });
  await post();
  server.closeAllConnections();

  expect(await post()).toMatchObject({ status: 200, body: "ok" });
});

test("a program that is gone is an error and no wait", async () => {
  await expect(createPoster(1).post({ path: "/", headers: {}, body: "" })).rejects.toThrow("closed");
});

async function open(server: Server): Promise<Poster> {
  const { port, close } = await listenOnLoopback(server);
  onTestFinished(close);
  const poster = createPoster(port);
  onTestFinished(poster.close);
  return poster;
}
