import { PGlite, types } from "@electric-sql/pglite";

/**
 * Postgres inside this process, in a folder or (with none) in memory, giving the same JavaScript types as `pg` does.
 *
 * @param dump A folder that `dumpDataDir` wrote, to start from.
 */
export async function createPglite({ folder, dump }: { folder?: string; dump?: Blob }): Promise<PGlite> {
  return PGlite.create({
    ...(folder !== undefined && { dataDir: folder }),
    ...(dump && { loadDataDir: dump }),
    parsers: {
      [types.INT8]: Number,
      [types.BYTEA]: (text: string) => Buffer.from(text.slice(2), "hex"),
    },
  });
}
