/** Turns arguments and environment variables into the options of a run. */
import { readFileSync } from "node:fs";
import shippedSpec from "../../../generated/openapi.json" with { type: "json" };
import { isLoopback } from "../../http/loopback.ts";
import { parseDescription } from "../../openapi/document.ts";
import type { Key } from "../generate/request/credential.ts";
import type { ContractOptions, Ignored } from "../options.ts";
import { type Arguments, pairsOf, UsageError, wholeNumbersOf } from "./arguments.ts";

/** The environment variable that holds the key of all security schemes without `--key`. */
export const keyVariable = "DARI_API_KEY";

/** The options that don't depend on the server. */
export async function settingsOf(values: Arguments): Promise<Omit<ContractOptions, "baseUrl">> {
  return {
    ...wholeNumbersOf(values),
    spec: values.spec === undefined ? shippedSpec : await readSpec(values.spec),
    known: knownOf(values),
    keys: keysOf(values),
    headers: Object.fromEntries(pairsOf(values, "header")),
    only: values.only,
    ignore: ignoreOf(values),
    keyVariable,
  };
}

/** The server, and the key for it: none where each security scheme has a key of its own. */
export function serverOf({ url, spec }: Arguments): Pick<ContractOptions, "baseUrl" | "apiKey"> {
  if (url === undefined) throw new UsageError("--url is missing: it takes the server to test.");
  // The paths of the shipped description begin with /v1 themselves.
  return { baseUrl: spec === undefined ? url.replace(/\/v1\/*$/, "") : url, apiKey: process.env[keyVariable]?.trim() };
}

function keysOf(values: Arguments): Record<string, Key> {
  const keys = pairsOf(values, "key").map(([scheme, variable]): [string, Key] => {
    const value = process.env[variable]?.trim();
    if (!value)
      throw new UsageError(`No key for the security scheme ${scheme}: set the environment variable ${variable}.`);
    return [scheme, { value, variable }];
  });
  return Object.fromEntries(keys);
}

function knownOf(values: Arguments): Record<string, string> {
  const isShippedSpec = values.spec === undefined;
  const agent = values.agent ?? ((isShippedSpec && process.env["DARI_AGENT_ID"]) || undefined);
  if (agent === "") throw new UsageError("--agent must not be empty.");
  const pairs: [string, string][] = values.agent === undefined ? [] : [["agent_id", values.agent]];
  pairs.push(...pairsOf(values, "known"));
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`--known has ${twice} twice.`);
  return { ...(agent !== undefined && { agent_id: agent }), ...Object.fromEntries(pairs) };
}

/** What `--ignore CODE[:TEXT]` and `--exclude TEXT` leave out. */
function ignoreOf({ ignore = [], exclude = [] }: Arguments): Ignored[] {
  const empty = [...ignore, ...exclude].includes("");
  if (empty) throw new UsageError("--ignore takes CODE or CODE:TEXT, and --exclude takes TEXT.");
  return [
    ...ignore.map((entry): Ignored => {
      const [code = "", ...rest] = entry.split(":");
      const text = rest.join(":");
      return { code: code.toUpperCase(), ...(text !== "" && { text }), reason: `--ignore ${entry}` };
    }),
    ...exclude.map((text): Ignored => ({ text, reason: `--exclude ${text}` })),
  ];
}

/** Reads a description from a file, or from a server on this machine. */
async function readSpec(source: string): Promise<unknown> {
  try {
    return parseDescription(/^https?:\/\//i.test(source) ? await download(source) : readFileSync(source, "utf8"));
  } catch (error) {
    throw new UsageError(`--spec ${source} can't be read: ${(error as Error).message}`);
  }
}

async function download(url: string): Promise<string> {
  if (!isLoopback(new URL(url).hostname))
    throw new Error("only a URL on this machine is read; download it into a file");
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000), redirect: "error" });
  if (!response.ok) throw new Error(`the server responded with ${response.status}`);
  return response.text();
}
