import type { Message, Person, Thread } from "./conversation.ts";
import type { SandboxCredentials } from "./credentials.ts";
import { badRequest, forbidden } from "./refusal.ts";
import type { Sends } from "./sends.ts";
import type { Arguments } from "./telegram-arguments.ts";
import { getMyCommands, setMyCommands } from "./telegram-commands.ts";
import { readCaption, readText, type Words } from "./telegram-content.ts";
import { describeFile, readFile } from "./telegram-files.ts";
import type { Presses } from "./telegram-presses.ts";
import type { TelegramLimits } from "./telegram-rate-limits.ts";
import { toBot, toChat, toTelegramMessage } from "./telegram-shapes.ts";
import { nextWebhook } from "./telegram-webhook.ts";
import type { World } from "./world.ts";

export interface TelegramRoom {
  world: World;
  credentials: SandboxCredentials;
  presses: Presses;
  limits: TelegramLimits;
  sends: Sends;
  /** How many updates wait to be taken. */
  pendingUpdates(): number;
  /** A webhook was set or removed: what waits may go now. */
  webhookChanged(): void;
}

type Method = (args: Arguments, room: TelegramRoom) => unknown;

/** Every method of the Bot API that the double knows, by its name in lower case: Telegram does not mind the case. */
export const METHODS: Record<string, Method> = {
  getme: (_, { credentials }) => ({
    ...toBot(credentials),
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  }),
  getwebhookinfo: (_, room) => webhookInfo(room),
  setwebhook: (args, room) => changeWebhook(room, nextWebhook(args, room.world.state.telegram.webhook)),
  deletewebhook: (_, room) => changeWebhook(room, undefined),
  getmycommands: (args, { world }) => getMyCommands(args, world),
  setmycommands: (args, { world }) => setMyCommands(args, world),
  deletemycommands: (args, { world }) => setMyCommands(args, world, []),
  setchatmenubutton(args, { world }) {
    world.state.telegram.menuButton = args.json("menu_button");
    world.keep();
    return true;
  },
  sendmessage(args, room) {
    const thread = findRecipient(args, room.world);
    return send(room, thread, { author: "bot", ...readText(args) });
  },
  sendphoto: (args, room) => sendFile(args, room, "photo"),
  senddocument: (args, room) => sendFile(args, room, "document"),
  getfile: (args, { world }) => describeFile(args, world),
  editmessagetext(args, room) {
    return edit(args, room, (message) => {
      if (message.kind !== "text") throw badRequest("there is no text in the message to edit");
      return readText(args);
    });
  },
  editmessagecaption(args, room) {
    return edit(args, room, (message) => {
      if (message.kind === "text") throw badRequest("there is no caption in the message to edit");
      return readCaption(args);
    });
  },
  editmessagereplymarkup(args, room) {
    return edit(args, room, ({ raw, text, spans }) => ({ raw, text, spans, rows: readCaption(args).rows }));
  },
  deletemessage(args, { world }) {
    const thread = findRecipient(args, world);
    const message = findMessage(args, thread, "message to delete not found");
    if (message.author !== "bot") throw badRequest("message can't be deleted for everyone");
    world.deleteMessage(thread, message);
    return true;
  },
  sendchataction(args, { world }) {
    const thread = findRecipient(args, world);
    const actions = /^(typing|upload_photo|upload_document|choose_sticker|find_location|record_voice|upload_voice)$/;
    if (!actions.test(args.text("action") ?? "")) throw badRequest("wrong parameter action in request");
    world.happenings.emit({ type: "typing", thread });
    return true;
  },
  answercallbackquery: (args, { presses }) => presses.answer(args),
};

function webhookInfo({ world, pendingUpdates }: TelegramRoom): object {
  const webhook = world.state.telegram.webhook;
  return {
    url: webhook?.url ?? "",
    has_custom_certificate: false,
    pending_update_count: pendingUpdates(),
    ...(webhook && { max_connections: webhook.maxConnections, ip_address: "127.0.0.1" }),
    ...(webhook?.allowedUpdates && { allowed_updates: webhook.allowedUpdates }),
    ...(webhook?.lastError && {
      last_error_date: webhook.lastError.date,
      last_error_message: webhook.lastError.message,
    }),
  };
}

function changeWebhook(room: TelegramRoom, webhook: ReturnType<typeof nextWebhook>): true {
  room.world.state.telegram.webhook = webhook;
  room.world.keep();
  room.webhookChanged();
  return true;
}

/** Telegram checks the reader before the words. */
function findRecipient(args: Arguments, world: World): Thread {
  const chatId = args.integer("chat_id");
  if (!args.has("chat_id")) throw badRequest("chat_id is empty");
  const thread = world.findThread(`telegram:${chatId}`);
  const known = world.state.people.some(({ telegram }) => telegram.id === chatId);
  if (!thread && !known) throw badRequest("chat not found");
  if (thread?.gone) throw forbidden("user is deactivated");
  if (thread?.blocked) {
    throw forbidden(thread.person ? "bot was blocked by the user" : "bot was kicked from the group chat");
  }
  if (!thread?.started) throw forbidden("bot can't initiate conversation with a user");
  return thread;
}

async function sendFile(args: Arguments, room: TelegramRoom, kind: "photo" | "document"): Promise<object> {
  const thread = findRecipient(args, room.world);
  const words = readCaption(args);
  const media = await readFile(args, kind, room.world);
  return send(room, thread, { author: "bot", kind, media, ...words });
}

function send(room: TelegramRoom, thread: Thread, message: Parameters<World["addMessage"]>[1]): object {
  return describe(room, thread, room.world.addMessage(thread, message));
}

function findMessage(args: Arguments, thread: Thread, otherwise: string): Message {
  const message = thread.messages.find(({ id }) => id === args.text("message_id"));
  if (!message) throw badRequest(otherwise);
  return message;
}

const SAME =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

function edit(args: Arguments, room: TelegramRoom, read: (message: Message) => Words): object {
  const thread = findRecipient(args, room.world);
  const message = findMessage(args, thread, "message to edit not found");
  if (message.author !== "bot") throw badRequest("message can't be edited");
  const { raw, text, spans, rows } = read(message);
  const words = JSON.stringify(spans) !== JSON.stringify(message.spans);
  if (!words && JSON.stringify(rows) === JSON.stringify(message.rows)) throw badRequest(SAME);
  const editedAt = words ? room.world.clock.now().toISOString() : message.editedAt;
  room.world.changeMessage(thread, message, { raw, text, spans, rows, editedAt, words });
  return describe(room, thread, message);
}

function describe({ world, credentials }: TelegramRoom, thread: Thread, message: Message): object {
  const person = personOf(world, thread);
  return toTelegramMessage(message, { from: toBot(credentials), chat: toChat(thread, person) });
}

/** Whose private chat it is; undefined for a group. */
export function personOf(world: World, thread: Thread): Person | undefined {
  return thread.person === undefined ? undefined : world.findPerson(thread.person);
}
