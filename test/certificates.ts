import { createServer } from "node:https";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { generate } from "selfsigned";
import { type Listening, listenOnLoopback } from "./loopback.ts";

const YEAR_MS = 365 * 24 * 60 * 60_000;

interface Certificate {
  host?: string;
  validForDays?: number;
  /** Nobody has vouched for it but itself. */
  isSelfSigned?: boolean;
  /** By an authority that nobody knows. */
  byStranger?: boolean;
}

/** An authority that this process believes, as browsers believe theirs, and https servers with its certificates. */
export async function openAuthority() {
  const [ours, stranger] = await Promise.all([makeAuthority("Test authority"), makeAuthority("Nobody")]);
  setDefaultCACertificates([...getCACertificates("bundled"), ours.cert]);

  async function make({ host = "club.example", validForDays = 60, isSelfSigned, byStranger }: Certificate) {
    const now = Date.now();
    const day = 24 * 60 * 60_000;
    const ca = byStranger ? stranger : ours;
    const pair = await generate([{ name: "commonName", value: host }], {
      keyType: "ec",
      algorithm: "sha256",
      notBeforeDate: new Date(now - 90 * day),
      // An hour more, or the days that are left would be one less by the time they are counted.
      notAfterDate: new Date(now + validForDays * day + 60 * 60_000),
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: host }] }],
      ...(!isSelfSigned && { ca: { key: ca.private, cert: ca.cert } }),
    });
    return { key: pair.private, cert: pair.cert };
  }

  return {
    make,
    /** A server on loopback that answers every request alike. */
    async serve(certificate: Certificate, answer = { status: 200, body: '{"status":"ok"}' }): Promise<Listening> {
      const server = createServer(await make(certificate), (_, response) => {
        response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
      });
      server.on("tlsClientError", () => {});
      return listenOnLoopback(server);
    },
  };
}

function makeAuthority(name: string) {
  return generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(Date.now() - YEAR_MS),
    notAfterDate: new Date(Date.now() + YEAR_MS),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
}
