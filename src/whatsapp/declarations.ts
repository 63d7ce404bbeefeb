import { type EventId, newId } from "../ids.ts";
import type { Intent, Params } from "../intents.ts";
import type { EventFacts, Locale } from "../messages.ts";
import { labelText } from "../texts/texts.ts";
import { sayWords, TEMPLATES, type Template, toTemplate, type Word } from "./templates.ts";

/** A template in one language as Meta is asked to approve it. */
export interface Declaration {
  name: string;
  language: Locale;
  category: "UTILITY";
  parameter_format: "NAMED";
  components: (Body | Buttons)[];
}

interface Body {
  type: "BODY";
  text: string;
  example: { body_text_named_params: { param_name: string; example: string }[] };
}

interface Buttons {
  type: "BUTTONS";
  buttons: { type: "QUICK_REPLY"; text: string }[];
}

const LOCALES: Locale[] = ["en", "ru"];

/** Every template in every language. Meta's people see the examples: what the template says of an event of ours. */
export function declareTemplates(word: Word): Declaration[] {
  return TEMPLATES.flatMap((template) => LOCALES.map((locale) => declare(template, { locale, word })));
}

function declare(template: Template, { locale, word }: { locale: Locale; word: Word }): Declaration {
  const { name, buttons } = template;
  const text = sayWords(template, { locale, word });
  const quickReplies = buttons.map((key) => ({
    type: "QUICK_REPLY" as const,
    text: labelText(locale, { type: "text", key }, "whatsapp"),
  }));
  return {
    name,
    language: locale,
    category: "UTILITY",
    parameter_format: "NAMED",
    components: [
      { type: "BODY", text, example: { body_text_named_params: toExamples(template, { locale, word }) } },
      ...(quickReplies.length > 0 ? [{ type: "BUTTONS" as const, buttons: quickReplies }] : []),
    ],
  };
}

function toExamples({ text }: Template, { locale, word }: { locale: Locale; word: Word }) {
  const said = toTemplate({ text, params: exampleParams(locale, word), locale, choices: [] }, word);
  const components = said?.template.components ?? [];
  return components.flatMap((one) =>
    one.type === "body"
      ? one.parameters.map(({ parameter_name, text: example }) => ({ param_name: parameter_name, example }))
      : [],
  );
}

/** All that any of the texts names. */
function exampleParams(locale: Locale, word: Word): Params {
  const say = (key: string) => {
    const intent: Intent = { text: `template-example-${key}`, params: {}, locale, choices: [] };
    return word(intent, "whatsapp")
      .body.map((span) => span.text)
      .join("");
  };
  const timeZone = "Europe/Moscow";
  const event: EventFacts = {
    id: newId<EventId>(),
    slug: "spring-meet-up",
    title: say("title"),
    startsAt: "2026-12-12T15:00:00Z",
    endsAt: null,
    timeZone,
    location: say("where"),
    locationUrl: null,
  };
  return {
    event: { type: "event", event },
    until: { type: "moment", at: "2026-12-11T17:00:00Z", zone: timeZone },
    name: say("name"),
    named: 1,
    days: 1,
    minutes: 60,
    code: "K7QM-3FPA",
    words: say("words"),
  };
}
