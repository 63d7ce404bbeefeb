import { toHouse } from "../src/assembly/ground.ts";
import type { Config } from "../src/config.ts";
import { createTexts } from "../src/texts/texts.ts";
import { createMissingTemplates } from "../src/whatsapp/template-status.ts";

/** As an operator has done before the first event: `npm run whatsapp:templates -- --create`. */
export async function approveTemplates(config: Config): Promise<void> {
  if (!config.whatsapp) return;
  const { word } = createTexts(toHouse(config, config.port));
  await createMissingTemplates({ config: config.whatsapp, word });
}
