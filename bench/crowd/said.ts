/** What a program said to somebody, as far as a person who signs up would look at it. */
export interface Said {
  /** Telegram's chat id, or WhatsApp's phone or BSUID. */
  address: string;
  text: string;
  buttons: { title: string; data: string }[];
  /** WhatsApp's alone: how its receipts call the message, and what they repeat of the call. */
  id?: string;
  echo?: string | undefined;
}

interface Keyboard {
  inline_keyboard?: { text: string; callback_data?: string }[][];
}

/** Reads a call of the Bot API; undefined for one that says nothing, such as taking buttons off. */
export function readTelegramCall(method: string, body: string): Said | undefined {
  if (!/^(send|editMessage(Text|Caption)$)/.test(method)) return undefined;
  const isJson = body.startsWith("{");
  const fields = isJson ? JSON.parse(body) : readForm(body, ["chat_id", "caption", "reply_markup"]);
  const { chat_id, text, caption, reply_markup } = fields;
  const keyboard: Keyboard = typeof reply_markup === "string" ? JSON.parse(reply_markup) : (reply_markup ?? {});
  const buttons = (keyboard.inline_keyboard ?? []).flat();
  return {
    address: String(chat_id),
    text: text ?? caption ?? "",
    buttons: buttons.map((button) => ({ title: button.text, data: button.callback_data ?? "" })),
  };
}

/** Reads what was posted to WhatsApp's `messages`; undefined for a mark of reading. */
export function readWhatsappCall(body: string): Said | undefined {
  const { to, recipient, type, text, image, interactive, biz_opaque_callback_data: echo } = JSON.parse(body);
  const address = to ?? recipient;
  if (address === undefined || type === undefined) return undefined;
  const { buttons = [], sections = [] } = interactive?.action ?? {};
  const replies = buttons.map(({ reply }: { reply: { id: string; title: string } }) => reply);
  const rows = sections.flatMap((section: { rows: { id: string; title: string }[] }) => section.rows);
  return {
    address: String(address).replace(/^\+/, ""),
    text: text?.body ?? image?.caption ?? interactive?.body?.text ?? "",
    buttons: [...replies, ...rows].map(({ id, title }) => ({ title, data: id })),
    echo,
  };
}

/** Fields of a form with a file in it: only what is asked for, since the picture is as large as all else. */
function readForm(body: string, names: readonly string[]): Record<string, string> {
  const found = names.map((name) => {
    const [, value = ""] = new RegExp(`name="${name}"\\r\\n(?:[^\\r\\n]+\\r\\n)*\\r\\n([^\\r]*)`).exec(body) ?? [];
    return [name, value] as const;
  });
  return Object.fromEntries(found.filter(([, value]) => value));
}
