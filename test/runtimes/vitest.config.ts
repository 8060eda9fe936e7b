import path from "node:path";
import { defineConfig } from "vitest/config";

/** Tests that install runtimes: too slow to run at every change. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    include: ["test/runtimes/*.test.ts"],
    reporters: ["default", "./test/support/summary-reporter.ts"],
    testTimeout: 360_000,
    hookTimeout: 360_000,
  },
});
