import { graphRefusal } from "./refusal.ts";
import { type Shape, toShape, toText } from "./shape.ts";
import { type Drawn, draw, type FindMedia } from "./whatsapp-drawn.ts";
import { parseInteractive } from "./whatsapp-interactive.ts";
import { missing, optionalText, requireText, wrong } from "./whatsapp-limits.ts";

const MOST_TEXT = 4096;
const MOST_CAPTION = 1024;

/** Reads a free-form message as the phone will show it. @throws GraphRefusal */
export function parseFreeForm(body: Shape, findMedia: FindMedia): Drawn {
  const type = toText(body.type) ?? "text";
  const content = toShape(body[type]);
  if (["text", "image", "document", "interactive", "location"].includes(type) && !content) throw missing(type);
  switch (type) {
    case "text":
      return draw({ raw: requireText(content?.body, "text['body']", MOST_TEXT), rows: [] });
    case "image":
    case "document": {
      const media = findMedia(content ?? {}, type);
      const raw = optionalText(content?.caption, "caption", MOST_CAPTION);
      return draw({ raw, rows: [], media, kind: type === "image" ? "photo" : "document" });
    }
    case "interactive":
      return draw(parseInteractive(content ?? {}, findMedia));
    case "location":
      return draw({ raw: toPlace(content ?? {}), rows: [] });
    default:
      throw graphRefusal(131051, `Message type ${type} is not known to the sandbox`);
  }
}

function toPlace({ latitude, longitude, name, address }: Shape): string {
  if (!Number.isFinite(Number(latitude)) || !Number.isFinite(Number(longitude))) throw wrong("location is not valid");
  return ["📍", toText(name), toText(address)].filter(Boolean).join(" ");
}
