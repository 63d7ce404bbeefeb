import type { Message, Person } from "./conversation.ts";
import { WHATSAPP_LIFE_MS, type WhatsappLife } from "./whatsapp-account.ts";
import { toEnvelope, toStatus } from "./whatsapp-shapes.ts";

const ORDER = ["sent", "delivered", "read"] as const;

export interface Statuses {
  /** Tells the app how far a message came, one webhook for each step; with a `code`, that it failed. */
  tell(person: Person, message: Message, fate: { echo: string | undefined; code: number | undefined }): void;
  /** The next message that is accepted fails later, with this code: how Meta says most of its refusals. */
  failNext(code: number): void;
}

export function createStatuses({ world, courier, credentials }: Omit<WhatsappLife, "limits">): Statuses {
  const failures: number[] = [];

  function step(
    person: Person,
    message: Message,
    news: { status: Step; echo: string | undefined; code?: number },
  ): void {
    const thread = world.threadOf(person, "whatsapp");
    world.changeMessage(thread, message, { status: news.status, words: false });
    const at = world.clock.now().toISOString();
    const body = toEnvelope(credentials, toStatus(person, message, { ...news, at }));
    // Not waited for: the answer to the call comes first, as with Meta.
    void courier.deliver({ queue: `person:${person.name}:statuses`, body, lifeMs: WHATSAPP_LIFE_MS });
  }

  return {
    tell(person, message, { echo, code = failures.shift() }) {
      const { receipts, blocked, failure = code } = world.threadOf(person, "whatsapp");
      if (failure !== undefined) return step(person, message, { status: "failed", echo, code: failure });
      const last = ORDER.indexOf(blocked ? "sent" : receipts);
      for (const status of ORDER.slice(0, last + 1)) step(person, message, { status, echo });
    },
    failNext: (code) => void failures.push(code),
  };
}

type Step = NonNullable<Message["status"]>;
