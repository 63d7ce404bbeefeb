import type { PartName } from "../plan.ts";
import type { Sample } from "../results.ts";

interface Wanted {
  part?: PartName;
  scene?: string;
  size?: number;
}

/** How often what is wanted was measured: "5 rounds", or "3 to 5 rounds" where not all of it was as often. */
export function roundsOf(samples: readonly Sample[], { part, scene, size }: Wanted): string {
  const wanted = samples
    .filter((one) => part === undefined || one.part === part)
    .filter((one) => scene === undefined || one.scene === scene)
    .filter((one) => size === undefined || one.size === size);
  const counts = [...Map.groupBy(wanted, toSubject).values()].map((rounds) => rounds.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (!counts.length) return "no round";
  const range = least === most ? String(most) : `${least} to ${most}`;
  return `${range} ${most === 1 ? "round" : "rounds"}`;
}

function toSubject({ part, subject, scene, size }: Sample): string {
  return JSON.stringify([part, subject, scene, size]);
}
