/**
 * `npm run bench:contract` tests the same servers with this gate and with other public tools, in one
 * run.
 */
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { broken } from "../test/support/servers/broken/index.ts";
import type { Named } from "../test/support/servers/named.ts";
import { apiKey, type Difference, startServer } from "../test/support/servers/sessions.ts";
import { variations } from "../test/support/servers/variations.ts";
import { onDemand } from "./lib/install.ts";
import { readOptions } from "./lib/options.ts";
import { root, toolEnv } from "./lib/run.ts";

interface Ended {
  readonly status: number;
  readonly out: string;
}

interface Tool {
  readonly name: string;
  /** Runs it in a folder that has the description as openapi.json. */
  readonly run: (folder: string, url: string) => Promise<Ended>;
}

const options = readOptions("Compares the contract gate with other tools.", {
  servers: { type: "string", value: "number", default: "20", help: "How many broken servers to test." },
});
const spec = path.join(root, "generated/openapi.json");
const limit = 120_000;

function execute(command: string, args: string[], cwd: string): Promise<Ended> {
  // Specmatic takes the key from a variable named after the scheme, and sends invalid requests only when told to.
  const forSpecmatic = { bearerAuth: apiKey, SPECMATIC_GENERATIVE_TESTS: "true" };
  const env = { ...toolEnv, ...forSpecmatic, DARI_API_KEY: apiKey };
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, timeout: limit, maxBuffer: 1e8 }, (error, out, err) => {
      resolve({ status: error === null ? 0 : typeof error.code === "number" ? error.code : 99, out: out + err });
    });
  });
}

/** The programs of the tools that are not installed with this project. */
const installed = await onDemand("bench-contract", "specmatic@2.55.1", "dredd@14.1.0");
const program = (name: string) => path.join(installed, "node_modules/.bin", name);

const arazzo = (url: string) => `arazzo: 1.0.1
info: { title: Sessions, version: "1" }
sourceDescriptions: [{ name: api, type: openapi, url: openapi.json }]
workflows:
  - workflowId: create
    steps:
      - stepId: create
        operationId: createSession
        parameters:
          - { in: path, name: agent_id, value: agt_123 }
          - { in: header, name: Authorization, value: Bearer ${apiKey} }
        x-serverUrl: ${url}
        successCriteria: [{ condition: $statusCode == 201 }]
`;

const tools: Tool[] = [
  {
    name: "dari-contract",
    run: (folder, url) =>
      execute("node", [path.join(root, "src/contract/cli/bin.ts"), "--url", url, "--timeout", "1000"], folder),
  },
  {
    name: "Specmatic",
    run: async (folder, url) => {
      const args = ["test", "openapi.json", `--testBaseURL=${url}`];
      const { out } = await execute(program("specmatic"), args, folder);
      // Its npm package exits with 0 whatever it found.
      return { status: /^Tests run: [1-9].* Failures: 0,.* Errors: 0$/m.test(out) ? 0 : 1, out };
    },
  },
  {
    name: "Dredd",
    run: (folder, url) =>
      execute(program("dredd"), ["openapi.json", url, "--header", `Authorization: Bearer ${apiKey}`], folder),
  },
  {
    name: "Redocly Respect",
    run: (folder, url) => {
      writeFileSync(path.join(folder, "sessions.arazzo.yaml"), arazzo(url));
      return execute("redocly", ["respect", "sessions.arazzo.yaml", "--server", `api=${url}`], folder);
    },
  },
];

/** Counts the requests that reach a server. */
function counting(difference: Difference, count: { requests: number }): Difference {
  return (parts, state) => {
    const changed = { ...parts, ...difference(parts, state) };
    return {
      ...changed,
      handle: (request, now, all) => {
        count.requests += 1;
        return changed.handle(request, now, all);
      },
    };
  };
}

async function runTool(
  tool: Tool,
  folder: string,
  server: Named,
): Promise<Ended & { seconds: number; requests: number }> {
  const count = { requests: 0 };
  const running = await startServer(counting(server.difference, count));
  const startedAt = performance.now();
  const ended = await tool.run(folder, running.url);
  const seconds = (performance.now() - startedAt) / 1000;
  await running.stop();
  return { ...ended, seconds, requests: count.requests };
}

/** Every nth server, so that all groups are in the sample. */
function sampled<T>(all: readonly T[], count: number): T[] {
  return all.filter(
    (_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length),
  );
}

async function bench(tool: Tool, folder: string, servers: readonly Named[]): Promise<string> {
  const name = tool.name.padEnd(17);
  const [plain] = variations;
  const first = plain && (await runTool(tool, folder, plain));
  if (first === undefined || first.requests === 0) return `${name} sent no request: ${lastLine(first?.out ?? "")}`;
  const columns = `${name}${String(first.requests).padStart(9)}${first.seconds.toFixed(1).padStart(9)}`;
  // What a tool says of a broken server means nothing if it says the same of a correct one.
  if (first.status !== 0) return `${columns}${"failed".padStart(17)}${"-".padStart(15)}`;
  let found = 0;
  for (const server of servers) {
    const { status } = await runTool(tool, folder, server);
    if (status !== 0) found += 1;
  }
  return `${columns}${"passed".padStart(17)}${`${found} of ${servers.length}`.padStart(15)}`;
}

const lastLine = (out: string) => out.trim().split("\n").at(-1)?.slice(0, 120) ?? "";

async function main(): Promise<void> {
  const servers = sampled(broken, Number(options.servers));
  console.log(
    `${"tool".padEnd(17)}${"requests".padStart(9)}${"seconds".padStart(9)}${"correct server".padStart(17)}${"broken found".padStart(15)}`,
  );
  const folder = mkdtempSync(path.join(tmpdir(), "bench-contract-"));
  copyFileSync(spec, path.join(folder, "openapi.json"));
  try {
    for (const tool of tools) console.log(await bench(tool, folder, servers));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
