import { crc32, deflateSync } from "node:zlib";

const WIDTH = 320;
const HEIGHT = 200;

/** What people of the sandbox have in their galleries: evening sky over a field, another hue each time. */
export function drawSample(number: number): Buffer {
  const rows = Array.from({ length: HEIGHT }, (_, y) => [
    0,
    ...Array.from({ length: WIDTH }, () => toColor(y, number)),
  ]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2], 8); // 8 bits a channel, red, green and blue
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  const points = Buffer.from(rows.flat(2));
  return Buffer.concat([signature, toChunk("IHDR", head), toChunk("IDAT", deflateSync(points)), toChunk("IEND")]);
}

function toColor(y: number, number: number): number[] {
  if (y > HEIGHT * 0.7) return [52, 96 + (number % 5) * 12, 70];
  const height = y / (HEIGHT * 0.7);
  return [90 + 150 * height, 120 + 60 * height, 200 - (number % 7) * 14].map(Math.round);
}

function toChunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
