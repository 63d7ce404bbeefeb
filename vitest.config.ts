import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "bench/**/*.test.ts"],
    globalSetup: ["test/services.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Real servers on a busy machine of two cores: what fails there once is tried once more, and vitest says so.
    retry: process.env.CI ? 1 : 0,
  },
});
