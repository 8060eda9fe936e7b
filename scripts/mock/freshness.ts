/** Keeps the mock and generated/ in step with the description. */
import { mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { execute, root } from "../lib/run.ts";

/** What to say where {@link isStale} is true. */
export const staleWarning = "generated/ is older than openapi/: the mock serves the description as it was generated.";

/** Whether generated/openapi.json differs from what openapi/ would be bundled into now. */
export async function isStale(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "dari-bundle-"));
  const fresh = path.join(folder, "openapi.json");
  try {
    await execute("redocly", ["bundle", "dari", "--output", fresh]);
    return readFileSync(fresh, "utf8") !== readFileSync(path.join(root, "generated/openapi.json"), "utf8");
  } catch {
    return true;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Compiles openapi/ into generated/; rejects with what the linter or the compiler printed. */
export async function generate(): Promise<void> {
  const { status, stdout, stderr } = await execute("node", ["scripts/generate.ts"]);
  if (status !== 0) throw new Error(`${stdout}${stderr}`.trim());
}

/**
 * Calls back after each change of a file in openapi/, once for changes that come together, and never while the last
 * call goes on. Returns a function that ends it.
 */
export function watchDescription(onChange: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const watcher = watch(path.join(root, "openapi"), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(onChange);
    }, 100);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
