import { toHouse } from "../src/assembly/ground.ts";
import { readConfig, type WhatsappConfig } from "../src/config.ts";
import { loadEnvFile } from "../src/env-file.ts";
import { OperatorError } from "../src/errors.ts";
import { createTexts } from "../src/texts/texts.ts";
import {
  createMissingTemplates,
  listTemplateStandings,
  type TemplateStanding,
  type TemplateState,
} from "../src/whatsapp/template-status.ts";
import type { Word } from "../src/whatsapp/templates.ts";
import { readFlags } from "./flags.ts";

const WORDS: Record<TemplateState, string> = {
  approved: "approved",
  missing: "missing: make it with --create",
  pending: "Meta is looking at it; it cannot be sent yet",
  rejected: "rejected: appeal or edit it in WhatsApp Manager",
  paused: "paused by Meta, since people did not like it; it comes back by itself, or is disabled the third time",
  disabled: "cannot be sent: see WhatsApp Manager",
  recategorised: "in another category: it costs more and reaches fewer; ask for a review in WhatsApp Manager",
  differs: "approved with other words than ours: edit it in WhatsApp Manager",
};

/** Shows how our templates stand at Meta: 0 if all can be sent, 1 if some cannot or should not, 2 if Meta could not be asked. */
async function main(): Promise<number> {
  const { create } = readFlags("whatsapp:templates", { create: { type: "boolean" } });
  loadEnvFile(process.env);
  const config = readConfig(process.env);
  if (!config.whatsapp) throw new OperatorError("WhatsApp is not configured: set the WHATSAPP_ variables.");
  const { word } = createTexts(toHouse(config, config.port));
  const account = { config: config.whatsapp, word };
  if (create) await createMissing(account);
  const standings = await listTemplateStandings(account);
  for (const standing of standings) console.log(toLine(standing));
  const open = standings.filter(({ state }) => state !== "approved");
  console.log(open.length ? `${open.length} of ${standings.length} need attention.` : "All of them can be sent.");
  return open.length ? 1 : 0;
}

async function createMissing(account: { config: WhatsappConfig; word: Word }): Promise<void> {
  const creations = await createMissingTemplates(account);
  for (const creation of creations) {
    const said = creation.type === "created" ? `made, and Meta says ${creation.status}` : creation.reason;
    console.log(`${creation.name} (${creation.language}): ${said}`);
  }
  console.log(creations.length ? "" : "None was missing.\n");
}

function toLine({ name, language, state, detail }: TemplateStanding): string {
  return `${`${name} (${language})`.padEnd(28)} ${WORDS[state]}${detail ? ` (${detail})` : ""}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
