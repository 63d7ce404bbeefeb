/** A database that does not answer within this long leaves its figures out, and costs the others nothing. */
const PATIENCE_MS = 2_000;

/** What was read, or undefined if that failed or took too long. */
export async function inTime<T>(read: () => Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  const answer = read().catch(() => undefined);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
