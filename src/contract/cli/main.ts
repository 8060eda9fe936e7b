/** The command `dari-contract`: the engine with the defaults of this package. */

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import shippedSpec from "../../../generated/openapi.json" with { type: "json" };
import { listCases } from "../generate/test-cases.ts";
import type { ContractOptions, Limit } from "../options.ts";
import { annotations, junitText } from "../report/ci.ts";
import { listText, terminalText } from "../report/terminal.ts";
import { runContract } from "../run/run.ts";
import { SpecError } from "../spec/pointer.ts";

const help = `Judges whether a server keeps the contract of the API description.

Usage: dari-contract --url URL [options]

  --url URL         the server; the key is read from DARI_API_KEY
  --agent ID        an agent that exists there
                    (default: DARI_AGENT_ID, else the description's example)
  --spec FILE       another API description, OpenAPI 3.1 in one JSON file
  --only TEXT       only the cases whose id, title or place has this text; a
                    valid request comes first and is judged, too
  --list            print the cases and send nothing
  --seed N          of the random cases (default 1)
  --runs N          random cases of each operation (default 30)
  --concurrency N   requests at a time (default 8)
  --timeout MS      for each request (default 5000)
  --max-creates N   valid requests at most, each may create a session
                    (default 300)
  --junit FILE      write the report for a CI
  --json FILE       write the report with all there is
  --help            print this

Exit status: 0 passed, 1 failed, 2 not or not completely tested.
`;

class UsageError extends Error {}

const text = { type: "string" } as const;
const options = {
  url: text,
  agent: text,
  spec: text,
  only: text,
  seed: text,
  runs: text,
  concurrency: text,
  timeout: text,
  junit: text,
  json: text,
  "max-creates": text,
  list: { type: "boolean" },
  help: { type: "boolean" },
} as const;

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function whole(name: string, value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most)
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}.`);
  return number;
}

function address(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError("--url takes an absolute http or https URL.");
  const { username, password, search, hash } = new URL(url);
  if (username + password + search + hash !== "")
    throw new UsageError("--url takes no user name, password, query or fragment.");
  // The paths of the description begin with /v1 themselves.
  return url.replace(/\/+$/, "").replace(/\/v1$/, "");
}

function readSpec(file: string | undefined): unknown {
  if (file === undefined) return shippedSpec;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`--spec ${file} can't be read as JSON: ${(error as Error).message}`);
  }
}

function checkWritable(name: string, file: string | undefined): void {
  try {
    if (file !== undefined) writeFileSync(file, "");
  } catch (error) {
    throw new UsageError(`--${name} ${file} can't be written: ${(error as Error).message}`);
  }
}

/** What a caller knows that the command line doesn't say. */
export interface Given {
  /** The server when there is no `--url`: started only when it is needed. */
  readonly server?: () => Promise<{ url: string; apiKey: string; limits: readonly Limit[] }>;
}

/**
 * Runs the command and resolves to its exit status.
 *
 * @example
 * process.exitCode = await main(process.argv.slice(2));
 */
export async function main(args: string[], given: Given = {}): Promise<number> {
  try {
    return await judge(parse(args), given);
  } catch (error) {
    const known = error instanceof UsageError || error instanceof SpecError;
    process.stderr.write(`${known ? error.message : (error as Error).stack}\nNOT TESTED: see --help.\n`);
    return 2;
  }
}

async function judge(values: ReturnType<typeof parse>, given: Given): Promise<number> {
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const agent = values.agent ?? (process.env["DARI_AGENT_ID"] || undefined);
  if (agent === "") throw new UsageError("--agent must not be empty.");
  const base = {
    spec: readSpec(values.spec),
    ...(agent !== undefined && { known: { agent_id: agent } }),
    seed: whole("seed", values.seed, 0, 2 ** 31 - 1),
    runs: whole("runs", values.runs, 0, 10_000),
    concurrency: whole("concurrency", values.concurrency, 1, 256),
    timeout: whole("timeout", values.timeout, 1, 600_000),
    maxCreates: whole("max-creates", values["max-creates"], 1, 1_000_000),
    only: values.only,
    keyVariable: "DARI_API_KEY",
  };
  for (const name of ["json", "junit"] as const) checkWritable(name, values[name]);
  if (values.list) {
    process.stdout.write(listText(listCases(base).cases));
    return 0;
  }
  return report({ ...base, ...(await server(values.url, given)) }, values.json, values.junit);
}

async function server(url: string | undefined, given: Given) {
  if (url === undefined) {
    const own = await given.server?.();
    if (own === undefined) throw new UsageError("--url is missing: which server is to be judged?");
    return { baseUrl: own.url, apiKey: own.apiKey, limits: own.limits };
  }
  const baseUrl = address(url);
  const apiKey = process.env["DARI_API_KEY"]?.trim();
  if (!apiKey) throw new UsageError("No API key: set the environment variable DARI_API_KEY.");
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw new UsageError("DARI_API_KEY must be one word of printable ASCII characters.");
  return { baseUrl, apiKey };
}

async function report(run: ContractOptions, json: string | undefined, junit: string | undefined): Promise<number> {
  const { isTTY, columns = 80 } = process.stderr;
  const onProgress = (done: number, total: number) =>
    process.stderr.write(`\r${`${done} of ${total} cases`.padEnd(Math.min(40, columns - 1))}`);
  const found = await runContract({ ...run, ...(isTTY && { onProgress }) });
  if (isTTY) process.stderr.write(`\r${" ".repeat(40)}\r`);
  if (process.env["GITHUB_ACTIONS"] === "true") process.stdout.write(annotations(found));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(found, null, 2)}\n`);
  if (junit !== undefined) writeFileSync(junit, junitText(found));
  process.stdout.write(terminalText(found, process.stdout.isTTY === true && !process.env["NO_COLOR"]));
  return { passed: 0, failed: 1, incomplete: 2, untested: 2 }[found.verdict];
}
