import { createCanvas, loadImage } from "@napi-rs/canvas";
import jsqr from "jsqr";
import { create } from "qrcode";
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
  const { size, data } = create(ticket, { errorCorrectionLevel: "M" }).modules;
  const { width, pixels } = await see(drawQr(ticket));
  const scale = width / (size + 8);
  expect(Number.isInteger(scale)).toBe(true);

  const expected = new Uint8ClampedArray(pixels.length).fill(255);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      const isDark = data[Math.floor(y / scale) * size + Math.floor(x / scale)] === 1;
      const at = ((y + 4 * scale) * width + x + 4 * scale) * 4;
      if (isDark) expected.fill(0, at, at + 3);
    }
  }
  expect(Buffer.from(pixels).equals(Buffer.from(expected))).toBe(true);
});

/** As other programs see a picture. */
async function see(png: Buffer): Promise<{ width: number; pixels: Uint8ClampedArray }> {
  const { width } = await loadImage(png);
  const context = createCanvas(width, width).getContext("2d");
  context.drawImage(await loadImage(png), 0, 0);
  return { width, pixels: context.getImageData(0, 0, width, width).data };
}
