import type { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import type { Attachment } from "../outbox/channel.ts";
import { UploadFailed } from "./classify.ts";
import { fieldsOf, textOf } from "./json.ts";

/** Gives Meta a file, and what it calls it: for 30 days. @throws UploadFailed */
export async function upload(
  client: WhatsAppClient,
  { phoneNumberId, file: { name, mime, bytes } }: { phoneNumberId: string; file: Attachment },
): Promise<string> {
  const type = toTaken(mime);
  // Bytes alone would be called application/octet-stream, which Meta takes for nothing.
  const file = new Blob([Uint8Array.from(bytes)], { type });
  try {
    const answer: unknown = await client.media.upload({ phoneNumberId, type, file, fileName: name });
    const mediaId = textOf(fieldsOf(answer).id);
    if (mediaId) return mediaId;
  } catch (cause) {
    throw new UploadFailed("a file could not be uploaded", { cause });
  }
  throw new UploadFailed("an upload was answered without an id");
}

/** Of all the kinds of text Meta takes only the plain one; phones go by the ending of the name. */
function toTaken(mime: string): string {
  return mime.startsWith("text/") ? "text/plain" : mime;
}
