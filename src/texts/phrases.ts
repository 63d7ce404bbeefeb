import { readFileSync } from "node:fs";
import { FluentBundle, FluentResource, type FluentValue, type FluentVariable } from "@fluent/bundle";
import type { Locale, Platform } from "../messages.ts";
import { toZoneName } from "./dates.ts";

export type Voice = Platform | "mail";

/** What varies in a phrase, by the names the .ftl files use. */
export type Values = Record<string, FluentVariable>;

/** Told when a text is missing or lacks something it names; people are answered all the same. */
export type ReportProblem = (problem: { key: string; locale: Locale; error: string }) => void;

export interface Phrase {
  key: string;
  locale: Locale;
  voice: Voice;
}

const bundles: Record<Locale, FluentBundle> = { en: readBundle("en"), ru: readBundle("ru") };

/**
 * Words a phrase, in the variant made for the platform if it has one (`.telegram`, `.whatsapp`, `.mail`).
 * Never throws: a phrase that is missing is said in English, else by its key.
 */
export function format(phrase: Phrase, values: Values, report: ReportProblem): string {
  const { key, locale } = phrase;
  const pattern = findPattern(phrase);
  if (pattern === undefined) {
    report({ key, locale, error: "no such text" });
    return locale === "en" ? key : format({ ...phrase, locale: "en" }, values, report);
  }
  const errors: Error[] = [];
  const words = bundles[locale].formatPattern(pattern, values, errors);
  for (const { message } of errors) report({ key, locale, error: message });
  return words;
}

function findPattern({ key, locale, voice }: Phrase) {
  const message = bundles[locale].getMessage(key);
  if (!message) return undefined;
  const { attributes, value } = message;
  return attributes[voice] ?? (voice === "mail" ? attributes.whatsapp : undefined) ?? value ?? undefined;
}

function readBundle(locale: Locale): FluentBundle {
  const functions = {
    /** The first letter large, as at the start of a sentence. */
    CAPITAL: ([words]: FluentValue[]) => changeFirst(words, (letter) => letter.toLocaleUpperCase(locale)),
    /** The first letter small, as inside a sentence. */
    LOWER: ([words]: FluentValue[]) => changeFirst(words, (letter) => letter.toLocaleLowerCase(locale)),
    /** What people call an IANA zone: "Moscow time". A phrase that is no zone is said as it is. */
    ZONE: ([zone]: FluentValue[]) => nameZone(String(zone), bundle),
  };
  const bundle = new FluentBundle(locale, { useIsolating: false, functions });
  const source = readFileSync(new URL(`./${locale}.ftl`, import.meta.url), "utf8");
  const [error] = bundle.addResource(new FluentResource(source));
  if (error) throw error;
  return bundle;
}

function changeFirst(words: FluentValue | undefined, change: (letter: string) => string): string {
  const [first = "", ...rest] = String(words);
  return change(first) + rest.join("");
}

function nameZone(zone: string, bundle: FluentBundle): string {
  if (!/^[A-Z]\w+\/|^UTC$/.test(zone)) return zone;
  const locale = bundle.locales.includes("ru") ? "ru" : "en";
  const pattern = bundle.getMessage("zone")?.value;
  return pattern ? bundle.formatPattern(pattern, { ...toZoneName(zone, locale) }, []) : zone;
}
