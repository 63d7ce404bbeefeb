import { readConfig } from "../src/config.ts";
import { openDatabase } from "../src/database/connection.ts";
import { migrate } from "../src/database/migrate.ts";
import { loadEnvFile } from "../src/env-file.ts";
import { OperatorError } from "../src/errors.ts";
import { readFlags } from "./flags.ts";

readFlags("migrate", {});
try {
  loadEnvFile(process.env);
  const database = await openDatabase(readConfig(process.env));
  try {
    const names = await migrate(database.db);
    console.log(names.length ? `Migrated: ${names.join(", ")}` : "The database is up to date.");
  } finally {
    await database.close();
  }
} catch (error) {
  console.error(error instanceof OperatorError ? error.message : error);
  process.exitCode = 1;
}
