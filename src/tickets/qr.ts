import { create } from "qrcode";
import { drawSquares } from "./png.ts";

// Telegram makes a JPEG of every photo and WhatsApp shrinks it: large modules survive both.
const SMALLEST_SIDE = 512;
const QUIET_ZONE_MODULES = 4;

/**
 * A PNG of at least 512 pixels a side, with the quiet zone that scanners need and modules of whole pixels.
 *
 * Drawn here, since each ticket has one: the library that makes the code takes longer to draw it than all else that a
 * registration takes together.
 */
export function drawQr(text: string): Buffer {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const { size, data } = modules;
  const count = size + 2 * QUIET_ZONE_MODULES;
  const isInside = (at: number) => at >= 0 && at < size;
  const isDark = (row: number, column: number) => {
    const [y, x] = [row - QUIET_ZONE_MODULES, column - QUIET_ZONE_MODULES];
    return isInside(y) && isInside(x) && data[y * size + x] === 1;
  };
  return drawSquares({ count, isDark }, Math.ceil(SMALLEST_SIDE / count));
}
