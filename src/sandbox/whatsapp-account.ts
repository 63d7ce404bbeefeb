import type { Choice, ListRow, Message, Person } from "./conversation.ts";
import type { Courier, Outcome } from "./courier.ts";
import type { SandboxCredentials } from "./credentials.ts";
import type { WhatsappLimits } from "./whatsapp-rate-limits.ts";
import { newWamid, toEnvelope, toInbound } from "./whatsapp-shapes.ts";
import type { World } from "./world.ts";

/** Everything a person can do to the business. Each resolves when the app has taken the message. */
export interface WhatsappAccount {
  writes(text: string): Promise<Outcome>;
  sends(kind: "sticker" | "voice" | "photo" | "document"): Promise<Outcome>;
  reacts(message: Message, emoji: string): Promise<Outcome>;
  /** WhatsApp tells of an edit as of something it cannot tell. */
  edits(message: Message, text: string): Promise<Outcome>;
  presses(message: Message, choice: Pressed): Promise<Outcome>;
  /** WhatsApp never tells the business. */
  blocks(): void;
  unblocks(): void;
  /** The number has no WhatsApp any more: what is sent there is accepted, and fails. */
  vanishes(): void;
  /** The account goes on under another number or id, which the business is told by a system message. */
  movesTo(next: { phone?: string; userId?: string }): Promise<Outcome>;
}

export type Pressed = Pick<Extract<Choice, { type: "press" }>, "title" | "data">;

export interface WhatsappLife {
  world: World;
  courier: Courier;
  credentials: SandboxCredentials;
  limits: WhatsappLimits;
}

export const WHATSAPP_LIFE_MS = 7 * 24 * 60 * 60_000;

const MEDIA: Record<string, { type: string; content: object }> = {
  sticker: { type: "sticker", content: { id: "1", mime_type: "image/webp", animated: false } },
  voice: { type: "audio", content: { id: "1", mime_type: "audio/ogg; codecs=opus", voice: true } },
  photo: { type: "image", content: { id: "1", mime_type: "image/jpeg" } },
  document: { type: "document", content: { id: "1", mime_type: "application/pdf", filename: "document.pdf" } },
};

export function whatsappAccount(person: Person, life: WhatsappLife): WhatsappAccount {
  const { world } = life;
  const own = () => world.threadOf(person, "whatsapp");
  const deliver = (value: object) => deliverInbound(life, person, value);

  function tell(message: Pick<Message, "id" | "at">, content: object): Promise<Outcome> {
    return deliver(toInbound(person, { ...message, content }));
  }

  /** Whatever a person sends opens the 24-hour window. */
  function stamp(): { id: string; at: string } {
    if (own().blocked) throw new Error(`${person.name} has blocked the business: unblock it first`);
    const at = world.clock.now().toISOString();
    world.changeThread(own(), { started: true, lastInboundAt: at });
    return { id: newWamid(person), at };
  }

  return {
    writes(text) {
      const message = world.addMessage(own(), { author: "person", text, ...stamp() });
      return tell(message, { type: "text", text: { body: text } });
    },
    sends(kind) {
      const message = world.addMessage(own(), { author: "person", text: "", kind, ...stamp() });
      const { type, content } = MEDIA[kind] ?? { type: kind, content: {} };
      return tell(message, { type, [type]: content });
    },
    reacts: ({ id }, emoji) => tell(stamp(), { type: "reaction", reaction: { message_id: id, emoji } }),
    edits(message, text) {
      const editedAt = world.clock.now().toISOString();
      world.changeMessage(own(), message, { text, raw: text, spans: [{ text, styles: [] }], editedAt, words: true });
      return tell(stamp(), unsupported("edit"));
    },
    presses(message, pressed) {
      const said = world.addMessage(own(), { author: "person", text: pressed.title, ...stamp() });
      const context = { from: life.credentials.whatsapp.phone, id: message.id };
      return tell(said, { context, ...toReply(message, pressed) });
    },
    blocks: () => world.changeThread(own(), { blocked: true }),
    unblocks: () => world.changeThread(own(), { blocked: false }),
    vanishes: () => world.changeThread(own(), { failure: 131026 }),
    movesTo(next) {
      const previous = { ...person.whatsapp };
      const stamped = stamp();
      // A changed number brings a new BSUID, and a changed BSUID keeps the number.
      Object.assign(person.whatsapp, next);
      world.happenings.emit({ type: "person", person });
      const content = toMove({ previous, next: person.whatsapp });
      const sender = { from: previous.phone, from_user_id: previous.userId };
      return deliver({ messages: [{ ...sender, id: stamped.id, timestamp: seconds(stamped.at), ...content }] });
    },
  };
}

/** Buttons of templates answer as `button`, rows of lists and reply buttons as `interactive`. */
function toReply(message: Message, { title, data }: Pressed): object {
  if (message.template !== undefined) return { type: "button", button: { payload: data, text: title } };
  const row = rowsOf(message).find((one) => one.data === data);
  if (row || message.list) {
    const list_reply = { id: data, title, description: row?.description || undefined };
    return { type: "interactive", interactive: { type: "list_reply", list_reply } };
  }
  return { type: "interactive", interactive: { type: "button_reply", button_reply: { id: data, title } } };
}

function rowsOf(message: Message): ListRow[] {
  return message.list?.sections.flatMap((section) => section.rows) ?? [];
}

function toMove({ previous, next }: { previous: Person["whatsapp"]; next: Person["whatsapp"] }): object {
  const changed = previous.phone === next.phone ? "user_changed_user_id" : "user_changed_number";
  const system = {
    type: changed,
    body: "The account goes on elsewhere",
    wa_id: next.phone,
    user_id: next.userId,
    previous_user_id: previous.userId,
  };
  return { type: "system", system };
}

function unsupported(kind: string): object {
  const errors = [{ code: 131051, title: "Message type unknown", error_data: { details: "not supported" } }];
  return { type: "unsupported", unsupported: { type: kind }, errors };
}

function deliverInbound(life: WhatsappLife, person: Person, value: object): Promise<Outcome> {
  const { courier, credentials, limits } = life;
  limits.heard();
  const body = toEnvelope(credentials, value);
  return courier.deliver({ queue: `person:${person.name}`, body, lifeMs: WHATSAPP_LIFE_MS });
}

function seconds(iso: string): string {
  return String(Math.floor(Date.parse(iso) / 1000));
}
