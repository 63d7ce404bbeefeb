import { connect, type Socket } from "node:net";

export interface Answer {
  status: number;
  body: string;
}

/** Posts webhooks to a port of this machine over kept-open connections. */
export interface Poster {
  /** Makes so many connections, each of which the program has taken and used once when this resolves. */
  open(count: number): Promise<void>;
  post(request: { path: string; headers: Record<string, string>; body: string }): Promise<Answer>;
  close(): void;
}

interface Line {
  socket: Socket;
  rest: Buffer;
  waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
}

/**
 * HTTP/1.1 by hand, one request at a time on each connection: Node's own client costs as much as some of the programs
 * that are measured, and would be measured with them, since they share the machine.
 */
export function createPoster(port: number): Poster {
  const all = new Set<Line>();
  const idle: Line[] = [];

  function open(): Line {
    const socket = connect(port, "127.0.0.1").setNoDelay(true);
    const line: Line = { socket, rest: Buffer.alloc(0), waiting: undefined };
    all.add(line);
    socket.on("data", (bytes) => take(line, bytes));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      all.delete(line);
      const index = idle.indexOf(line);
      if (index >= 0) idle.splice(index, 1);
      line.waiting?.reject(new Error("the program closed the connection"));
    });
    return line;
  }

  function take(line: Line, bytes: Buffer): void {
    line.rest = line.rest.length ? Buffer.concat([line.rest, bytes]) : bytes;
    const answer = readAnswer(line.rest);
    if (!answer) return;
    const { waiting } = line;
    line.rest = Buffer.alloc(0);
    line.waiting = undefined;
    if (answer.closes) line.socket.destroy();
    else idle.push(line);
    waiting?.resolve(answer);
  }

  function send(line: Line, text: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      line.waiting = { resolve, reject };
      line.socket.write(text);
    });
  }

  return {
    async open(count) {
      const hello = "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
      await Promise.all(Array.from({ length: count }, () => send(open(), hello)));
    },
    async post({ path, headers, body }) {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
      const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n`;
      const text = `${head}${lines.join("")}${length}\r\n${body}`;
      const kept = idle.pop();
      // A connection that was idle may be closed by the other side at this very moment.
      return kept ? send(kept, text).catch(() => send(open(), text)) : send(open(), text);
    },
    close() {
      for (const { socket } of all) socket.destroy();
    },
  };
}

/** undefined while bytes are missing. */
export function readAnswer(bytes: Buffer): (Answer & { closes: boolean }) | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = bytes.toString("latin1", 0, end).toLowerCase();
  const rest = bytes.subarray(end + 4);
  const body = head.includes("transfer-encoding: chunked") ? readChunks(rest) : readLength(head, rest);
  if (body === undefined) return undefined;
  return { status: Number(head.slice(9, 12)), body, closes: head.includes("connection: close") };
}

function readLength(head: string, rest: Buffer): string | undefined {
  const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  return rest.length < length ? undefined : rest.toString("utf8", 0, length);
}

function readChunks(rest: Buffer): string | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const line = rest.indexOf("\r\n", at);
    if (line < 0) return undefined;
    const length = Number.parseInt(rest.toString("latin1", at, line), 16);
    const start = line + 2;
    if (rest.length < start + length + 2) return undefined;
    if (length === 0) return Buffer.concat(chunks).toString();
    chunks.push(rest.subarray(start, start + length));
    at = start + length + 2;
  }
}
