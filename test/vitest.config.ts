import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: path.resolve(import.meta.dirname, ".."),
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/pipeline/**", "test/proof/**", "test/runtimes/**", "test/site/**"],
    reporters: ["default", "./test/support/summary-reporter.ts"],
    // Half the cores are too few where there are two: most tests wait for a process or a server.
    maxWorkers: 2,
    // A new process for each file costs as much as the tests in it; what a test changes, it restores.
    isolate: false,
    // Tests wait for what they test; this ends those that would wait forever, also on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
