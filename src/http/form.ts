import { randomUUID } from "node:crypto";

export interface FormFile {
  name: string;
  /** "": of bytes. */
  mime: string;
  bytes: Uint8Array;
}

/** A form with files as a request carries it: in one piece, which is one write. */
export function encodeForm(fields: Iterable<[name: string, value: string | FormFile]>): { type: string; body: Buffer } {
  const boundary = randomUUID();
  const parts: Uint8Array[] = [];
  let words = "";
  for (const [name, value] of fields) {
    words += `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
    if (typeof value === "string") words += `\r\n\r\n${value}\r\n`;
    else {
      words += `; filename="${escapeName(value.name)}"\r\nContent-Type: ${value.mime || "application/octet-stream"}\r\n\r\n`;
      parts.push(Buffer.from(words), value.bytes);
      words = "\r\n";
    }
  }
  parts.push(Buffer.from(`${words}--${boundary}--\r\n`));
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) };
}

/** As browsers do. */
function escapeName(name: string): string {
  return name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
