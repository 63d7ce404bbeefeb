const utf8 = new TextDecoder("utf-8", { fatal: true });

/** undefined for bytes that are no UTF-8 or no JSON; the word itself is not JSON, so nothing is mistaken for it. */
export function parseJson(from: string | ArrayBuffer | Uint8Array): unknown {
  try {
    return JSON.parse(typeof from === "string" ? from : utf8.decode(from));
  } catch {
    return undefined;
  }
}
