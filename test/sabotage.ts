import { execute } from "./postgres-server.ts";

/** Disk full: may be better in a moment. */
export const TRANSIENT = "53100";
/** A rule of somebody's own was broken, and always will be. */
export const FAULT = "P0001";

let number = 0;

/**
 * Makes every insert or update of a table fail whose new row fits `where`, or, `deferred`, the commit of it.
 * Gives what undoes it.
 */
export async function sabotage(
  url: string,
  {
    table,
    code,
    where = "true",
    deferred = false,
  }: { table: string; code: string; where?: string; deferred?: boolean },
): Promise<() => Promise<void>> {
  const name = `sabotage_${++number}`;
  await execute(
    url,
    `create function ${name}() returns trigger language plpgsql as $$
      begin if ${where} then raise exception 'sabotage' using errcode = '${code}'; end if; return new; end $$;
    create ${deferred ? "constraint " : ""}trigger ${name} after insert or update on ${table}
      ${deferred ? "deferrable initially deferred" : ""} for each row execute function ${name}()`,
  );
  return () => execute(url, `drop trigger ${name} on ${table}; drop function ${name}()`);
}
