/** Astro, run in the folder of the site. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { toolEnv } from "../run.ts";
import { site } from "./packages.ts";

/** Where the site is served if nothing else is said. */
export const localUrl = "http://127.0.0.1:4321/";

/** The path of an address, with a slash at both ends. */
export const basePath = (url: string): string => new URL(url).pathname.replace(/\/*$/, "/");

function start(url: string, args: string[]): ChildProcess {
  const env = {
    ...toolEnv,
    ASTRO_TELEMETRY_DISABLED: "1",
    DOCS_ORIGIN: new URL(url).origin,
    DOCS_BASE: basePath(url),
  };
  return spawn(path.join(site, "node_modules/.bin/astro"), args, { cwd: site, env, stdio: "inherit" });
}

/** Builds the site for the address at which it will be published, in generated/dist. */
export function build(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    start(url, ["build", "--silent"]).once("close", (status) =>
      status === 0 ? resolve() : reject(new Error("Astro could not build the site.")),
    );
  });
}

/** Serves the built site on this machine, until the process that is returned ends. */
export function serve(url: string): ChildProcess {
  return start(url, ["preview", "--host", "127.0.0.1", "--port", "4321"]);
}
