import { GraphApiError } from "@kapso/whatsapp-cloud-api";
import { expect, test } from "vitest";
import { classifyFailure, classifyRefusal, UploadFailed } from "./classify.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const stopped = { type: "channel-stopped" };
const rejected = { type: "refused", reason: "rejected" };
const unreachable = { type: "refused", reason: "unreachable" };
const template = { type: "needs-template" };
const again = (afterMs?: number, scope: "chat" | "channel" | "bulk" = "chat") => ({
  type: "retry",
  afterMs,
  scope,
  unknown: false,
});

/** Line by line as in our notes on the platform, section 2.6. */
const TABLE: [codes: number[], what: string, object][] = [
  [[0, 190], "the token is invalid or expired", stopped],
  [[3, 10, 200, 250, 299, 131005], "a permission is missing", stopped],
  [[1, 2, 131000, 131016, 135000], "something of theirs is out of order", again()],
  [[4, 80007], "the app or the account called too often", again(5 * MINUTE, "channel")],
  [[130429], "the number sends too fast", again(5_000, "channel")],
  [[131056], "too fast for this one person", again(15_000)],
  [[131048], "our number is limited as spam", again(3 * HOUR, "bulk")],
  [[131064], "our limit was cut for misused templates", again(3 * HOUR, "bulk")],
  [[131049], "the person has had enough of marketing for now", again(24 * HOUR)],
  [[130472], "the person is part of an experiment", rejected],
  [[131050], "the person stopped marketing", rejected],
  [[131047], "the 24 hours are over", template],
  [[131026], "there is no WhatsApp that could take it", unreachable],
  [[131021], "we wrote to ourselves", unreachable],
  [[131030], "the number is not on the test list", rejected],
  [[131031, 368], "the account is locked", stopped],
  [[130497], "the country is closed to us", unreachable],
  [[131037], "our name is not approved", stopped],
  [[131042, 131044], "nothing is paid", stopped],
  [[131045], "our number is not registered", stopped],
  [[131051], "a kind of message that is not supported", rejected],
  [[131052, 131053], "the media could not be read", rejected],
  [[131057], "the number is being upgraded", again(MINUTE, "channel")],
  [[131062], "this needs a phone number", rejected],
  [[131063], "marketing templates are switched off", rejected],
  [[132000], "the parameters do not add up", rejected],
  [[132001], "the template is not there in this language", rejected],
  [[132005, 132008, 132012], "a parameter does not fit", rejected],
  [[132007], "against the content policy", rejected],
  [[132015], "the template is paused", again(HOUR)],
  [[132016], "the template is disabled", rejected],
  [[132068, 132069], "the Flow is blocked or throttled", rejected],
  [[133016], "registered too often", again(HOUR, "channel")],
  [[134101], "the template is still being copied", again(MINUTE)],
  [[137000], "the person's key has changed", rejected],
  [[100, 131008, 131009, 132018], "our call is wrong", rejected],
];

const rows = TABLE.flatMap(([codes, what, expected]) => codes.map((code) => ({ code, what, expected })));

test.each(rows)("$code: $what", ({ code, expected }) => {
  expect(classifyFailure(graphError({ code }))).toMatchObject(expected);
  expect(classifyRefusal({ code, httpStatus: undefined, detail: "", retryAfterMs: undefined })).toMatchObject(expected);
});

test.each([
  [400, rejected],
  [401, stopped],
  [403, stopped],
  [404, stopped],
  [429, again(MINUTE, "channel")],
  [500, { type: "retry", afterMs: MINUTE, unknown: true }],
  [503, { type: "retry", afterMs: MINUTE, unknown: true }],
])("an unknown code is judged by the HTTP status %i", (status, expected) => {
  expect(classifyFailure(graphError({ code: 999_999, status }))).toMatchObject(expected);
  expect(classifyFailure(GraphApiError.fromResponse(new Response("", { status }), "<html>", "<html>"))).toMatchObject(
    expected,
  );
});

test("an unknown code in a status is our message's fault", () => {
  const status = { code: 999_999, httpStatus: undefined, detail: "", retryAfterMs: undefined };
  expect(classifyRefusal(status)).toMatchObject(rejected);
});

test("the wait that Meta asks for is kept, and never less than ours", () => {
  expect(classifyFailure(graphError({ code: 130429, retryAfter: "90" }))).toMatchObject({ afterMs: 90_000 });
  expect(classifyFailure(graphError({ code: 130429, retryAfter: "1" }))).toMatchObject({ afterMs: 5_000 });
});

test("a refusal says its code, which people can look up", () => {
  expect(classifyFailure(graphError({ code: 131026 }))).toMatchObject({
    detail: "131026 (#131026) refused: details of it",
  });
});

function fetchError(code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

test.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "not-sent"])(
  "%s: it never left, so it is said again soon",
  (code) => {
    expect(classifyFailure(fetchError(code))).toEqual({ ...again(), reason: `network: ${code}` });
  },
);

const lost = { type: "retry", afterMs: MINUTE, scope: "chat", unknown: true };

test.each([
  ["a connection that broke", fetchError("ECONNRESET"), "ECONNRESET"],
  ["JSON that ended early", new SyntaxError("Unexpected end of JSON input"), "SyntaxError"],
])("after %s it may have arrived: a status may tell, so it waits a minute", (_, error, code) => {
  expect(classifyFailure(error)).toEqual({ ...lost, reason: `network: ${code}` });
});

test("an upload that got no answer has said nothing, so nothing is in doubt", () => {
  const failed = (cause: unknown) => new UploadFailed("upload", { cause });
  expect(classifyFailure(failed(fetchError("ECONNRESET")))).toMatchObject(again());
  expect(classifyFailure(failed(graphError({ code: 190 })))).toMatchObject(stopped);
});

test("a fault of ours is not tried again", () => {
  expect(classifyFailure(new RangeError("oops"))).toMatchObject({ ...rejected, detail: "RangeError" });
  expect(classifyFailure(new TypeError("x is not a function"))).toMatchObject(rejected);
  expect(classifyFailure("what")).toMatchObject(rejected);
});

function graphError({ code, status = 400, retryAfter }: { code: number; status?: number; retryAfter?: string }) {
  const headers = new Headers(retryAfter === undefined ? {} : { "retry-after": retryAfter });
  const error = {
    message: `(#${code}) refused`,
    type: "OAuthException",
    code,
    error_data: { details: "details of it" },
  };
  return GraphApiError.fromResponse(new Response("", { status, headers }), { error });
}
