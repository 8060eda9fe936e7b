import path from "node:path";
import { defineConfig } from "vitest/config";

const folders = process.env["MUTATION_TESTS"]?.split(",") ?? [];

/** The tests that must notice the changes, as `scripts/test-mutation.ts` names their folders. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: {
    include: folders.map((folder) => `test/${folder}/*.test.ts`),
    testTimeout: 10_000,
  },
});
