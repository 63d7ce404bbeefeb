import { GraphApiError, type WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import type { OutboxId } from "../ids.ts";
import type { Intent } from "../intents.ts";
import type { Logger } from "../logger.ts";
import type { Locale, WhatsappAddress } from "../messages.ts";
import type { Attachment, Delivery } from "../outbox/channel.ts";
import type { Worded } from "../texts/worded.ts";
import { classifyFailure, UNKNOWN_MS, UploadFailed } from "./classify.ts";
import { fieldsOf, listOf, textOf } from "./json.ts";
import type { OnNotice } from "./notices.ts";
import type { Pictures } from "./pictures.ts";
import { fitsBelow, type Media, renderWhatsapp, type WhatsappBody } from "./render.ts";
import { findTemplateTrouble } from "./template-troubles.ts";
import { insteadOf, type TemplateMessage, toTemplate, type Word } from "./templates.ts";
import { upload } from "./uploads.ts";

/** One message to one person, with all that it takes to say it. */
export interface Saying {
  client: WhatsAppClient;
  pictures: Pictures;
  phoneNumberId: string;
  id: OutboxId;
  to: WhatsappAddress;
  intent: Intent;
  /** The intent in our own words. */
  worded: Worded;
  /** Templates have no room for one. */
  file: Attachment | undefined;
  word: Word;
  log: Logger;
  onNotice: OnNotice | undefined;
}

/** How a message is tried: in our words or as a template, in which language, with which picture or file, to which half of the address. */
interface Form {
  as: "words" | "template";
  /** Of the template. */
  text: string;
  locale: Locale;
  picture: "kept" | "anew" | "none";
  by: "userId" | "phone";
}

// Each remedy changes a form one way only, so they end by themselves; this is for the day when one does not.
const MAX_CALLS = 6;
/** What Meta says when it does not like a picture or a file, or no longer knows it. */
const PICTURE_FAULTS = new Set([100, 131009, 131052, 131053]);
const NUMBER_NEEDED = 131062;
const WINDOW_CLOSED = 131047;
const NO_SUCH_TEMPLATE = 132001;

/** Words that have no room below their file follow it, with the buttons: those stay the last thing seen. */
export async function sayWithFile(saying: Saying, as: Form["as"]): Promise<Delivery> {
  const { file, worded, id, log } = saying;
  if (!file || as === "template" || fitsBelow(worded)) return say(saying, as);
  const alone = await say({ ...saying, worded: { ...worded, body: [], rows: [] } }, as);
  if (alone.type === "refused") log.warn({ outboxId: id }, "WhatsApp refused a file, its words go alone");
  else if (alone.type !== "sent") return alone;
  return say({ ...saying, file: undefined }, as);
}

/** Says it, and where WhatsApp refuses the form says it in the next best one. */
async function say(saying: Saying, as: Form["as"]): Promise<Delivery> {
  const { to, intent, worded, file, log, id } = saying;
  const { locale } = worded;
  let form: Form = {
    as,
    text: intent.text,
    locale,
    picture: (worded.picture ?? file) ? "kept" : "none",
    by: to.userId ? "userId" : "phone",
  };
  for (let calls = 1; ; calls++) {
    try {
      const body = await draw(saying, form);
      if (!body) return { type: "needs-template" };
      return toDelivery(await call(saying, form, body));
    } catch (error) {
      if (form.as === "template") tellOfTemplate(saying, form, error);
      const remedy = calls < MAX_CALLS ? chooseRemedy(form, error, saying) : undefined;
      if (!remedy) return form.as === "template" ? classifyForTemplate(form, error) : classifyFailure(error);
      log.warn({ outboxId: id, refused: form, next: remedy }, "WhatsApp refused a form of a message, trying another");
      form = remedy;
    }
  }
}

/** undefined if there is no template for it. */
async function draw(saying: Saying, form: Form): Promise<WhatsappBody | TemplateMessage | undefined> {
  const { intent, worded, word } = saying;
  if (form.as === "template") return toTemplate({ ...intent, text: form.text, locale: form.locale }, word);
  return renderWhatsapp(worded, form.picture === "none" ? undefined : await findMedia(saying, form.picture));
}

async function findMedia(
  { client, pictures, phoneNumberId, worded, file }: Saying,
  picture: "kept" | "anew",
): Promise<Media | undefined> {
  if (file) {
    const id = await upload(client, { phoneNumberId, file });
    if (file.mime.startsWith("image/")) return { type: "image", image: { id } };
    return { type: "document", document: { id, filename: file.name } };
  }
  const shown = worded.picture;
  if (!shown || ("fileId" in shown && !fitsBelow(worded))) return undefined;
  const id = await pictures.upload(client, shown, { anew: picture === "anew" });
  return id === undefined ? undefined : { type: "image", image: { id } };
}

async function call({ client, phoneNumberId, id, to }: Saying, form: Form, body: object): Promise<unknown> {
  const payload = {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    // An id in `to` is accepted and silently dropped; where both are given the number wins, so only one is.
    ...(form.by === "userId" ? { recipient: to.userId } : { to: to.phone }),
    biz_opaque_callback_data: id,
    ...body,
  };
  return client.messages.sendRaw({ phoneNumberId, payload });
}

/** The next way to say the same, after WhatsApp refused this one; undefined when there is none. */
function chooseRemedy(form: Form, error: unknown, { to, worded: { locale, body } }: Saying): Form | undefined {
  // Words without the picture are better than silence: the text of a ticket has its code and its link.
  const wordsAlone: Form | undefined = body.length > 0 ? { ...form, picture: "none" } : undefined;
  if (error instanceof UploadFailed) return classifyFailure(error).type === "refused" ? wordsAlone : undefined;
  if (!(error instanceof GraphApiError)) return undefined;
  if (error.code === NUMBER_NEEDED && form.by === "userId" && to.phone) return { ...form, by: "phone" };
  if (form.as === "template") {
    if (error.code !== NO_SUCH_TEMPLATE || form.locale !== locale) return undefined;
    // Saying less is better than silence as well, and so is the wrong language.
    const text = insteadOf(form.text);
    return text === undefined ? { ...form, locale: otherThan(locale) } : { ...form, text };
  }
  if (error.code === WINDOW_CLOSED) return { ...form, as: "template" };
  if (form.picture === "none" || !PICTURE_FAULTS.has(error.code)) return undefined;
  return form.picture === "kept" ? { ...form, picture: "anew" } : wordsAlone;
}

function otherThan(locale: Locale): Locale {
  return locale === "en" ? "ru" : "en";
}

/** The admins hear of it even where another language went through. */
function tellOfTemplate({ onNotice }: Saying, { text, locale }: Form, error: unknown): void {
  const trouble = findTemplateTrouble(error, { text, language: locale });
  if (trouble) void onNotice?.({ type: "template-refused", ...trouble });
}

/** With the template in the reason, for whoever must mend it. */
function classifyForTemplate({ text, locale }: Form, error: unknown): Delivery {
  const delivery = classifyFailure(error);
  const trouble = findTemplateTrouble(error, { text, language: locale });
  if (!trouble) return delivery;
  const said = (words: string) => `the template ${trouble.template} (${locale}) ${trouble.problem}: ${words}`;
  if (delivery.type === "refused") return { ...delivery, detail: said(delivery.detail) };
  return delivery.type === "retry" ? { ...delivery, reason: said(delivery.reason) } : delivery;
}

/** "Accepted", which is not "delivered": that comes later, as a status. */
function toDelivery(answer: unknown): Delivery {
  const providerMessageId = textOf(fieldsOf(listOf(fieldsOf(answer).messages)[0]).id);
  if (providerMessageId) return { type: "sent", providerMessageId };
  return { type: "retry", afterMs: UNKNOWN_MS, scope: "chat", unknown: true, reason: "an answer without a message id" };
}
