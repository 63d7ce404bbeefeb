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
  const isDark = (row: number, column: number) => {
    const [y, x] = [row - QUIET_ZONE_MODULES, column - QUIET_ZONE_MODULES];
    return y >= 0 && y < size && x >= 0 && x < size && data[y * size + x] === 1;
  };
  const every = Array.from({ length: count }, (_, at) => at);
  const rows = every.map((row) => every.map((column) => isDark(row, column)));
  return drawSquares(rows, Math.ceil(SMALLEST_SIDE / count));
}
