import { createServer } from "node:http";
import { startApp } from "../src/app.ts";
import { createClock } from "../src/clock.ts";
import { readConfig } from "../src/config.ts";
import { createLogger } from "../src/logger.ts";
import { createRedaction, listSecrets } from "../src/redaction.ts";

/**
 * Doorlist as a process of its own, as `main.ts` starts it, but with a clock that a test moves for several at once:
 * `PUT /?offset=MS` on CLOCK_PORT puts it so far ahead; `POST` does what falls due as well, or answers 503 if that could
 * not be done now.
 */
const clock = createClock(Number(process.env.CLOCK_OFFSET_MS));
const config = readConfig(process.env);
const log = createLogger({
  level: config.logLevel,
  pretty: false,
  redaction: createRedaction(listSecrets(config)),
});
const app = await startApp(config, { log, clock });

createServer(async (request, response) => {
  const offset = Number(new URL(request.url ?? "/", "http://localhost").searchParams.get("offset"));
  clock.moveForward(Math.max(0, offset - clock.offsetMs()));
  if (request.method === "POST") {
    await app.runJobs().catch(() => {
      response.statusCode = 503;
    });
  }
  response.end();
}).listen(Number(process.env.CLOCK_PORT), "127.0.0.1");
