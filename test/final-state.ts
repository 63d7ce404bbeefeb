import type { Kysely } from "kysely";
import type { Database } from "../src/database/schema.ts";

/** Where everything stands in the end, without what chance decides: ids, codes and moments. */
export async function readFinalState(db: Kysely<Database>): Promise<Record<string, unknown>> {
  const chats = await db.selectFrom("chats").selectAll().execute();
  const users = await db.selectFrom("users").selectAll().execute();
  const events = await db.selectFrom("events").selectAll().orderBy("slug").execute();
  const registrations = await db.selectFrom("eventRegistrations").selectAll().orderBy("queueNo").execute();
  const changes = await db.selectFrom("registrationChanges").selectAll().orderBy("id").execute();
  const outbox = await db.selectFrom("outbox").selectAll().orderBy("id").execute();
  const inbox = await db.selectFrom("inbox").select("updateKey").execute();

  const addressOf = (chat: (typeof chats)[number] | undefined) =>
    String(chat?.telegramId ?? chat?.whatsappUserId ?? chat?.whatsappPhone);
  const addressOfUser = (id: string) => addressOf(chats.find(({ userId }) => userId === id));
  const people = chats.map((chat) => {
    const user = users.find(({ id }) => id === chat.userId);
    const said = outbox.filter(
      ({ chatId, userId }) => chatId === chat.id || (userId !== null && userId === chat.userId),
    );
    return {
      address: addressOf(chat),
      snapshot: { state: chat.currentState, data: chat.stateData, version: chat.version },
      person: user && { name: user.name, email: user.email, locale: user.locale, silenced: user.silencedAt !== null },
      replies: said.filter(({ kind }) => kind === "reply").map(({ intent }) => intent.text),
      notices: said.flatMap(({ kind, intent }) => (kind === "reply" ? [] : [`${kind} ${intent.text}`])).toSorted(),
      changes: changes.flatMap((change) =>
        change.userId === chat.userId
          ? [`${events.find(({ id }) => id === change.eventId)?.slug}: ${change.fromStatus} > ${change.toStatus}`]
          : [],
      ),
    };
  });
  return {
    people: people.toSorted((a, b) => (a.address < b.address ? -1 : 1)),
    events: events.map(({ id, slug, takenCount, waitingCount }) => {
      const of = (status: string) =>
        registrations
          .filter((each) => each.eventId === id && each.status === status)
          .map(({ userId }) => addressOfUser(userId));
      return { slug, takenCount, waitingCount, confirmed: of("confirmed").toSorted(), queue: of("waitlisted") };
    }),
    updates: inbox.map(({ updateKey }) => updateKey.toString("hex")).toSorted(),
    // A question that a newer one overtook while it waited need not go.
    unsent: outbox.flatMap(({ status, reason, kind }) =>
      ["sent", "delivered", "read"].includes(status) || reason?.startsWith("superseded")
        ? []
        : [`${kind} ${status}: ${reason}`],
    ),
  };
}
