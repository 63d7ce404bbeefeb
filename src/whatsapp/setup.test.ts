import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type GraphApi, refusal, startGraphApi } from "../../test/graph-api.ts";
import { OperatorError } from "../errors.ts";
import { setUpWhatsapp } from "./setup.ts";

const log = pino({ level: "silent" });
let graph: GraphApi;

beforeEach(async () => {
  graph = await startGraphApi();
});
afterEach(() => graph.close());

test("our number is learned in digits, and Meta asked to bring the account's messages", async () => {
  expect(await setUpWhatsapp({ config: graph.config, log })).toEqual({ phone: "79123456789" });
  expect(graph.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /v26.0/1055?fields=display_phone_number%2Cverified_name",
    "POST /v26.0/2066/subscribed_apps",
  ]);
});

test("what only a person can mend says so, and tells the token to nobody", async () => {
  graph.answer("/1055", refusal(190, { status: 401 }));
  const error = await setUpWhatsapp({ config: graph.config, log }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(OperatorError);
  expect(String(error)).toMatch("190");
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch("EAAG-token");
});

test("what may heal is an ordinary error, to be tried again", async () => {
  graph.answer("/subscribed_apps", { html: "<h1>Bad gateway</h1>" });
  const gone = await startGraphApi();
  await gone.close();
  for (const config of [graph.config, gone.config]) {
    const error = await setUpWhatsapp({ config, log }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(OperatorError);
  }
  graph.answer("/1055", { json: {} });
  await expect(setUpWhatsapp({ config: graph.config, log })).rejects.toThrow("did not tell the number");
});
