/** Serves the built site for all tests, as `npm run docs -- --serve` does. */
import type { TestProject } from "vitest/node";
import { localUrl, serve } from "../../scripts/docs/astro.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the site is served. */
    site: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await serve(localUrl, 0);
  project.provide("site", server.url);
  return () => server.stop();
}
