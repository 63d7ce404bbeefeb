import { once } from "node:events";
import { SMTPServer } from "smtp-server";

interface Letter {
  to: string;
  subject: string;
  source: string;
}

/** A real mail server on loopback: everybody's mailbox. */
export interface Mailbox {
  url: string;
  letters: Letter[];
  /** The next letter to this address that was not asked for yet. */
  next(email: string): Promise<Letter>;
  /** From now on letters are refused for now, or taken again. */
  refuse(refused: boolean): void;
  close(): Promise<void>;
}

export async function openMailbox(): Promise<Mailbox> {
  const letters: Letter[] = [];
  const read = new Set<Letter>();
  const waiting = new Set<() => void>();
  let refused = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onMailFrom: (_address, _session, done) =>
      done(refused ? Object.assign(new Error("later"), { responseCode: 451 }) : null),
    async onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const source = Buffer.concat(chunks).toString();
      const subject = /^Subject: (.*)$/m.exec(source)?.[1] ?? "";
      letters.push({ to: envelope.rcptTo.map(({ address }) => address).join(), subject, source });
      done();
      for (const look of [...waiting]) look();
    },
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    letters,
    next(email) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => finish(() => reject(new Error(`no letter came to ${email}`))), 10_000);
        const finish = (then: () => void) => {
          clearTimeout(timer);
          waiting.delete(look);
          then();
        };
        const look = () => {
          const letter = letters.find((each) => each.to === email && !read.has(each));
          if (!letter) return;
          read.add(letter);
          finish(() => resolve(letter));
        };
        waiting.add(look);
        look();
      });
    },
    refuse(value) {
      refused = value;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
