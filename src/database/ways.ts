import { type RawBuilder, sql } from "kysely";

/** What decides by which chat a message for a person goes: the same for those who route, who forecast and who count. */

/** A chat where nobody blocked us, and whose number was not found to be dead. */
export function isOn(chat: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(chat)}.blocked_at is null`;
}

/** The order in which somebody's chats are tried: the one they prefer, then the one they wrote in last. */
export function inOrderOfWays(chat: string, user: string): RawBuilder<unknown> {
  const [c, u] = [sql.ref(chat), sql.ref(user)];
  return sql`(${c}.platform = ${u}.preferred_platform) desc nulls last, ${c}.last_inbound_at desc nulls last`;
}
