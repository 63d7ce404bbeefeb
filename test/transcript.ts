import type { choicesOf, Message } from "../src/sandbox/conversation.ts";
import type { Hearing, Phone } from "../src/sandbox/phone.ts";
import type { TestWorld } from "./world.ts";

/**
 * One person's talk with the bot from here on, written down as DIALOGUE.md writes it: `> words`, `> [button]`, and the answers with
 * `*bold*`, ` / ` for a new line, ` // ` for a new paragraph, buttons in `[ ]`, and ` | ` between a keyboard's rows.
 */
export interface Talk {
  /** Types, and waits for the one answer. */
  says(text: string): Promise<void>;
  /** Presses, and waits for the one answer. `on`: a message seen earlier, with the buttons it had. */
  taps(title: string, on?: Message): Promise<void>;
  /** Opens the link behind a button; what comes of it is heard elsewhere. */
  opens(title: string): Promise<void>;
  sends(kind: "sticker" | "voice" | "photo" | "document"): Promise<void>;
  edits(text: string): Promise<void>;
  forges(data: string): Promise<void>;
  /** What happens in the act is left out. */
  quietly(act: (phone: Phone) => Promise<void>): Promise<void>;
  /** What the bot says unasked. */
  hears(hearing?: Hearing): Promise<Message>;
  /** What was heard last. */
  last(): Message;
  /** All of it, and at the end what the bot said beyond one answer to each input. */
  transcript(): Promise<string>;
}

/** A transcript as it stands in a test: indentation and empty lines mean nothing. */
export function script(strings: TemplateStringsArray, ...values: unknown[]): string {
  return String.raw({ raw: strings.raw }, ...values)
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .join("\n");
}

/** Opens the talks of a world. Codes get names that stay: the first ticket is K7QM-3FPA, the first link code 482 915. */
export function stage(world: TestWorld): { talk(phone: Phone): Talk } {
  const names = createNames();
  return { talk: (phone) => openTalk(world, phone, names) };
}

type Names = (text: string) => string;

function openTalk(world: TestWorld, phone: Phone, names: Names): Talk {
  const lines: string[] = [];
  const heard: Message[] = [];
  const leftOut = new Set(phone.messages.map(({ id }) => id));

  async function hear(hearing?: Hearing): Promise<Message> {
    const message = await phone.hears(hearing);
    heard.push(message);
    lines.push(draw(message));
    return message;
  }
  async function turn(line: string, act: () => Promise<void>): Promise<void> {
    lines.push(`> ${line}`);
    await act();
    await hear();
  }

  return {
    says: (text) => turn(text, () => phone.says(text)),
    taps: (title, on) => turn(`[${title}]`, () => phone.taps(title, on)),
    async opens(title) {
      lines.push(`> [${title}]`);
      await phone.taps(title);
    },
    sends: (kind) => turn(`(${kind})`, () => phone.sends(kind)),
    edits: (text) => turn(`(edits) ${text}`, () => phone.edits(text)),
    forges: (data) => turn(`(forges) ${data}`, () => phone.forges(data)),
    async quietly(act) {
      await act(phone);
      for (const { id } of phone.messages) leftOut.add(id);
    },
    hears: hear,
    last() {
      const last = heard.at(-1);
      if (!last) throw new Error("nothing was heard yet");
      return last;
    },
    async transcript() {
      await world.app.processAll();
      for (const { id } of heard) leftOut.add(id);
      const more = phone.messages.filter(({ author, id }) => author === "bot" && !leftOut.has(id));
      return names([...lines, ...more.map((message) => `(unasked) ${draw(message)}`)].join("\n"));
    },
  };
}

function draw(message: Message): string {
  const marks = [message.media && "(picture)", message.editedAt && "(edited)"].filter(Boolean);
  const words = drawWords(message)
    .replaceAll(/\n{2,}/g, " // ")
    .replaceAll("\n", " / ");
  const buttons = drawButtons(message);
  return [[...marks, words].join(" "), ...(buttons ? [buttons] : [])].join("\n");
}

function drawWords({ spans }: Message): string {
  return spans.map(({ text, styles }) => (styles.includes("bold") ? `*${text}*` : text)).join("");
}

function drawButtons(message: Message): string {
  if (!message.list) return message.rows.map((row) => row.map(drawChoice).join(" ")).join(" | ");
  const rows = message.list.sections.flatMap((section) => section.rows);
  const drawn = rows.map(({ title, description }) => `{${[title, description].filter(Boolean).join(" | ")}}`);
  return `"${message.list.button}": ${drawn.join(" ")}`;
}

function drawChoice(choice: ReturnType<typeof choicesOf>[number]): string {
  return choice.type === "url" ? `[${choice.title}](${choice.url})` : `[${choice.title}]`;
}

const TICKETS = ["K7QM3FPA", "N2WX8RTE", "B4HC6YUD", "V9JS2GLE"];
const LINK_CODES = ["482915", "730164", "915826", "264079"];

function createNames(): Names {
  const given = new Map<string, string>();
  const free = { tickets: [...TICKETS], links: [...LINK_CODES], tokens: ["TOKEN", "TOKEN-2"] };
  const name = (real: string, pool: string[]) => {
    const known = given.get(real) ?? pool.shift() ?? real;
    given.set(real, known);
    return known;
  };
  return (text) =>
    text
      .replaceAll(/\b([A-HJ-NP-Z2-9]{4})(-?)([A-HJ-NP-Z2-9]{4})\b/g, (_, one, dash, other) => {
        const alias = name(one + other, free.tickets);
        return alias.slice(0, 4) + dash + alias.slice(4);
      })
      .replaceAll(/(?<!\d|LINK%2)(\d{3})( ?)(\d{3})(?!\d)/g, (_, one, space, other) => {
        const alias = name(one + other, free.links);
        return alias.slice(0, 3) + space + alias.slice(3);
      })
      .replaceAll(/(?<=LINK%20)\d{6}/g, (code) => name(code, free.links))
      .replaceAll(/(?<=\/my-data\/)[\w-]+/g, (token) => name(token, free.tokens));
}
