import { randomBytes } from "node:crypto";

process.once("SIGTERM", () => process.exit(0)); // an end in order, at which Node keeps what it has compiled

/** The events and registrations of a club in Postgres. Statements have names, so that each connection prepares them once. */
export function createClub(pool) {
  return {
    async findEvent(slug) {
      const { rows } = await pool.query({
        name: "find-event",
        text: "select id, title, starts_at, place, capacity, taken from events where slug = $1",
        values: [slug],
      });
      return rows[0];
    },

    /**
     * Takes a seat, in one transaction: the ticket's code, or undefined when the event is full. The event's row comes
     * last, so that it is locked for the shortest time.
     */
    async register({ eventId, person, name, email }) {
      const client = await pool.connect();
      try {
        await client.query("begin");
        const code = randomBytes(5).toString("hex").toUpperCase();
        const registered = await client.query({
          name: "insert-registration",
          text: `insert into registrations (event_id, person, name, email, code) values ($1, $2, $3, $4, $5)
            on conflict (event_id, person) do update set person = excluded.person returning code`,
          values: [eventId, person, name, email, code],
        });
        if (registered.rows[0].code !== code) {
          await client.query("commit");
          return registered.rows[0].code; // had a seat before
        }
        const seat = await client.query({
          name: "take-seat",
          text: "update events set taken = taken + 1 where id = $1 and (capacity is null or taken < capacity)",
          values: [eventId],
        });
        await client.query(seat.rowCount === 1 ? "commit" : "rollback");
        return seat.rowCount === 1 ? code : undefined;
      } catch (error) {
        await client.query("rollback").catch(() => {});
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

export function isFull({ capacity, taken }) {
  return capacity !== null && taken >= capacity;
}

export const FULL = "I am sorry, all seats are taken.";
export const ASK_EMAIL = "What is your e-mail?";
export const NOT_AN_EMAIL = "This does not look like an e-mail. Please try again.";

export function isEmail(text) {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

export function toCard({ title, place, starts_at, capacity, taken }) {
  const seats = capacity === null ? "" : `\n${capacity - taken} of ${capacity} seats left`;
  return `${title}\n${toMoment(starts_at)}\n${place}${seats}`;
}

export function toCheck({ title, starts_at }, { name, email }) {
  return `${title}, ${toMoment(starts_at)}\nName: ${name}\nE-mail: ${email}`;
}

export function toTicket({ title, starts_at, place }, code) {
  return `You are in! ${title}, ${toMoment(starts_at)}, ${place}. Code ${code}.`;
}

export function toTicketLink(code) {
  return `https://club.example/t/${code}`;
}

const MOMENT = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "short", timeZone: "Europe/Moscow" });

function toMoment(startsAt) {
  return MOMENT.format(new Date(startsAt));
}
