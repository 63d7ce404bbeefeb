import type { Intent } from "../intents.ts";
import type { InboundMessage, Locale } from "../messages.ts";
import type { Deps } from "./deps.ts";
import { toKey } from "./hot-copy.ts";

export type ApologyKey = "too-fast" | "something-broke" | "postgres-away";

/** A sentence of the shell's own, for when the dialogue cannot speak. */
export function apology(text: ApologyKey, locale: Locale): Intent {
  return { text, params: {}, locale, choices: [] };
}

/** One apology per chat and outage, straight through the channel: nothing can be committed now. */
export interface OutageApologies {
  apologise(message: InboundMessage): void;
  isOn(): boolean;
  /** Something whose turn came at `started`, by the clock of `performance`, could be committed. */
  over(started: number): void;
}

export function createOutageApologies({ sayDirectly, locale }: Pick<Deps, "sayDirectly" | "locale">): OutageApologies {
  const told = new Set<string>();
  let lastFailure: number | undefined;
  return {
    apologise({ address, content, languageCode, sentAt }) {
      lastFailure = performance.now();
      const key = toKey(address);
      const answerable = content.type === "text" || content.type === "press";
      if (!answerable || told.has(key)) return;
      told.add(key);
      sayDirectly(address, apology("postgres-away", guessLocale(content, languageCode, locale)), sentAt);
    },
    isOn: () => lastFailure !== undefined,
    over(started) {
      // What began before the last failure may have been committed before it, too.
      if (lastFailure === undefined || started <= lastFailure) return;
      lastFailure = undefined;
      told.clear();
    },
  };
}

function guessLocale(content: InboundMessage["content"], languageCode: string | undefined, fallback: Locale): Locale {
  if (content.type === "text" && /\p{Script=Cyrillic}/u.test(content.text)) return "ru";
  if (languageCode) return languageCode.startsWith("ru") ? "ru" : "en";
  return fallback;
}
