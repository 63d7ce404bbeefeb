import { isTransient } from "../database/faults.ts";
import type { FileOf } from "../intents.ts";
import type { Locale } from "../messages.ts";
import { type Attach, AttachFailed, type Attachment } from "../outbox/channel.ts";
import type { Ground } from "./ground.ts";
import { makePeopleFile } from "./people-file.ts";
import { makePoster } from "./poster.ts";

/** Makes the files of messages as they are sent. One that cannot be drawn is our fault: its words go alone, and we hear of it. */
export function openFiles(ground: Ground): Attach {
  return async (file, locale) => {
    try {
      return await make(ground, file, locale);
    } catch (cause) {
      if (isTransient(cause)) throw new AttachFailed("its facts could not be read", { cause });
      ground.log.error({ err: cause, file: file.type }, "a file could not be made, and its words go alone");
      return undefined;
    }
  };
}

/** Facts from a service, drawn in a room that is pure; undefined when there is nothing to make it of. */
async function make(ground: Ground, file: FileOf, locale: Locale): Promise<Attachment | undefined> {
  switch (file.type) {
    case "people":
      return makePeopleFile(ground, file, locale);
    case "poster":
      return makePoster(ground, file, locale);
  }
}
