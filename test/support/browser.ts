import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** The browser that CHROMIUM names, or the one that is installed. */
const executablePath =
  process.env["CHROMIUM"] ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync) ?? "";

/** Why no browser test can run here; CI has to have a browser, so there it is tried all the same. */
export const noBrowser: string | undefined =
  existsSync(executablePath) || process.env["CI"]
    ? undefined
    : "there is no Chromium: install it, or name one by CHROMIUM";

/** Starts a browser that asks nobody for anything on its own. */
export function launch(): Promise<Browser> {
  const quiet = ["quic", "background-networking", "component-update", "sync"].map((what) => `--disable-${what}`);
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet],
    timeout: 30_000,
  });
}
