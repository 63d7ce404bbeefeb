import type { TelegramConfig } from "../config.ts";
import type { Logger } from "../logger.ts";
import type { Attachment, FetchPicture } from "../outbox/channel.ts";
import { createConnect } from "./api.ts";

/** Somebody waits for a card, and has it without the picture rather than late. */
const TIMEOUT_MS = 4_000;

/** Gets a photo that somebody sent to the bot, for those who are elsewhere. */
export function createFetchPicture(config: TelegramConfig, { log }: { log: Logger }): FetchPicture {
  const connect = createConnect(config);

  async function fetchPicture(fileId: string): Promise<Attachment | undefined> {
    const { file_path: path } = await connect(TIMEOUT_MS).raw.getFile({ file_id: fileId });
    if (path === undefined) return undefined;
    const url = `${config.apiRoot}/file/bot${config.token}/${path}`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) throw new Error(`a photo was answered with ${answer.status}`);
    const isPng = path.endsWith(".png");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { name: isPng ? "picture.png" : "picture.jpg", mime: isPng ? "image/png" : "image/jpeg", bytes };
  }

  return (fileId) =>
    fetchPicture(fileId).catch((error: unknown) => {
      // Its words may hold the token.
      log.warn({ fault: error instanceof Error ? error.name : "unknown" }, "a picture could not be had from Telegram");
      return undefined;
    });
}
