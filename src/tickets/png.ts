import { crc32 } from "node:zlib";
import { createRuns } from "./runs.ts";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
// Eight bits of red, green and blue: WhatsApp takes no picture of fewer.
const [DEPTH, RGB, BYTES] = [8, 2, 3];
/** Before a line: it is told as it is, or by what changes against the one above. */
const [AS_IT_IS, UP] = [0x00, 0x02] as const;
const [DARK, LIGHT] = [0x00, 0xff] as const;

/** A PNG of rows of squares that are dark or light, as many as there are rows, each so many pixels wide. */
export function drawSquares(rows: boolean[][], scale: number): Buffer {
  const side = rows.length * scale;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([DEPTH, RGB], 8);
  const lines = createRuns();
  for (const row of rows) {
    lines.add(AS_IT_IS, 1);
    for (const isDark of row) lines.add(isDark ? DARK : LIGHT, scale * BYTES);
    for (let line = 1; line < scale; line++) {
      lines.add(UP, 1);
      lines.add(0, side * BYTES);
    }
  }
  return Buffer.concat([SIGNATURE, toChunk("IHDR", header), toChunk("IDAT", lines.pack()), toChunk("IEND")]);
}

function toChunk(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
