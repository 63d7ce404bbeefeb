import { crc32, deflateSync } from "node:zlib";

/** Squares that are dark or light, row by row. */
export interface Squares {
  /** On each side. */
  count: number;
  isDark(row: number, column: number): boolean;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
// Eight bits of red, green and blue: WhatsApp takes no picture of fewer.
const [DEPTH, RGB, BYTES] = [8, 2, 3];
/** Of a line: nothing changes against the one above. Such lines of zeros cost next to nothing. */
const UP = 2;
const LIGHT = 0xff;

/** A PNG of black and white squares, each so many pixels wide. */
export function drawSquares({ count, isDark }: Squares, scale: number): Buffer {
  const side = count * scale;
  const stride = 1 + side * BYTES;
  const lines = Buffer.alloc(stride * side);
  for (let row = 0; row < count; row++) {
    const first = row * scale * stride;
    for (let column = 0; column < count; column++) {
      const from = first + 1 + column * scale * BYTES;
      if (!isDark(row, column)) lines.fill(LIGHT, from, from + scale * BYTES);
    }
    for (let line = 1; line < scale; line++) lines[first + line * stride] = UP;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([DEPTH, RGB], 8);
  const chunks = [toChunk("IHDR", header), toChunk("IDAT", deflateSync(lines, { level: 1 })), toChunk("IEND")];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

function toChunk(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
