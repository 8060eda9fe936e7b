import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    include: ["test/proof/*.test.ts"],
    // Most of the time goes into making and checking requests: each core does half of it.
    maxWorkers: 2,
    isolate: false,
    // Which tests are slow depends on what runs at the same time.
    slowTestThreshold: 60_000,
    // Ends a test that would wait forever, also on a busy machine.
    testTimeout: 120_000,
  },
});
