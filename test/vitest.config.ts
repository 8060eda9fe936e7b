import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: path.resolve(import.meta.dirname, ".."),
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/pipeline/**"],
    globalSetup: ["test/contract/server.ts"],
    reporters: ["default", "./test/support/summary-reporter.ts"],
    testTimeout: 10_000,
  },
});
