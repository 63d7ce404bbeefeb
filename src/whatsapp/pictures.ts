import type { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import type { Clock } from "../clock.ts";
import type { Attachment, FetchPicture } from "../outbox/channel.ts";
import type { Worded } from "../texts/worded.ts";
import { drawQr } from "../tickets/qr.ts";
import { upload } from "./uploads.ts";

/** Meta keeps an upload for 30 days. */
const KEPT_MS = 25 * 24 * 60 * 60_000;
const MOST_KEPT = 1_000;
/** What Meta takes of a picture. */
const MOST_BYTES = 5 * 1024 * 1024;

export type Picture = NonNullable<Worded["picture"]>;

/** The pictures that Meta has, so that a ticket or an event shown again is not uploaded again. */
export interface Pictures {
  /** The media id of this picture; undefined for one that cannot be had. @throws UploadFailed */
  upload(client: WhatsAppClient, picture: Picture, options: { anew: boolean }): Promise<string | undefined>;
}

interface Options {
  phoneNumberId: string;
  clock: Clock;
  /** Of an event: where it is kept. */
  fetchPicture: FetchPicture;
}

export function createPictures({ phoneNumberId, clock, fetchPicture }: Options): Pictures {
  const kept = new Map<string, { mediaId: string; until: number }>();
  /** The first minutes of an event's card ask for one picture many times over. */
  const underWay = new Map<string, Promise<string | undefined>>();

  function remember(key: string, mediaId: string): void {
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, { mediaId, until: clock.now().getTime() + KEPT_MS });
  }

  async function bring(client: WhatsAppClient, picture: Picture, key: string): Promise<string | undefined> {
    const file = "qr" in picture ? await drawTicket(picture.qr) : await fetchPicture(picture.fileId);
    if (!file || file.bytes.length > MOST_BYTES) return undefined;
    const mediaId = await upload(client, { phoneNumberId, file });
    remember(key, mediaId);
    return mediaId;
  }

  return {
    async upload(client, picture, { anew }) {
      const key = "qr" in picture ? picture.qr : `telegram:${picture.fileId}`;
      const known = kept.get(key);
      kept.delete(key);
      if (known && !anew && known.until > clock.now().getTime()) {
        kept.set(key, known); // the last used is the last to go
        return known.mediaId;
      }
      const bringing = underWay.get(key) ?? bring(client, picture, key).finally(() => underWay.delete(key));
      underWay.set(key, bringing);
      return bringing;
    },
  };
}

async function drawTicket(qr: string): Promise<Attachment> {
  return { name: "ticket.png", mime: "image/png", bytes: drawQr(qr) };
}
