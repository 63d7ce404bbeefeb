import { type App, startApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { loadEnvFile } from "./env-file.ts";
import { OperatorError } from "./errors.ts";
import { createLogger, type Logger, openOutput } from "./logger.ts";
import { createRedaction, listSecrets } from "./redaction.ts";

/** A stop that takes longer than this is ended; what was under way is done again after the next start. */
const STOP_WITHIN_MS = 15_000;
const LAST_WORDS_MS = 3_000;

/** Runs Doorlist until a signal or a fault ends it; resolves when it answers, or when it has said why it cannot start. */
export async function main(): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (error instanceof OperatorError) console.error(`Doorlist cannot start.\n${error.message}`);
    else console.error("Doorlist cannot start.", error);
    process.exit(1);
  }
}

async function start(): Promise<void> {
  loadEnvFile(process.env);
  const config = readConfig(process.env);
  const redaction = createRedaction(listSecrets(config));
  const destination = openOutput();
  process.once("exit", destination.flushSync);
  const log = createLogger({ level: config.logLevel, pretty: process.stdout.isTTY === true, redaction, destination });
  const app = await startApp(config, { log });
  console.info(greet(app));
  printOwnerLink(app, log);
  stopOnSignals(app);
  endOnFaults(app, log);
}

/** Where to look first. */
function greet({ config, house, port }: App): string {
  const lines = [`\nDoorlist listens on port ${port}. ${house.publicUrl}/health tells how it is.`];
  if (config.sandbox) {
    lines.push(`Sandbox: open http://localhost:${port}/sandbox and try both messengers.`);
    if (!process.env.API_TOKEN?.trim()) lines.push(`API token of this run: ${config.apiTokens[0]}`);
  } else if (config.whatsapp) {
    lines.push(`WhatsApp's webhook: ${house.publicUrl}/whatsapp, verify token ${config.whatsapp.verifyToken}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Until somebody is the owner: past the log, which never holds a token. The sandbox has a button for it. */
function printOwnerLink({ config, ownerLink }: App, log: Logger): void {
  if (config.sandbox) return;
  ownerLink
    .then((link) => {
      if (link) console.info(`Become the owner: open this link in Telegram within 24 hours. It works once.\n${link}\n`);
    })
    .catch((err: unknown) => log.error({ err }, "the owner's link could not be made"));
}

function stopOnSignals(app: App): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1); // a second Ctrl-C means now
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await app.stop();
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
}

/** A process in an unknown state is ended, and started again by whoever started it; but the admins hear of it first. */
function endOnFaults({ alerts }: App, log: Logger): void {
  const end = (error: unknown): void => {
    setTimeout(() => process.exit(1), LAST_WORDS_MS).unref();
    log.fatal({ err: error }, "an unexpected fault ends the process");
    alerts.fault(error, "outside of any request");
    void alerts.stop().finally(() => process.exit(1));
  };
  process.once("uncaughtException", end);
  process.once("unhandledRejection", end);
}
