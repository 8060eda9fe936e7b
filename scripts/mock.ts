/**
 * The mock: Prism, serving a bundled API description. `npm run mock` runs it until Ctrl-C.
 *
 * What holds for the pinned Prism 5.15.10, each tried:
 * - It answers with a fixed example: nothing that was sent comes back, and every id is the same. A response without an
 *   example is invented from its schema, `writeOnly` properties included.
 * - A 3.1 document is checked as draft-07, which ignores `propertyNames`' 2020-12 siblings, unless it sets
 *   `jsonSchemaDialect`; a schema that does not compile accepts everything without a word.
 * - Any `Bearer` token passes; `bearer` in lower case does not.
 * - `Prefer: code=404, example=notFound` chooses an answer, but only of a status that the document has (or `default`),
 *   and it is ignored when the request is invalid.
 * - A path prefix of `servers` is not served.
 * - Malformed JSON is answered 400 with a body that is not the document's. (5.16.0 never answers it, and its install
 *   runs analytics: that is why 5.15.10 is pinned, its own parts through `overrides`.)
 * - `Accept: x`, and a property name outside Latin-1 in a refused body, kill the process.
 * - `--verboseLevel debug` would log the key and the bodies.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";
import { root, toolEnv } from "./run.ts";

/** A running mock. */
export interface Mock {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** What it has printed so far. */
  log(): string;
  /** Stops it and resolves when it is gone. */
  stop(): Promise<void>;
  /** Resolves when it is gone, whoever stopped it. */
  readonly exited: Promise<void>;
}

/** Options of {@link startMock}. */
export interface MockOptions {
  /** The port to listen on; 0 takes a free one. @default 0 */
  port?: number;
  /** The bundled API description to serve. @default generated/openapi.json */
  document?: string;
}

/**
 * Starts a mock and resolves once it listens.
 *
 * @throws {Error} if it can't listen, with what it said
 */
export async function startMock({ port = 0, document = "generated/openapi.json" }: MockOptions = {}): Promise<Mock> {
  const child = spawn("prism", ["mock", path.resolve(root, document), "--port", String(port)], {
    env: toolEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stopWithParent = () => child.kill();
  process.once("exit", stopWithParent);
  const exited = new Promise<void>((resolve) => {
    child.once("close", () => {
      process.removeListener("exit", stopWithParent);
      resolve();
    });
  });

  let log = "";
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      log += chunk;
      const listening = /listening on (\S+)/.exec(log)?.[1];
      if (listening) resolve(listening);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    void exited.then(() => reject(new Error(whyItEnded(log, port))));
  });
  const stop = () => {
    child.kill();
    return exited;
  };
  return { url, log: () => log, stop, exited };
}

function whyItEnded(log: string, port: number): string {
  if (!log.includes("EADDRINUSE")) return `Prism ended before it listened:\n${log}`;
  return `Port ${port} is taken. Stop what listens there, or choose another: npm run mock -- --port ${port + 1}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: "string", default: "4010" } } });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535) throw new Error("--port takes a number from 0 to 65535.");
  const mock = await startMock({ port });
  process.stdout.write(mock.log());
  console.log(
    `\nTry it:  curl -X POST ${mock.url}/v1/agents/agt_123/sessions -H "Authorization: Bearer any"\nStop it: Ctrl-C`,
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void mock.stop());
  await mock.exited;
}

if (import.meta.main) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
