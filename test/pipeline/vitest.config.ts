import path from "node:path";
import { defineConfig } from "vitest/config";

/** Tests that run the project's own commands on copies of it: too slow to run at every change. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    include: ["test/pipeline/**/*.test.ts"],
    reporters: ["default", "./test/support/summary-reporter.ts"],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
