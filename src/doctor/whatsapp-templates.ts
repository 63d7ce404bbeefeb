import type { WhatsappConfig } from "../config.ts";
import { type Label, label } from "../intents.ts";
import { listTemplateStandings, type TemplateStanding } from "../whatsapp/template-status.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";

const USABLE = new Set(["approved", "recategorised", "differs"]);

/** Whether what is said outside the 24 hours can be said, before the day it is needed. */
export async function examineTemplates(config: WhatsappConfig, { word }: Deployment): Promise<Finding> {
  const standings = await listTemplateStandings({ config, word }).catch(() => undefined);
  if (!standings) return find("whatsapp-templates", "whatsapp-unseen");
  const unusable = standings.filter(({ state }) => !USABLE.has(state));
  const different = standings.filter(({ state }) => USABLE.has(state) && state !== "approved");
  const params = { count: standings.length, open: unusable.length || different.length };
  if (standings.every(({ state }) => state === "missing")) {
    return find("whatsapp-templates", "whatsapp-templates-missing", params);
  }
  if (unusable.length) {
    return find("whatsapp-templates", "whatsapp-templates-unusable", { ...params, list: toList(unusable) });
  }
  if (different.length) {
    return find("whatsapp-templates", "whatsapp-templates-differ", { ...params, list: toList(different) });
  }
  return find("whatsapp-templates", "whatsapp-templates-ok", params);
}

function toList(standings: TemplateStanding[]): { type: "list"; items: Label[]; between: "commas" } {
  return { type: "list", items: standings.map(toLabel), between: "commas" };
}

function toLabel({ name, language, state }: TemplateStanding): Label {
  return label("doctor-template", { name, language, state: label(`doctor-template-${state}`) });
}
