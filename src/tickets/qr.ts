import { create, toBuffer } from "qrcode";

// Telegram makes a JPEG of every photo and WhatsApp shrinks it: large modules survive both.
const SMALLEST_SIDE = 512;
const QUIET_ZONE_MODULES = 4;
// Each row as its difference from the one above, which suits modules: trying all filters takes four times as long.
const PACKING = { deflateLevel: 9, filterType: 2 };

/** A PNG of at least 512 pixels a side, with the quiet zone that scanners need and modules of whole pixels. */
export function drawQr(text: string): Promise<Buffer> {
  const side = create(text, { errorCorrectionLevel: "M" }).modules.size + 2 * QUIET_ZONE_MODULES;
  return toBuffer(text, {
    type: "png",
    errorCorrectionLevel: "M",
    margin: QUIET_ZONE_MODULES,
    scale: Math.ceil(SMALLEST_SIDE / side),
    rendererOpts: { ...PACKING }, // the library writes into it
  });
}
