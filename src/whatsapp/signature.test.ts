import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { isSameWord, isSignedByMeta } from "./signature.ts";

const body = Buffer.from('{"object":"whatsapp_business_account","entry":[{"name":"\\u0410нна"}]}');

function sign(secret: string, bytes: Uint8Array = body): string {
  return `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`;
}

test("a body signed with our secret is Meta's", () => {
  expect(isSignedByMeta(body, sign("now"), ["now"])).toBe(true);
  expect(isSignedByMeta(body, sign("now").toUpperCase().replace("SHA256", "sha256"), ["now"])).toBe(true);
});

test("while secrets are rotated, both are accepted", () => {
  expect(isSignedByMeta(body, sign("new"), ["new", "old"])).toBe(true);
  expect(isSignedByMeta(body, sign("old"), ["new", "old"])).toBe(true);
  expect(isSignedByMeta(body, sign("gone"), ["new", "old"])).toBe(false);
});

test("one changed byte, or JSON written anew, is not what was signed", () => {
  const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
  expect(isSignedByMeta(rewritten, sign("now"), ["now"])).toBe(false);
  expect(isSignedByMeta(body.subarray(1), sign("now"), ["now"])).toBe(false);
});

test.each([
  undefined,
  "",
  "sha256=",
  "sha1=abc",
  "sha256=zz",
  `sha256=${"0".repeat(64)}`,
  `sha256=${"ab".repeat(40)}`,
  sign("now").slice(0, -2),
  sign("now").replace("sha256=", ""),
])("a header like %s is no signature", (header) => {
  expect(isSignedByMeta(body, header, ["now"])).toBe(false);
});

test("without a secret nothing is signed", () => {
  expect(isSignedByMeta(body, sign(""), [])).toBe(false);
});

test("words are compared whole", () => {
  expect(isSameWord("verify-me", "verify-me")).toBe(true);
  for (const other of ["", "verify-m", "verify-me ", "Verify-me"]) expect(isSameWord(other, "verify-me")).toBe(false);
});
