import { constants, crc32, deflateSync } from "node:zlib";

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
const [DARK, LIGHT] = [0x00, 0xff];

/** Almost a megabyte, so that one is kept: tickets of one club are all of a size. Of each square its first line changes. */
let canvas: { count: number; scale: number; lines: Buffer } | undefined;

/** A PNG of black and white squares, each so many pixels wide. */
export function drawSquares({ count, isDark }: Squares, scale: number): Buffer {
  const side = count * scale;
  const stride = 1 + side * BYTES;
  if (canvas?.count !== count || canvas.scale !== scale) canvas = { count, scale, lines: toEmpty(count, scale) };
  const { lines } = canvas;
  for (let row = 0; row < count; row++) {
    const first = row * scale * stride + 1;
    for (let column = 0; column < count; column++) {
      const from = first + column * scale * BYTES;
      lines.fill(isDark(row, column) ? DARK : LIGHT, from, from + scale * BYTES);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([DEPTH, RGB], 8);
  const packed = deflateSync(lines, { level: 1, strategy: constants.Z_RLE });
  const chunks = [toChunk("IHDR", header), toChunk("IDAT", packed), toChunk("IEND")];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

function toEmpty(count: number, scale: number): Buffer {
  const stride = 1 + count * scale * BYTES;
  const lines = Buffer.alloc(stride * count * scale);
  for (let line = 0; line < count * scale; line++) lines[line * stride] = line % scale ? UP : 0;
  return lines;
}

function toChunk(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
