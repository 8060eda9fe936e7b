/** Astro, run in the folder of the site. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { toolEnv } from "../lib/run.ts";
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

function run(url: string, args: string[], problem: string): Promise<void> {
  return new Promise((resolve, reject) => {
    start(url, args).once("close", (status) => (status === 0 ? resolve() : reject(new Error(problem))));
  });
}

/** Builds the site for the address at which it will be published, in generated/dist. */
export function build(url: string): Promise<void> {
  return run(url, ["build", "--silent"], "Astro could not build the site.");
}

/** Checks the types of the site's sources, for which its packages have to be installed. */
export function check(url: string): Promise<void> {
  return run(
    url,
    ["check", "--minimumSeverity", "hint", "--minimumFailingSeverity", "warning"],
    "The site's sources have type errors.",
  );
}

/** Serves the built site on this machine, until the process that is returned ends. */
export function serve(url: string): ChildProcess {
  return start(url, ["preview", "--host", "127.0.0.1", "--port", "4321"]);
}
