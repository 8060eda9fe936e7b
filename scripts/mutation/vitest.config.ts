import path from "node:path";
import { defineConfig } from "vitest/config";

/** The tests that need no server from outside. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    include: ["client", "openapi", "contract/generate", "contract/values"].map((name) => `test/${name}/*.test.ts`),
    testTimeout: 10_000,
  },
});
