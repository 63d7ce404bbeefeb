import type { Message } from "./conversation.ts";
import type { World } from "./world.ts";

export type ShownMedia = NonNullable<Message["media"]>;

const TYPES: Record<string, string> = { csv: "text/csv", jpg: "image/jpeg", pdf: "application/pdf", png: "image/png" };

/** Keeps a file as the phone will show it; a picture with its measures, so that the page has its room before it is there. */
export function keepMedia(world: World, { type, fileName, bytes }: { type: string; fileName: string; bytes: Buffer }) {
  const id = world.addMedia({ type, fileName, base64: bytes.toString("base64") });
  return showMedia(world, id) ?? { id, type, fileName };
}

/** undefined for an id that was never given, or whose file is gone. */
export function showMedia({ state }: World, id: string): ShownMedia | undefined {
  const media = state.media[id];
  if (!media) return undefined;
  const bytes = Buffer.from(media.base64, "base64");
  return { id, type: media.type, fileName: media.fileName, size: bytes.length, ...readMeasures(bytes) };
}

/** By the ending of a name, as platforms do where they are told nothing better. */
export function guessType(fileName: string): string {
  return TYPES[fileName.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream";
}

/** Of a PNG or a JPEG. */
export function readMeasures(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes.length >= 24 && bytes.toString("latin1", 1, 4) === "PNG") {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  return bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8 ? readJpegMeasures(bytes) : undefined;
}

/** They stand in the frame header, which comes after segments of any number, each with its length. */
function readJpegMeasures(bytes: Buffer): { width: number; height: number } | undefined {
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const mark = bytes[at + 1] ?? 0;
    const isFrame = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return undefined;
}
