import encodeQr from "qr";
import { drawSquares } from "./png.ts";

// Telegram makes a JPEG of every photo and WhatsApp shrinks it: large modules survive both.
const SMALLEST_SIDE = 512;
const QUIET_ZONE_MODULES = 4;

/**
 * A PNG of at least 512 pixels a side, with the quiet zone that scanners need and modules of whole pixels.
 *
 * Drawn here, since each ticket has one: what draws any picture takes longer than all else of a registration together.
 */
export function drawQr(text: string): Buffer {
  const rows = encodeQr(text, "raw", { ecc: "medium", border: QUIET_ZONE_MODULES });
  return drawSquares(rows, Math.ceil(SMALLEST_SIDE / rows.length));
}
