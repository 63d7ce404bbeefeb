import { once } from "node:events";
import { SMTPServer } from "smtp-server";

export interface MailServer {
  url: string;
  letters: { to: string[]; source: string }[];
  stop(): Promise<void>;
}

/** A mail server on a loopback port that takes every letter. */
export async function startMailServer(): Promise<MailServer> {
  const letters: MailServer["letters"] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    async onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const to = envelope.rcptTo.map(({ address }) => address);
      letters.push({ to, source: Buffer.concat(chunks).toString() });
      done();
    },
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("the mail server has no port");
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    letters,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
