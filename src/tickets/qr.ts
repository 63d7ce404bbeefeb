import encodeQr from "qr";
import { drawSquares } from "./png.ts";

// Telegram makes a JPEG of every photo and WhatsApp shrinks it: large modules survive both.
const SMALLEST_SIDE = 512;
const QUIET_ZONE_MODULES = 4;

/** The modules of a code, row by row, with the quiet zone that scanners need; true is dark. */
export function toModules(text: string): boolean[][] {
  return encodeQr(text, "raw", { ecc: "medium", border: QUIET_ZONE_MODULES });
}

/**
 * A PNG of at least 512 pixels a side, with modules of whole pixels.
 *
 * Drawn here, since each ticket has one: what draws any picture takes longer than all else of a registration together.
 */
export function drawQr(text: string): Buffer {
  const rows = toModules(text);
  return drawSquares(rows, Math.ceil(SMALLEST_SIDE / rows.length));
}
