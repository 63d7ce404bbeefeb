import { parseTicketCode } from "../ticket-code.ts";
import type { Wish } from "./wishes.ts";

/** What the words of our own links mean, on either messenger; undefined for any others. */
export function linkWishOf(line: string): Wish | undefined {
  return deepLink(line) ?? linkCode(line) ?? doorLink(line);
}

/** Telegram's "/start e_slug" and the words of our WhatsApp links. */
function deepLink(line: string): Wish | undefined {
  const payload = /^\/start(?:@\w+)?\s+(\S+)$/iu.exec(line)?.[1];
  if (payload !== undefined) return fromPayload(payload);
  const slug = /(?:would like to come|хочу прийти)\s*:\s*([a-z0-9-]{1,60})[.!]?$/iu.exec(line)?.[1];
  return slug === undefined ? undefined : { verb: "open", slug: slug.toLowerCase() };
}

function fromPayload(payload: string): Wish {
  const [, kind, code] = /^(link|code)_(\d{6})$/.exec(payload) ?? [];
  if (code !== undefined) return { verb: kind === "link" ? "redeem" : "code", code };
  const ticket = /^in_([A-Z0-9]{8})$/.exec(payload)?.[1];
  if (ticket !== undefined) return { verb: "check-in", code: ticket };
  const token = /^(?:admin|team)_([\w-]{20,58})$/.exec(payload)?.[1];
  if (token !== undefined) return { verb: "redeem-role", token };
  const slug = /^e_([a-z0-9-]{1,60})$/i.exec(payload)?.[1];
  return slug === undefined ? { verb: "start" } : { verb: "open", slug: slug.toLowerCase() };
}

/** The words of the same link on WhatsApp. */
function doorLink(line: string): Wish | undefined {
  const code = /^(?:at the door|на входе)\s*:\s*([A-Z0-9]{4}-?[A-Z0-9]{4})$/iu.exec(line)?.[1];
  const ticket = code === undefined ? undefined : parseTicketCode(code);
  return ticket === undefined ? undefined : { verb: "check-in", code: ticket };
}

function linkCode(line: string): Wish | undefined {
  const digits = /^\/?(?:link|связать)[\s:#]*(\d{3})[\s-]?(\d{3})[.!]?$/iu.exec(line);
  return digits ? { verb: "redeem", code: `${digits[1]}${digits[2]}` } : undefined;
}
