import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { drawQr } from "../tickets/qr.ts";
import { SANDBOX_CREDENTIALS } from "./credentials.ts";
import { readMeasures } from "./media.ts";
import { type ServedSandbox, serveSandbox } from "./serve.ts";

const ANNA = 1001;
const { telegram, whatsapp } = SANDBOX_CREDENTIALS;
const PDF = Buffer.from("%PDF-1.7 and so on");

let sandbox: ServedSandbox;
beforeAll(async () => {
  sandbox = await serveSandbox({ clock: createClock(), targets: { whatsapp: undefined } });
  void sandbox.person("Anna").telegram.says("/start"); // never delivered: there is no webhook
  void sandbox.person("Anna").whatsapp.says("Hello");
});
afterAll(() => sandbox.stop());

interface Upload {
  bytes: Buffer;
  name: string;
  type?: string;
}

function toForm(fields: Record<string, string>, part: string, { bytes, name, type = "" }: Upload): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set(part, new Blob([new Uint8Array(bytes)], { type }), name);
  return form;
}

/** A PNG of which only the head is there, as large as it says. */
function headOfPng(width: number, height: number): Buffer {
  const head = Buffer.alloc(33);
  head.write("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1");
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

describe("Telegram", () => {
  async function send(kind: "photo" | "document", upload: Upload) {
    const method = kind === "photo" ? "sendPhoto" : "sendDocument";
    const body = toForm({ chat_id: String(ANNA), caption: "The poster" }, kind, upload);
    const response = await fetch(`${sandbox.telegramApiRoot}/bot${telegram.token}/${method}`, { method: "POST", body });
    return (await response.json()) as { ok: boolean; description?: string; result?: object };
  }

  test("shows a document under its name, and knows its kind by that", async () => {
    const type = "application/octet-stream";
    const { result } = await send("document", { bytes: PDF, name: "poster.pdf", type });
    const told = { file_name: "poster.pdf", mime_type: "application/pdf", file_size: PDF.length };
    expect(result).toMatchObject({ caption: "The poster", document: told });
    expect(sandbox.person("Anna").telegram.last).toMatchObject({
      kind: "document",
      text: "The poster",
      media: { type: "application/pdf", fileName: "poster.pdf", size: PDF.length },
    });
  });

  test("refuses a document in which nothing is, or above 50 MB", async () => {
    const empty = await send("document", { bytes: Buffer.alloc(0), name: "people.csv" });
    expect(empty.description).toMatch(/file must be non-empty/);
    const huge = await send("document", { bytes: Buffer.alloc(50 * 1024 * 1024 + 1), name: "people.csv" });
    expect(huge.description).toMatch(/too big for a document/);
  });

  test("takes a photo of 10,000 points around two sides and no larger, nor one as long as a ribbon", async () => {
    const photo = (width: number, height: number) =>
      send("photo", { bytes: headOfPng(width, height), name: "poster.png" });
    expect(await photo(4_000, 6_000)).toMatchObject({
      ok: true,
      result: { photo: [{}, { width: 4_000, height: 6_000 }] },
    });
    expect((await photo(4_001, 6_000)).description).toMatch(/PHOTO_INVALID_DIMENSIONS/);
    expect((await photo(100, 2_001)).description).toMatch(/PHOTO_INVALID_DIMENSIONS/);
    expect(await send("document", { bytes: headOfPng(9_000, 9_000), name: "big.png" })).toMatchObject({ ok: true });
  });
});

describe("WhatsApp", () => {
  const headers = { authorization: `Bearer ${whatsapp.accessToken}` };
  const api = () => `${sandbox.whatsappApiRoot}/v26.0/${whatsapp.phoneNumberId}`;

  async function upload(given: Upload): Promise<string> {
    const body = toForm({ messaging_product: "whatsapp", type: given.type ?? "" }, "file", given);
    const response = await fetch(`${api()}/media`, { method: "POST", headers, body });
    return ((await response.json()) as { id: string }).id;
  }

  async function send(content: object) {
    const body = JSON.stringify({ messaging_product: "whatsapp", to: "15550100101", ...content });
    const json = { ...headers, "content-type": "application/json" };
    const response = await fetch(`${api()}/messages`, { method: "POST", headers: json, body });
    return (await response.json()) as { error?: { code: number; error_data?: { details: string } } };
  }

  test("shows a document under the name that the message gives it, with its buttons", async () => {
    const id = await upload({ bytes: PDF, name: "x.pdf", type: "application/pdf" });
    const buttons = [{ type: "reply", reply: { id: "back", title: "Back" } }];
    const header = { type: "document", document: { id, filename: "poster.pdf" } };
    const interactive = { type: "button", header, body: { text: "The poster" }, action: { buttons } };
    expect(await send({ type: "interactive", interactive })).not.toHaveProperty("error");
    expect(sandbox.person("Anna").whatsapp.last).toMatchObject({
      kind: "document",
      text: "The poster",
      media: { type: "application/pdf", fileName: "poster.pdf", size: PDF.length },
      rows: [[{ title: "Back" }]],
    });
  });

  test("takes no table for what it is, and no picture for a document", async () => {
    expect(await upload({ bytes: Buffer.from("a,b"), name: "people.csv", type: "text/csv" })).toBeUndefined();
    const table = await upload({ bytes: Buffer.from("a,b"), name: "people.csv", type: "text/plain" });
    const document = { id: table, filename: "people.csv", caption: "All who come" };
    expect(await send({ type: "document", document })).not.toHaveProperty("error");
    const picture = await upload({ bytes: headOfPng(9, 9), name: "x.png", type: "image/png" });
    const refused = await send({ type: "document", document: { id: picture, filename: "x.png" } });
    expect(refused.error).toMatchObject({ code: 131009, error_data: { details: /no document/ } });
  });

  test("takes no caption in which nothing can be seen", async () => {
    const id = await upload({ bytes: PDF, name: "x.pdf", type: "application/pdf" });
    expect(await send({ type: "document", document: { id, caption: " " } })).toMatchObject({ error: { code: 131009 } });
  });
});

test("the measures of a picture are read where they stand", async () => {
  const png = drawQr("x");
  expect(readMeasures(png)).toEqual({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });
  const jpeg = Buffer.from("ffd8ffe000104a46494600010100000100010000ffc0001108019002580301220002110103110100", "hex");
  expect(readMeasures(jpeg)).toEqual({ width: 600, height: 400 });
  for (const other of ["", "\x89PNG", "\xff\xd8\xff", "GIF89a".padEnd(40), "\xff\xd8\xff\xe0\0\x10"]) {
    expect(readMeasures(Buffer.from(other, "latin1"))).toBeUndefined();
  }
});
