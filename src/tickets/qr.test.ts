import { inflateSync } from "node:zlib";
import { create } from "qrcode";
import { expect, test } from "vitest";
import { drawQr } from "./qr.ts";

const BYTES = 3;
const ticket = "https://club.example/t/K7QM3FPA";

test("a ticket's picture is a PNG large enough to survive being made smaller", async () => {
  for (const text of ["x", ticket, "https://club.example/t/".padEnd(300, "A")]) {
    const png = drawQr(text);
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.readUInt32BE(16)).toBeGreaterThanOrEqual(512);
    expect(png.readUInt32BE(16)).toBe(png.readUInt32BE(20));
    expect([...png.subarray(24, 26)]).toEqual([8, 2]); // eight bits of red, green and blue, or WhatsApp refuses it
  }
});

test("the picture shows the code's modules inside a quiet zone of four", async () => {
  const { size, data } = create(ticket, { errorCorrectionLevel: "M" }).modules;
  const { width, isDark } = readPng(drawQr(ticket));
  const scale = width / (size + 8);
  expect(Number.isInteger(scale)).toBe(true);

  for (let row = -4; row < size + 4; row++) {
    for (let column = -4; column < size + 4; column++) {
      const inside = row >= 0 && row < size && column >= 0 && column < size;
      const dark = isDark((column + 4.5) * scale, (row + 4.5) * scale);
      expect(dark, `row ${row}, column ${column}`).toBe(inside && data[row * size + column] === 1);
    }
  }
});

/** Reads PNGs of eight bits of red, green and blue; enough of the format to look at single points. */
function readPng(png: Buffer) {
  const width = png.readUInt32BE(16);
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const stride = width * BYTES;
  const raw = inflateSync(Buffer.concat(parts));
  const lines: Buffer[] = [];
  for (let y = 0; y < width; y++) {
    const line = Buffer.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    unfilter(raw[y * (stride + 1)] ?? 0, line, lines[y - 1] ?? Buffer.alloc(stride));
    lines.push(line);
  }
  return { width, isDark: (x: number, y: number) => (lines[Math.floor(y)]?.[Math.floor(x) * BYTES] ?? 255) < 128 };
}

function unfilter(filter: number, line: Buffer, above: Buffer): void {
  for (let i = 0; i < line.length; i++) {
    const [a, b, c] = [line[i - BYTES] ?? 0, above[i] ?? 0, above[i - BYTES] ?? 0];
    const guess = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter] ?? 0;
    line[i] = ((line[i] ?? 0) + guess) & 255;
  }
}

function paeth(a: number, b: number, c: number): number {
  const [toA, toB, toC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (toA <= toB && toA <= toC) return a;
  return toB <= toC ? b : c;
}
