import { type Kysely, type RawBuilder, sql } from "kysely";
import type { EventId } from "../ids.ts";
import type { Database } from "./schema.ts";
import { inOrderOfWays, isOn } from "./ways.ts";

/** The people of one day whose reminders are still to come, each once, by the way that these would go if nothing changes. */
export interface ForecastRow {
  /** "2026-12-12" */
  day: string;
  telegram: number;
  /** On WhatsApp within the 24 hours after their last word, */
  whatsapp: number;
  /** and after them, by template: these count against the account's limit. */
  templates: number;
  mail: number;
  /** Nobody can write to them. */
  unreached: number;
  /** Of those who need a template: who can be reached in another way. */
  elsewhere: number;
  /** The events of those who need a template. */
  events: EventId[];
}

interface Question {
  kinds: { leadMs: number; settledMs: number }[];
  /** Days of the calendar in this zone, from that of `now` on. */
  days: number;
  timeZone: string;
  /** How long after somebody's last word WhatsApp takes our own words. */
  windowMs: number;
  /** Whether letters can be sent. */
  mail: boolean;
  now: Date;
}

/** One row for each day. Cost grows with who is to be reminded on these days, and not with all registrations. */
export async function countComingReminders(db: Kysely<Database>, question: Question): Promise<ForecastRow[]> {
  const { kinds, days, timeZone, windowMs, mail, now } = question;
  const today = sql`(${now}::timestamptz at time zone ${timeZone})::date`;
  const until = sql`((${today} + ${sql.lit(days)}) at time zone ${timeZone})`;
  const due = sql.join(
    kinds.map((kind) => listDue(kind, { now, until })),
    sql` union all `,
  );
  const people = (way: string) => sql`count(distinct p.user_id) filter (where p.way = ${sql.lit(way)})`;
  const { rows } = await sql<ForecastRow>`
    with day as (
      select ${today} + n as day from generate_series(0, ${sql.lit(days - 1)}) as n
    ), due as materialized (${due}), person as (
      select d.user_id, d.event_id, (d.moment at time zone ${timeZone})::date as day,
        case when c.platform = 'whatsapp' then
            case when c.last_inbound_at > d.moment - ${ms(windowMs)} then 'whatsapp' else 'template' end
          when c.platform is not null then c.platform
          when ${mail} and u.email is not null then 'mail'
          else 'none' end as way,
        (${mail} and u.email is not null) or exists (
          select from chats o where o.user_id = u.id and ${isOn("o")} and o.platform <> 'whatsapp') as elsewhere
      from due d
      join users u on u.id = d.user_id and u.silenced_at is null and u.reminders_off_at is null
      left join lateral (
        select of_user.platform, of_user.last_inbound_at from chats of_user
        where of_user.user_id = u.id and ${isOn("of_user")}
        order by ${inOrderOfWays("of_user", "u")} limit 1
      ) c on true
    )
    select day.day::text as day, ${people("telegram")} as telegram, ${people("whatsapp")} as whatsapp,
      ${people("template")} as templates, ${people("mail")} as mail, ${people("none")} as unreached,
      count(distinct p.user_id) filter (where p.way = 'template' and p.elsewhere) as elsewhere,
      coalesce(jsonb_agg(distinct p.event_id) filter (where p.way = 'template'), '[]') as events
    from day left join person p on p.day = day.day group by day.day order by day.day`.execute(db);
  return rows;
}

/** Who is to be reminded between the two moments, by the rules by which reminders are queued. */
function listDue(
  { leadMs, settledMs }: Question["kinds"][number],
  { now, until }: { now: Date; until: RawBuilder<unknown> },
): RawBuilder<unknown> {
  return sql`
    select e.id as event_id, r.user_id, e.date_time - ${ms(leadMs)} as moment
    from events e join event_registrations r on r.event_id = e.id
    where e.status = 'published'
      and e.date_time > ${now}::timestamptz + ${ms(leadMs)} and e.date_time < ${until} + ${ms(leadMs)}
      and r.status = 'confirmed'
      and coalesce(r.confirmed_at <= e.date_time - ${ms(leadMs + settledMs)}, true)`;
}

function ms(duration: number): RawBuilder<unknown> {
  return sql`make_interval(secs => ${sql.lit(duration / 1000)})`;
}
