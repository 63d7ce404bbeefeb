import { setTimeout } from "node:timers/promises";
import type { Param, Params } from "../intents.ts";
import { createRedaction, listSecrets } from "../redaction.ts";
import { examineAddress } from "./address.ts";
import { examineAlerts } from "./alerts.ts";
import { examineApp } from "./app.ts";
import { examineClock } from "./clock.ts";
import { visitDatabase } from "./database.ts";
import type { Deployment } from "./deployment.ts";
import { examineDisk } from "./disk.ts";
import { CHECKS, type Check, type Finding, find, toTitle } from "./finding.ts";
import { examineMail } from "./mail.ts";
import { examineRedis } from "./redis.ts";
import { examineSettings, listSpoiled } from "./settings.ts";
import { examineBot, examineTelegramWebhook } from "./telegram.ts";
import { examineHealth } from "./whatsapp-health.ts";
import { examineNumber } from "./whatsapp-number.ts";
import { examineSecret } from "./whatsapp-secret.ts";
import { examineTemplates } from "./whatsapp-templates.ts";
import { askAboutToken, examineToken } from "./whatsapp-token.ts";
import { askSubscriptions, examineSubscription, examineWhatsappWebhook } from "./whatsapp-webhook.ts";

/** A check that says nothing within this long says so itself. */
const PATIENCE_MS = 10_000;

type Examinations = Partial<Record<Check, () => Promise<Finding>>>;

/**
 * Looks at everything at once, and tells what is found in the order of `CHECKS`, within some ten seconds.
 *
 * A check that fails or hangs is a finding like the others. Nothing is changed, and nothing is sent to anybody.
 * What platforms said is in the params, without our secrets and without anything of people.
 */
export async function examine(deployment: Deployment, patienceMs = PATIENCE_MS): Promise<Finding[]> {
  const spoiled = listSpoiled(deployment);
  const examinations = { ...common(deployment), ...telegram(deployment), ...whatsapp(deployment) };
  const looked = CHECKS.map(async (check) => {
    const look = examinations[check];
    if (spoiled.has(check)) return [find(check, "check-spoiled")];
    return look ? [await withPatience(check, look, patienceMs)] : [];
  });
  const findings = [...examineSettings(deployment), ...(await Promise.all(looked)).flat()];
  const { text } = createRedaction(listSecrets(deployment.config));
  return findings.map((finding) => ({ ...finding, params: cleanAll(finding.params, text) }));
}

function common(deployment: Deployment): Examinations {
  const { telegram, whatsapp, sandbox } = deployment.config;
  const isServing = telegram !== undefined || whatsapp !== undefined;
  const visit = listSpoiled(deployment).has("database") ? nothing() : visitDatabase(deployment);
  visit.catch(() => {}); // whoever waits for it tells
  return {
    app: () => examineApp(deployment),
    database: async () => (await visit).finding,
    redis: () => examineRedis(deployment),
    disk: () => examineDisk(deployment),
    clock: () => examineClock(deployment, visit),
    address: () => examineAddress(deployment),
    ...(isServing && !sandbox && { alerts: () => examineAlerts(deployment) }),
    ...(whatsapp && { "whatsapp-health": () => examineHealth(whatsapp, deployment, visit) }),
    mail: () => examineMail(deployment),
  };
}

function telegram(deployment: Deployment): Examinations {
  const { telegram: config } = deployment.config;
  if (!config) return { telegram: async () => find("telegram", "telegram-off") };
  return {
    telegram: () => examineBot(config),
    "telegram-webhook": () => examineTelegramWebhook(config, deployment),
  };
}

function whatsapp(deployment: Deployment): Examinations {
  const { whatsapp: config, publicUrl } = deployment.config;
  if (!config) return { whatsapp: async () => find("whatsapp", "whatsapp-off") };
  const token = askAboutToken(config);
  const subscriptions = askSubscriptions(config);
  return {
    whatsapp: () => examineToken(token, deployment),
    "whatsapp-number": () => examineNumber(config),
    "whatsapp-secret": () => examineSecret(config),
    "whatsapp-subscription": () => examineSubscription(subscriptions, token),
    "whatsapp-webhook": () => examineWhatsappWebhook(config, { subscriptions, token, publicUrl }),
    "whatsapp-templates": () => examineTemplates(config, deployment),
  };
}

async function nothing(): Promise<never> {
  throw new Error("its settings make no sense");
}

async function withPatience(check: Check, look: () => Promise<Finding>, patienceMs: number): Promise<Finding> {
  const done = new AbortController();
  const title = toTitle({ check });
  const late = setTimeout(patienceMs, undefined, { signal: done.signal }).then(
    () => find(check, "check-late", { title, seconds: Math.round(patienceMs / 1000) }),
    () => find(check, "check-failed", { title, error: "" }),
  );
  const looked = look().catch((error: unknown) =>
    find(check, "check-failed", { title, error: error instanceof Error ? error.name : "unknown" }),
  );
  return Promise.race([looked, late]).finally(() => done.abort());
}

type Clean = (text: string) => string;

function cleanAll(params: Params, clean: Clean): Params {
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, cleanOne(param, clean)]));
}

function cleanOne(param: Param, clean: Clean): Param {
  if (typeof param === "string") return clean(param);
  if (typeof param === "object" && param.type === "text" && param.params) {
    return { ...param, params: cleanAll(param.params, clean) };
  }
  return param;
}
