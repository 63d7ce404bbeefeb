import { type Kysely, sql } from "kysely";
import type { Database } from "../../src/database/schema.ts";
import { formatTicketCode } from "../../src/ticket-code.ts";
import type { Guest } from "./guest.ts";

/** By what a chat is known to the platforms. */
export function addressOf({ platform, actor: { person } }: Guest): string {
  return platform === "telegram" ? String(person.telegram.id) : (person.whatsapp.userId ?? "");
}

/** The same of a row of `chats`. */
export const CHAT_ADDRESS = sql<string>`coalesce(c.telegram_id::text, c.whatsapp_user_id)`;

/** What "my" must say to each now: the ticket or the number where there is one place, the titles where there are more. */
export async function listPlaces(db: Kysely<Database>, now: Date): Promise<(guest: Guest) => RegExp[]> {
  const { rows } = await sql<Place>`
    select ${CHAT_ADDRESS} as address, r.status, r.ticket_code as code, e.title,
      (select count(*)::int from event_registrations a
        where a.event_id = e.id and a.status = 'waitlisted' and a.queue_no < r.queue_no) as ahead
    from chats c join event_registrations r on r.user_id = c.user_id
    join events e on e.id = r.event_id
    where r.status <> 'cancelled' and e.status = 'published' and e.date_time > ${new Date(now.getTime() - SHOWN_MS)}`.execute(
    db,
  );
  const byAddress = Map.groupBy(rows, ({ address }) => address);
  return (guest) => {
    const [place, ...more] = byAddress.get(addressOf(guest)) ?? [];
    if (!place) return [/You are not signed up for anything|Сейчас вы никуда не записаны/];
    if (more.length > 0) return [place, ...more].map(({ title }) => new RegExp(title));
    if (place.status === "confirmed") return [new RegExp(formatTicketCode(place.code ?? ""))];
    if (place.status === "waitlisted") return [new RegExp(`(Your number|Ваш номер): ${place.ahead + 1}\\.`)];
    return [new RegExp(place.title)];
  };
}

interface Place {
  address: string;
  status: string;
  code: string | null;
  title: string;
  ahead: number;
}

/** How long after its start an event without an end counts as going on. */
const SHOWN_MS = 6 * 60 * 60_000;
