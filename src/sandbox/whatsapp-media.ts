import { keepMedia, type ShownMedia, showMedia } from "./media.ts";
import { graphRefusal } from "./refusal.ts";
import { type Shape, toText } from "./shape.ts";
import { missing, wrong } from "./whatsapp-limits.ts";
import type { World } from "./world.ts";

const MEGABYTE = 1024 * 1024;
const PICTURES = ["image/jpeg", "image/png"];
const DOCUMENTS = [
  "text/plain",
  "application/pdf",
  "application/msword",
  "application/vnd.ms-excel",
  "application/vnd.ms-powerpoint",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
];
const OTHERS = [
  ...DOCUMENTS,
  "audio/aac",
  "audio/mp4",
  "audio/mpeg",
  "audio/amr",
  "audio/ogg",
  "video/mp4",
  "video/3gp",
  "image/webp",
];

/** Keeps an uploaded file and gives its id. Calendars are refused, as Meta does. @throws GraphRefusal */
export async function uploadMedia(world: World, form: FormData): Promise<{ id: string }> {
  if (form.get("messaging_product") !== "whatsapp") throw missing("messaging_product");
  const file = form.get("file");
  if (file === null || typeof file === "string") throw missing("file");
  const type = (file.type || String(form.get("type") ?? "")).split(";")[0]?.trim() ?? "";
  if (!PICTURES.includes(type) && !OTHERS.includes(type)) {
    const types = [...PICTURES, ...OTHERS].join(", ");
    throw graphRefusal(
      100,
      `Param file must be a file with one of the following types: ${types}. Received file of type '${type}'.`,
    );
  }
  const most = PICTURES.includes(type) ? 5 * MEGABYTE : 100 * MEGABYTE;
  if (file.size === 0) throw graphRefusal(100, "Param file must not be empty");
  if (file.size > most) throw graphRefusal(131053, `File is too big: at most ${most} bytes`);
  const bytes = Buffer.from(await file.arrayBuffer());
  return { id: keepMedia(world, { type, fileName: file.name, bytes }).id };
}

/** The file that a message shows, by the id of its upload or a link. @throws GraphRefusal */
export function findMedia(world: World, given: Shape, type: string): ShownMedia {
  const fileName = toText(given.filename);
  if (given.id === undefined) {
    const link = toText(given.link);
    if (link === undefined) throw missing(`${type}['id'] or ${type}['link']`);
    if (!/^https?:\/\/\S+$/.test(link)) throw wrong(`${type}['link'] is not a valid URL`);
    return { id: link, type, fileName: fileName ?? link };
  }
  const id = String(given.id);
  const media = showMedia(world, id);
  if (!media)
    throw graphRefusal(100, `Param ${type}['id'] is not a valid whatsapp business account media attachment ID`);
  if (type === "image" && !PICTURES.includes(media.type)) throw wrong(`Media of type ${media.type} is no image`);
  if (type === "document" && !DOCUMENTS.includes(media.type)) throw wrong(`Media of type ${media.type} is no document`);
  return { ...media, fileName: fileName ?? media.fileName };
}
