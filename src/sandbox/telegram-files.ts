import { guessType, keepMedia, readMeasures, type ShownMedia, showMedia } from "./media.ts";
import { badRequest } from "./refusal.ts";
import type { Arguments } from "./telegram-arguments.ts";
import type { World } from "./world.ts";

const MOST_PHOTO_BYTES = 10 * 1024 * 1024;
const MOST_DOCUMENT_BYTES = 50 * 1024 * 1024;
const MOST_PHOTO_SIDES = 10_000;
const MOST_PHOTO_RATIO = 20;
const PICTURE = /^(\x89PNG|\xff\xd8\xff|GIF8|RIFF)/;

/** The file of a call: uploaded with it, or by the id of one that was before. @throws TelegramRefusal */
export async function readFile(args: Arguments, kind: "photo" | "document", world: World): Promise<ShownMedia> {
  const file = args.file(kind);
  if (file) return keepUpload(file, kind, world);
  if (!args.has(kind)) throw badRequest(`there is no ${kind} in the request`);
  const media = showMedia(world, args.text(kind) ?? "");
  if (!media) throw badRequest("wrong file identifier/HTTP URL specified");
  return media;
}

/** Where a file can be fetched from. @throws TelegramRefusal */
export function describeFile(args: Arguments, world: World): object {
  const id = args.text("file_id") ?? "";
  const media = showMedia(world, id);
  if (!media) throw badRequest("wrong file_id or the file is temporarily unavailable");
  const ending = media.type === "image/png" ? ".png" : ".jpg";
  return { file_id: id, file_unique_id: id, file_size: media.size, file_path: `photos/${id}${ending}` };
}

async function keepUpload(file: File, kind: "photo" | "document", world: World): Promise<ShownMedia> {
  const bytes = Buffer.from(await file.arrayBuffer());
  if (bytes.length === 0) throw badRequest("file must be non-empty");
  const most = kind === "photo" ? MOST_PHOTO_BYTES : MOST_DOCUMENT_BYTES;
  if (bytes.length > most) throw badRequest(`file of size ${bytes.length} bytes is too big for a ${kind}`);
  if (kind === "photo") checkPicture(bytes);
  const isTold = file.type !== "" && file.type !== "application/octet-stream";
  return keepMedia(world, { type: isTold ? file.type : guessType(file.name), fileName: file.name, bytes });
}

function checkPicture(bytes: Buffer): void {
  if (!PICTURE.test(bytes.subarray(0, 8).toString("latin1"))) throw badRequest("IMAGE_PROCESS_FAILED");
  const { width, height } = readMeasures(bytes) ?? { width: 1, height: 1 };
  const ratio = Math.max(width, height) / Math.min(width, height);
  if (width + height > MOST_PHOTO_SIDES || ratio > MOST_PHOTO_RATIO) throw badRequest("PHOTO_INVALID_DIMENSIONS");
}
