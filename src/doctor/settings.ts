import { label } from "../intents.ts";
import type { Problem } from "../variables.ts";
import type { Deployment } from "./deployment.ts";
import { type Check, type Finding, find } from "./finding.ts";

const OURS_BY_DEFAULT = "Doorlist";

/** Everything that the environment alone tells, a finding for each fault. */
export function examineSettings({ config, problems, strangers }: Deployment): Finding[] {
  const findings = problems.map(toFinding);
  if (strangers.length) findings.push(find("settings", "settings-unknown", { variables: strangers.join(", ") }));
  const { telegram, whatsapp, sandbox, organisation } = config;
  const isServing = telegram !== undefined || whatsapp !== undefined;
  if (!isServing && !sandbox && !problems.length) findings.push(find("settings", "settings-nobody"));
  const isNameless = organisation.name === OURS_BY_DEFAULT || !organisation.contact;
  if (isServing && !sandbox && isNameless) findings.push(find("settings", "settings-nameless"));
  return findings.length ? findings : [find("settings", "settings-ok")];
}

function toFinding(problem: Problem): Finding {
  if (problem.type === "half") {
    const { part, missing } = problem;
    return find("settings", "settings-half", { part, missing: missing.join(", ") });
  }
  const { variable, misreading } = problem;
  return find("settings", "settings-misread", { variable, expected: label(`doctor-expected-${misreading}`) });
}

const ABOUT: [check: Check, variables: RegExp][] = [
  ["app", /^PORT$/],
  ["database", /^DATABASE_URL$/],
  ["redis", /^REDIS_URL$/],
  ["address", /^PUBLIC_URL$/],
  ["telegram", /^TELEGRAM_|^Telegram$/],
  ["whatsapp", /^WHATSAPP_|^WhatsApp$/],
  ["mail", /^(SMTP_URL|MAIL_FROM|E-mail)$/],
];

/** The parts that cannot be looked at before their settings are mended. */
export function listSpoiled({ problems }: Pick<Deployment, "problems">): ReadonlySet<Check> {
  const names = problems.map((problem) => (problem.type === "half" ? problem.part : problem.variable));
  return new Set(ABOUT.filter(([, pattern]) => names.some((name) => pattern.test(name))).map(([check]) => check));
}
