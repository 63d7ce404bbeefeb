import { createCanvas, loadImage } from "@napi-rs/canvas";
import jsqr from "jsqr";
import encodeQr from "qr";
import { expect, test } from "vitest";
import { drawQr } from "./qr.ts";

const ticket = "https://club.example/t/K7QM3FPA";
const texts = ["x", ticket, "https://club.example/t/".padEnd(300, "A")];

test.each(texts)("a ticket's picture is a PNG large enough to survive being made smaller: %s", async (text) => {
  const png = drawQr(text);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(512);
  expect(png.readUInt32BE(16)).toBe(png.readUInt32BE(20));
  expect([...png.subarray(24, 26)]).toEqual([8, 2]); // eight bits of red, green and blue, or WhatsApp refuses it
});

test.each(texts)("a phone reads it: %s", async (text) => {
  const { width, pixels } = await see(drawQr(text));
  expect(jsqr.default(pixels, width, width)?.data).toBe(text);
});

test("the picture shows the code's modules inside a quiet zone of four", async () => {
  const rows = encodeQr(ticket, "raw", { ecc: "medium", border: 4 });
  const { width, pixels } = await see(drawQr(ticket));
  const scale = width / rows.length;
  expect(Number.isInteger(scale)).toBe(true);

  const expected = new Uint8ClampedArray(pixels.length).fill(255);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      if (rows[Math.floor(y / scale)]?.[Math.floor(x / scale)]) expected.fill(0, at, at + 3);
    }
  }
  expect(Buffer.from(pixels).equals(Buffer.from(expected))).toBe(true);
  const outside = rows.flatMap((row, y) =>
    row.filter((_, x) => Math.min(x, y, rows.length - 1 - x, rows.length - 1 - y) < 4),
  );
  expect(outside).not.toContain(true);
});

/** As other programs see a picture. */
async function see(png: Buffer): Promise<{ width: number; pixels: Uint8ClampedArray }> {
  const { width } = await loadImage(png);
  const context = createCanvas(width, width).getContext("2d");
  context.drawImage(await loadImage(png), 0, 0);
  return { width, pixels: context.getImageData(0, 0, width, width).data };
}
