import { type Label, label, type Params } from "../intents.ts";

/**
 * `broken`: somebody is not served or not written to. `warning`: all works still, and somebody should look.
 * `unseen`: not set up, or not looked at, and the words say why.
 */
export type Status = "ok" | "warning" | "broken" | "unseen";

/** What is looked at, in the order in which it is told. */
export const CHECKS = [
  ["settings", "app", "database", "redis", "disk", "clock", "address"],
  ["telegram", "telegram-webhook", "alerts"],
  ["whatsapp", "whatsapp-number", "whatsapp-secret", "whatsapp-subscription", "whatsapp-webhook"],
  ["whatsapp-templates", "whatsapp-health", "mail"],
].flat() as readonly Check[];

export type Check =
  | ("settings" | "app" | "database" | "redis" | "disk" | "clock" | "address")
  | ("telegram" | "telegram-webhook" | "alerts")
  | ("whatsapp" | "whatsapp-number" | "whatsapp-secret" | "whatsapp-subscription" | "whatsapp-webhook")
  | ("whatsapp-templates" | "whatsapp-health" | "mail");

/** Everything that can be found, and how bad it is. Each has a text, and what is bad also an advice. */
export const STATUSES = {
  "settings-ok": "ok",
  "settings-half": "broken",
  "settings-misread": "broken",
  "settings-nameless": "warning",
  "settings-nobody": "broken",
  "settings-unknown": "warning",

  "app-idle": "unseen",
  "app-ok": "ok",
  "app-stopped": "warning",
  "app-stranger": "broken",
  "app-unwell": "warning",

  "database-empty": "ok",
  "database-full": "broken",
  "database-missing": "broken",
  "database-newer": "broken",
  "database-ok": "ok",
  "database-old": "broken",
  "database-pending": "broken",
  "database-read-only": "broken",
  "database-refused": "broken",
  "database-slow": "warning",
  "database-unreachable": "broken",
  "folder-damaged": "broken",
  "folder-held": "unseen",
  "folder-new": "ok",
  "folder-ok": "ok",
  "folder-unsafe": "warning",
  "folder-unusable": "broken",

  "redis-full": "warning",
  "redis-off": "unseen",
  "redis-ok": "ok",
  "redis-read-only": "warning",
  "redis-refused": "warning",
  "redis-slow": "warning",
  "redis-unreachable": "warning",

  "disk-full": "broken",
  "disk-low": "warning",
  "disk-ok": "ok",

  "clock-off": "warning",
  "clock-ok": "ok",
  "clock-unknown": "unseen",
  "clock-wrong": "broken",

  "address-answer": "broken",
  "address-ipv6": "broken",
  "address-ok": "ok",
  "address-off": "unseen",
  "address-plain": "broken",
  "address-port": "broken",
  "address-private": "broken",
  "address-unknown": "broken",
  "address-unreachable": "broken",
  "certificate-ending": "warning",
  "certificate-expired": "broken",
  "certificate-other-host": "broken",
  "certificate-self-signed": "broken",
  "certificate-untrusted": "broken",

  "telegram-off": "unseen",
  "telegram-ok": "ok",
  "telegram-token": "broken",
  "telegram-trouble": "broken",
  "telegram-unreachable": "broken",
  "telegram-webhook-deaf": "broken",
  "telegram-webhook-elsewhere": "broken",
  "telegram-webhook-failed": "warning",
  "telegram-webhook-failing": "broken",
  "telegram-webhook-missing": "broken",
  "telegram-webhook-ok": "ok",
  "telegram-webhook-pending": "warning",
  "telegram-webhook-unseen": "unseen",

  "alerts-deaf": "broken",
  "alerts-mail": "ok",
  "alerts-none": "warning",
  "alerts-ok": "ok",
  "alerts-unseen": "unseen",

  "whatsapp-off": "unseen",
  "whatsapp-ok": "ok",
  "whatsapp-token": "broken",
  "whatsapp-token-ends": "warning",
  "whatsapp-token-scopes": "broken",
  "whatsapp-trouble": "broken",
  "whatsapp-unreachable": "broken",
  "whatsapp-version": "broken",
  "whatsapp-unseen": "unseen",
  "whatsapp-number-banned": "broken",
  "whatsapp-number-flagged": "warning",
  "whatsapp-number-name": "warning",
  "whatsapp-number-ok": "ok",
  "whatsapp-number-quality": "warning",
  "whatsapp-number-restricted": "warning",
  "whatsapp-number-unknown": "broken",
  "whatsapp-number-unregistered": "broken",
  "whatsapp-secret-ok": "ok",
  "whatsapp-secret-wrong": "broken",
  "whatsapp-subscription-account": "broken",
  "whatsapp-subscription-missing": "broken",
  "whatsapp-subscription-ok": "ok",
  "whatsapp-webhook-deaf": "broken",
  "whatsapp-webhook-elsewhere": "broken",
  "whatsapp-webhook-missing": "broken",
  "whatsapp-webhook-news": "warning",
  "whatsapp-webhook-ok": "ok",
  "whatsapp-templates-differ": "warning",
  "whatsapp-templates-missing": "broken",
  "whatsapp-templates-ok": "ok",
  "whatsapp-templates-unusable": "broken",
  "whatsapp-health-blocked": "broken",
  "whatsapp-health-limited": "warning",
  "whatsapp-health-ok": "ok",
  "whatsapp-health-unpaid": "broken",

  "mail-certificate": "broken",
  "mail-off": "unseen",
  "mail-ok": "ok",
  "mail-refused": "broken",
  "mail-unreachable": "broken",

  "check-failed": "warning",
  "check-late": "broken",
  "check-spoiled": "unseen",
} as const satisfies Record<string, Status>;

export type Found = keyof typeof STATUSES;

/** What was found in one place; words come from `texts/`, in whatever language and chat they are asked for. */
export interface Finding {
  check: Check;
  status: Status;
  found: Found;
  params: Params;
}

export function find(check: Check, found: Found, params: Params = {}): Finding {
  return { check, status: STATUSES[found], found, params };
}

/** One line: how it is. */
export function toWords({ found, params }: Finding): Label {
  return label(`doctor-${found}`, params);
}

/** What it means and how to mend it; undefined where there is nothing to mend. */
export function toAdvice({ found, status, params }: Finding): Label | undefined {
  return status === "warning" || status === "broken" ? label(`doctor-${found}-advice`, params) : undefined;
}

export function toTitle({ check }: Pick<Finding, "check">): Label {
  return label(`doctor-check-${check}`);
}
