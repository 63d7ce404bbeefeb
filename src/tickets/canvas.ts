import { fileURLToPath } from "node:url";
import type { CanvasRenderingContext2D } from "@napi-rs/canvas";

export type Context = CanvasRenderingContext2D;

export type Weight = 400 | 500 | 700;

const FAMILY = "Golos Text";
const FONTS = [
  "@expo-google-fonts/golos-text/400Regular/GolosText_400Regular.ttf",
  "@expo-google-fonts/golos-text/500Medium/GolosText_500Medium.ttf",
  "@expo-google-fonts/golos-text/700Bold/GolosText_700Bold.ttf",
];

/** The library that draws, with our font in it. Loaded when something is drawn: most processes never do. */
export async function loadCanvas() {
  const canvas = await import("@napi-rs/canvas");
  if (!canvas.GlobalFonts.has(FAMILY)) {
    for (const font of FONTS) canvas.GlobalFonts.registerFromPath(fileURLToPath(import.meta.resolve(font)), FAMILY);
  }
  return canvas;
}

export function toFont(weight: Weight, size: number): string {
  return `${weight} ${size}px "${FAMILY}"`;
}
