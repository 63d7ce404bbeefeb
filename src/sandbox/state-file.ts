import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseJson, toShape } from "./shape.ts";
import type { State } from "./state.ts";

const QUIET_MS = 500;

export interface StateFile {
  read(): State | undefined;
  /** Writes soon, many changes at once. */
  changed(state: State): void;
  /** Writes what is not written yet. */
  close(): void;
}

/** Keeps the world in one file; without a path it keeps nothing. */
export function createStateFile(path: string | undefined): StateFile {
  let waiting: { timer: NodeJS.Timeout; state: State } | undefined;

  function write(state: State): void {
    if (path === undefined) return;
    mkdirSync(dirname(path), { recursive: true });
    // Renamed into place, so that a crash leaves the former file and never half of one.
    writeFileSync(`${path}.new`, JSON.stringify(state));
    renameSync(`${path}.new`, path);
  }

  function flush(): void {
    if (!waiting) return;
    clearTimeout(waiting.timer);
    const { state } = waiting;
    waiting = undefined;
    write(state);
  }

  return {
    read: () => (path === undefined ? undefined : readState(path)),
    changed(state) {
      if (path === undefined || waiting) return;
      waiting = { timer: setTimeout(flush, QUIET_MS).unref(), state };
    },
    close: flush,
  };
}

/** undefined for no file, a broken one, or one of another version: the conversations begin anew then. */
function readState(path: string): State | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  if (toShape(parseJson(text))?.version !== 1) return undefined;
  const state: State = JSON.parse(text);
  return state;
}
