/** Turns arguments and environment variables into the options of a run. */
import { readFileSync } from "node:fs";
import shippedSpec from "../../../generated/openapi.json" with { type: "json" };
import { parseDescription, readDescription } from "../../openapi/document.ts";
import type { ContractOptions, Key } from "../options.ts";
import { type Arguments, numberOf, pairsOf, UsageError } from "./arguments.ts";

const keyVariable = "DARI_API_KEY";

/** The options that don't depend on the server. */
export function settingsOf(values: Arguments): Omit<ContractOptions, "baseUrl"> {
  return {
    spec: readSpec(values.spec),
    known: knownOf(values),
    keys: keysOf(values),
    headers: Object.fromEntries(pairsOf(values, "header")),
    seed: numberOf(values, "seed"),
    runs: numberOf(values, "runs"),
    concurrency: numberOf(values, "concurrency"),
    timeout: numberOf(values, "timeout"),
    maxCreates: numberOf(values, "max-creates"),
    maxFailures: numberOf(values, "max-failures"),
    only: values.only,
    keyVariable,
  };
}

/** The server, and the key for it: none where each security scheme has a key of its own. */
export function serverOf(
  values: Arguments,
  { spec, keys = {} }: Omit<ContractOptions, "baseUrl">,
): Pick<ContractOptions, "baseUrl" | "apiKey"> {
  if (values.url === undefined) throw new UsageError("--url is missing: it takes the server to test.");
  const baseUrl = address(values.url, values.spec === undefined);
  const { operations } = readDescription(spec, Object.keys(keys));
  const schemes = operations.flatMap(({ security }) => security.map(({ id }) => id));
  const unknown = Object.keys(keys).find((name) => !schemes.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--key: no operation can use a security scheme ${unknown}. They use: ${listOf(schemes)}.`);
  const isKeyNeeded = schemes.some((scheme) => !(scheme in keys));
  return { baseUrl, ...(isKeyNeeded && { apiKey: keyIn(keyVariable, "the API") }) };
}

const listOf = (names: readonly string[]) => [...new Set(names)].join(", ") || "none";

/** The keys of single security schemes. */
function keysOf(values: Arguments): Record<string, Key> {
  const keys = pairsOf(values, "key").map(([scheme, variable]): [string, Key] => [
    scheme,
    { value: keyIn(variable, `the security scheme ${scheme}`), variable },
  ]);
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

function keyIn(variable: string, owner: string): string {
  const key = process.env[variable]?.trim();
  if (!key) throw new UsageError(`No key for ${owner}: set the environment variable ${variable}.`);
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new UsageError(`${variable} must hold printable ASCII characters without a space.`);
  return key;
}

/** The paths of the shipped description begin with /v1 themselves. */
function address(url: string, isShippedSpec: boolean): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError("--url takes an absolute http or https URL.");
  const { username, password, search, hash } = new URL(url);
  if (username + password + search + hash !== "")
    throw new UsageError("--url takes no user name, password, query or fragment.");
  const base = url.replace(/\/+$/, "");
  return isShippedSpec ? base.replace(/\/v1$/, "") : base;
}

function readSpec(file: string | undefined): unknown {
  if (file === undefined) return shippedSpec;
  try {
    return parseDescription(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`--spec ${file} can't be read: ${(error as Error).message}`);
  }
}
