import { type Label, label } from "../intents.ts";
import type { Deployment } from "./deployment.ts";
import { type Finding, find } from "./finding.ts";
import { findExisting } from "./folder.ts";

const MIB = 1024 ** 2;
const LOW_MIB = 1024;
const FULL_MIB = 100;

/** How much room there is where the data is. */
export async function examineDisk({ config, instruments }: Deployment): Promise<Finding> {
  const folder = await findExisting(config.dataDir);
  const free = Math.floor((await instruments.readFreeBytes(folder)) / MIB);
  const params = { folder, free: toSize(free) };
  if (free < FULL_MIB) return find("disk", "disk-full", params);
  return find("disk", free < LOW_MIB ? "disk-low" : "disk-ok", params);
}

function toSize(mib: number): Label {
  return mib < 1024
    ? label("doctor-size-mb", { size: mib })
    : label("doctor-size-gb", { size: Math.floor(mib / 1024) });
}
