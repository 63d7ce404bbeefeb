import type { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import type { Clock } from "../clock.ts";
import { drawQr } from "../tickets/qr.ts";
import { UploadFailed } from "./classify.ts";
import { fieldsOf, textOf } from "./json.ts";

/** Meta keeps an upload for 30 days. */
const KEPT_MS = 25 * 24 * 60 * 60_000;
const MOST_KEPT = 1_000;

/** The QR pictures that Meta has, so that a ticket shown again is not uploaded again. */
export interface Pictures {
  /** The media id of this QR. @throws UploadFailed */
  upload(client: WhatsAppClient, qr: string, options: { anew: boolean }): Promise<string>;
}

export function createPictures({ phoneNumberId, clock }: { phoneNumberId: string; clock: Clock }): Pictures {
  const kept = new Map<string, { mediaId: string; until: number }>();

  function remember(qr: string, mediaId: string): void {
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(qr, { mediaId, until: clock.now().getTime() + KEPT_MS });
  }

  return {
    async upload(client, qr, { anew }) {
      const known = kept.get(qr);
      kept.delete(qr);
      if (known && !anew && known.until > clock.now().getTime()) {
        kept.set(qr, known); // the last used is the last to go
        return known.mediaId;
      }
      const mediaId = await upload(client, { phoneNumberId, png: await drawQr(qr) });
      remember(qr, mediaId);
      return mediaId;
    },
  };
}

async function upload(client: WhatsAppClient, { phoneNumberId, png }: { phoneNumberId: string; png: Buffer }) {
  const type = "image/png";
  // Bytes alone would be called application/octet-stream, which Meta takes for no picture.
  const file = new Blob([Uint8Array.from(png)], { type });
  try {
    const answer: unknown = await client.media.upload({ phoneNumberId, type, file, fileName: "ticket.png" });
    const mediaId = textOf(fieldsOf(answer).id);
    if (mediaId) return mediaId;
  } catch (cause) {
    throw new UploadFailed("the picture could not be uploaded", { cause });
  }
  throw new UploadFailed("an upload was answered without an id");
}
