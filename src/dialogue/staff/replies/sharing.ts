import type { EventId } from "../../../ids.ts";
import { type Choice, type Intent, label } from "../../../intents.ts";
import { labelText } from "../../../texts/texts.ts";
import { event, say, type Voice } from "../../replies/reply.ts";
import type { DeskEvent } from "../desk-event.ts";
import { backToPage, deskButton, toMenu } from "./button.ts";

export function publishedReply(voice: Voice, shown: DeskEvent): Intent {
  return withLinks(voice, shown, "desk-published");
}

export function linksReply(voice: Voice, shown: DeskEvent): Intent {
  return withLinks(voice, shown, "desk-links");
}

function withLinks(voice: Voice, { facts }: DeskEvent, text: "desk-published" | "desk-links"): Intent {
  const { id, slug } = facts;
  const greeting = labelText(voice.locale, label("share-greeting", { slug }), "whatsapp");
  return say(voice, {
    text,
    params: {
      event: event(facts),
      telegram: { type: "link", link: { to: "telegram", start: `e_${slug}` } },
      whatsapp: { type: "link", link: { to: "whatsapp", text: greeting } },
    },
    choices: [[posterButton(id)], [backToPage(id), toMenu()]],
  });
}

/** The poster in the message itself; the other way to have it is one press away. */
export function posterReply(voice: Voice, { facts }: DeskEvent, as: "pdf" | "png"): Intent {
  const { id } = facts;
  const other =
    as === "pdf"
      ? deskButton("desk-button-poster-picture", { act: "poster-picture", event: id })
      : deskButton("desk-button-poster-pdf", { act: "poster", event: id });
  const intent = say(voice, {
    text: as === "pdf" ? "desk-poster" : "desk-poster-picture",
    params: { event: event(facts) },
    choices: [[other, backToPage(id)]],
  });
  return { ...intent, file: { type: "poster", event: id, as } };
}

export function posterButton(event: EventId): Choice {
  return deskButton("desk-button-poster", { act: "poster", event });
}
