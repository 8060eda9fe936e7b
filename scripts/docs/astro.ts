/** Astro, which builds, checks and serves the site; its packages are those of the site's own lockfile. */
import { spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root, toolEnv } from "../lib/run.ts";
import { site } from "./packages.ts";

/** Where the site is served if nothing else is said. */
export const localUrl = "http://127.0.0.1:4321/";

/** The built site, with all files beside its pages. */
export const published: string = path.join(root, "dist/docs");

/** The path of an address, with a slash at both ends. */
export const basePath = (url: string): string => new URL(url).pathname.replace(/\/*$/, "/");

const addressOf = (url: string) => ({ DOCS_ORIGIN: new URL(url).origin, DOCS_BASE: basePath(url) });

function run(url: string, args: string[], problem: string): Promise<void> {
  const env = { ...toolEnv, ASTRO_TELEMETRY_DISABLED: "1", ...addressOf(url) };
  return new Promise((resolve, reject) => {
    spawn(path.join(site, "node_modules/.bin/astro"), args, { cwd: site, env, stdio: "inherit" }).once(
      "close",
      (status) => (status === 0 ? resolve() : reject(new Error(problem))),
    );
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

/** A server of the built site. */
export interface SiteServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** What is used of Astro's own module. */
interface Astro {
  preview(config: object): Promise<{ port: number; stop(): Promise<void> }>;
}

/** Serves the published files on this machine; port 0 takes a free one. */
export async function serve(url: string, port = Number(new URL(localUrl).port)): Promise<SiteServer> {
  Object.assign(process.env, { ASTRO_TELEMETRY_DISABLED: "1" }, addressOf(url));
  const { preview }: Astro = await import(pathToFileURL(path.join(site, "node_modules/astro/dist/index.js")).href);
  const server = await preview({
    root: site,
    outDir: published,
    logLevel: "error",
    server: { host: "127.0.0.1", port },
  });
  return { url: `http://127.0.0.1:${server.port}${basePath(url)}`, stop: () => server.stop() };
}
