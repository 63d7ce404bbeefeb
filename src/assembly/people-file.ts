import type { FileOf } from "../intents.ts";
import type { Locale } from "../messages.ts";
import type { Attachment } from "../outbox/channel.ts";
import { readPeople } from "../services/people-file.ts";
import { tableHead, tableLines } from "../tickets/people-table.ts";
import { type Ground, platformsOf } from "./ground.ts";

/**
 * The people of an event as a table; undefined if whoever asked for it may not see them any more. Read at one moment, and
 * made some hundreds of lines at a time, so that nobody waits for a long one.
 */
export async function makePeopleFile(
  { config, database, clock, log }: Pick<Ground, "config" | "database" | "clock" | "log">,
  { event: eventId, by }: Extract<FileOf, { type: "people" }>,
  locale: Locale,
): Promise<Attachment | undefined> {
  const looking = { platforms: platformsOf(config), mail: config.smtp !== undefined, now: clock.now() };
  const reading = database.rest.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return reading.execute(async (trx) => {
    const people = await readPeople(trx, { eventId, by, ...looking });
    if (!people) {
      log.warn({ eventId, by }, "a list of people was not made: whoever asked may not see it any more");
      return undefined;
    }
    const pieces = [Buffer.from(tableHead(locale))];
    for await (const part of people.parts) pieces.push(Buffer.from(tableLines(part, locale)));
    return { name: `${people.event.slug}.csv`, mime: "text/csv", bytes: Buffer.concat(pieces) };
  });
}
