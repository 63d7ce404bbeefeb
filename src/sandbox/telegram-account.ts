import type { Message, Person, Thread } from "./conversation.ts";
import type { Courier, Outcome } from "./courier.ts";
import type { SandboxCredentials } from "./credentials.ts";
import { keepMedia, type ShownMedia } from "./media.ts";
import { drawSample } from "./sample-picture.ts";
import type { Presses } from "./telegram-presses.ts";
import type { TelegramLimits } from "./telegram-rate-limits.ts";
import { chatIdOf, toBot, toChat, toSeconds, toTelegramMessage, toUser } from "./telegram-shapes.ts";
import { isAllowed } from "./telegram-webhook.ts";
import type { World } from "./world.ts";

/** Everything a person can do to the bot. Each resolves when the app has taken the update. */
export interface TelegramAccount {
  writes(text: string, group?: Thread): Promise<Outcome>;
  /** Several photos of one `album` are sent one after another. */
  sends(kind: "sticker" | "voice" | "photo" | "document", album?: string): Promise<Outcome>;
  edits(message: Message, text: string): Promise<Outcome>;
  /** `message`: as the person sees it, which may be older than what the bot has made of it. */
  presses(message: Message, data: string): Promise<Outcome>;
  blocks(): Promise<Outcome>;
  unblocks(): Promise<Outcome>;
  /** Without a word to the bot. */
  deletesAccount(): void;
  addsBotTo(group: Thread): Promise<Outcome>;
}

export interface TelegramLife {
  world: World;
  courier: Courier;
  presses: Presses;
  credentials: SandboxCredentials;
  limits: TelegramLimits;
  /** A press is dropped after so long. */
  pressLifeMs: number;
}

const UPDATE_LIFE_MS = 24 * 60 * 60_000;

export function telegramAccount(person: Person, life: TelegramLife): TelegramAccount {
  const { world, presses } = life;
  const own = () => world.threadOf(person, "telegram");
  const from = toUser(person);
  const bot = toBot(life.credentials);

  function add(thread: Thread, message: Parameters<World["addMessage"]>[1]): Message {
    if (thread.blocked || thread.gone) throw new Error(`${person.name} has blocked the bot: unblock it first`);
    const at = world.clock.now().toISOString();
    world.changeThread(thread, { started: true, lastInboundAt: at });
    return world.addMessage(thread, { ...message, at });
  }

  function tell(kind: "message" | "edited_message", thread: Thread, message: Message): Promise<Outcome> {
    const chat = toChat(thread, thread.person ? person : undefined);
    const queue = `chat:${chatIdOf(thread)}`;
    return deliver(life, { kind, thread, queue, content: toTelegramMessage(message, { from, chat }) });
  }

  function changeMembership(thread: Thread, before: string, after: string): Promise<Outcome> {
    const content = {
      chat: toChat(thread, thread.person ? person : undefined),
      from,
      date: toSeconds(world.clock.now().toISOString()),
      old_chat_member: { user: bot, status: before },
      new_chat_member: { user: bot, status: after, ...(after === "kicked" && { until_date: 0 }) },
    };
    return deliver(life, { kind: "my_chat_member", thread, queue: `chat:${chatIdOf(thread)}:member`, content });
  }

  return {
    writes(text, thread = own()) {
      return tell("message", thread, add(thread, { author: "person", text }));
    },
    sends(kind, album) {
      const together = album === undefined ? {} : { album };
      const media =
        kind === "photo" ? takePhoto(world) : { id: "none", type: "application/octet-stream", fileName: kind };
      return tell("message", own(), add(own(), { author: "person", text: "", kind, media, ...together }));
    },
    edits(message, text) {
      const change = { text, raw: text, spans: [{ text, styles: [] }], editedAt: world.clock.now().toISOString() };
      world.changeMessage(own(), message, { ...change, words: true });
      return tell("edited_message", own(), message);
    },
    presses(message, data) {
      const id = presses.open(own());
      const shown = toTelegramMessage(message, { from: bot, chat: toChat(own(), person) });
      const content = { id, from, message: shown, chat_instance: String(person.telegram.id * 7919), data };
      const queue = `user:${person.telegram.id}:press`;
      return deliver(life, { kind: "callback_query", thread: own(), queue, content }, life.pressLifeMs);
    },
    blocks() {
      world.changeThread(own(), { blocked: true });
      return changeMembership(own(), "member", "kicked");
    },
    unblocks() {
      world.changeThread(own(), { blocked: false });
      return changeMembership(own(), "kicked", "member");
    },
    deletesAccount() {
      world.changeThread(own(), { gone: true });
    },
    addsBotTo: (group) => changeMembership(group, "left", "member"),
  };
}

function takePhoto(world: World): ShownMedia {
  const bytes = drawSample(Object.keys(world.state.media).length);
  return keepMedia(world, { type: "image/png", fileName: "photo.png", bytes });
}

interface Update {
  kind: string;
  thread: Thread;
  queue: string;
  content: object;
}

/** What the bot did not ask to be told counts as taken. */
function deliver({ world, courier, limits }: TelegramLife, update: Update, lifeMs = UPDATE_LIFE_MS): Promise<Outcome> {
  if (!isAllowed(update.kind, world.state.telegram.webhook)) return Promise.resolve("taken");
  const body = JSON.stringify({ update_id: world.nextUpdateId(), [update.kind]: update.content });
  const onTry = () => limits.heard(String(chatIdOf(update.thread)));
  return courier.deliver({ queue: update.queue, body, lifeMs, onTry });
}
