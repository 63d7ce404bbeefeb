import { createServer } from "node:http";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { type Listening, listenOnLoopback } from "../../test/loopback.ts";
import { createFetchPicture } from "./download.ts";

const running: Listening[] = [];
afterEach(async () => {
  for (const api of running.splice(0)) await api.close();
});

test("a photo is fetched by its id, from where Telegram says that it is", async () => {
  const { fetchPicture, asked } = await start({ path: "photos/file_1.jpg", bytes: "\xff\xd8\xff" });

  const bytes = new Uint8Array([0xff, 0xd8, 0xff]);
  expect(await fetchPicture("AgACAgI")).toEqual({ name: "picture.jpg", mime: "image/jpeg", bytes });
  expect(asked).toEqual(["/bot1:SECRET/getFile", "/file/bot1:SECRET/photos/file_1.jpg"]);
});

test.each([
  ["has forgotten it", { path: undefined, bytes: "" }],
  ["does not give it", { path: "photos/file_1.jpg", bytes: undefined }],
])("there is none where Telegram %s, and the token stays out of the log", async (_, answers) => {
  const { fetchPicture, logged } = await start(answers);

  expect(await fetchPicture("AgACAgI")).toBeUndefined();
  expect(logged.join()).toContain("could not be had");
  expect(logged.join()).not.toContain("SECRET");
});

interface Answers {
  path: string | undefined;
  bytes: string | undefined;
}

/** A Bot API that has one photo, or has not. */
async function start({ path, bytes }: Answers) {
  const asked: string[] = [];
  const logged: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const refusal = { ok: false, error_code: 400, description: "Bad Request: wrong file_id" };
    const answer = path === undefined ? refusal : { ok: true, result: { file_id: "AgACAgI", file_path: path } };
    if (request.url?.endsWith("/getFile")) response.writeHead(path ? 200 : 400).end(JSON.stringify(answer));
    else response.writeHead(bytes === undefined ? 404 : 200).end(Buffer.from(bytes ?? "", "latin1"));
  });
  const listening = await listenOnLoopback(server);
  running.push(listening);
  const config = { token: "1:SECRET", webhookSecrets: ["x"], apiRoot: listening.url, adminChatId: undefined };
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  return { fetchPicture: createFetchPicture(config, { log }), asked, logged };
}
