import path from "node:path";
import { defineConfig } from "vitest/config";

/** The tests of the client, which need no server from outside. */
export default defineConfig({
  root: path.resolve(import.meta.dirname, "../.."),
  test: { include: ["test/client/**/*.test.ts"], testTimeout: 10_000 },
});
