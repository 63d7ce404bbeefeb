import type { Choice, Message, Person, Thread } from "./conversation.ts";
import { botIdOf, type SandboxCredentials } from "./credentials.ts";

/** The Bot API's own shapes of what the world holds. */

export function toUser({ telegram }: Person): object {
  return {
    id: telegram.id,
    is_bot: false,
    first_name: telegram.firstName,
    last_name: telegram.lastName,
    username: telegram.userName,
    language_code: telegram.languageCode,
  };
}

export function toBot(credentials: SandboxCredentials): object {
  return { id: botIdOf(credentials), is_bot: true, first_name: "Doorlist", username: credentials.telegram.botName };
}

/** A group has a negative id and no person of its own. */
export function toChat(thread: Thread, person: Person | undefined): object {
  const id = chatIdOf(thread);
  if (!person) return { id, title: thread.title, type: "group" };
  const { firstName, lastName, userName } = person.telegram;
  return { id, first_name: firstName, last_name: lastName, username: userName, type: "private" };
}

export function chatIdOf(thread: Thread): number {
  return Number(thread.key.slice("telegram:".length));
}

/** A message as Telegram tells of it; `from` is the bot or a person. */
export function toTelegramMessage(message: Message, { from, chat }: { from: object; chat: object }): object {
  const caption = message.kind !== "text";
  return {
    message_id: Number(message.id),
    from,
    chat,
    date: toSeconds(message.at),
    edit_date: message.editedAt && toSeconds(message.editedAt),
    ...(caption ? { caption: message.text || undefined } : { text: message.text, entities: toCommands(message.text) }),
    ...toAttachment(message),
    media_group_id: message.album,
    reply_markup: message.rows.length ? { inline_keyboard: message.rows.map((row) => row.map(toButton)) } : undefined,
  };
}

/** Clients mark commands; the rest of the entities nobody here reads. */
function toCommands(text: string): object[] | undefined {
  const command = /^\/[a-z0-9_]+(@\w+)?/i.exec(text)?.[0];
  return command ? [{ type: "bot_command", offset: 0, length: command.length }] : undefined;
}

function toAttachment({ kind, media }: Message): object {
  const file = { file_id: media?.id ?? "none", file_unique_id: media?.id ?? "none" };
  switch (kind) {
    case "text":
      return {};
    case "photo":
      return { photo: toSizes(file, media) };
    case "document":
      return { document: { ...file, file_name: media?.fileName, mime_type: media?.type, file_size: media?.size } };
    case "sticker":
      return { sticker: { ...file, type: "regular", width: 512, height: 512, is_animated: false, is_video: false } };
    case "voice":
      return { voice: { ...file, duration: 3, mime_type: "audio/ogg" } };
  }
}

/** A small one for the list of chats comes first, under an id of its own. */
function toSizes(file: object, media: Message["media"]): object[] {
  const [width, height] = [media?.width ?? 512, media?.height ?? 512];
  const small = { file_id: `${media?.id}-s`, file_unique_id: `${media?.id}-s`, width: 90, height: 90 };
  return [small, { ...file, width, height }];
}

function toButton(choice: Choice): object {
  switch (choice.type) {
    case "press":
      return { text: choice.title, callback_data: choice.data };
    case "url":
      return { text: choice.title, url: choice.url };
    case "copy":
      return { text: choice.title, copy_text: { text: choice.text } };
  }
}

export function toSeconds(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000);
}
