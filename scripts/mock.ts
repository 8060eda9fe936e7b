/**
 * The mock: Prism, serving a bundled API description. `npm run mock` runs it until Ctrl-C.
 *
 * What holds for the pinned Prism 5.15.10, each tried:
 * - It answers with a fixed example: nothing that was sent comes back, and every id is the same. A response without an
 *   example is invented from its schema, `writeOnly` properties included.
 * - A 3.1 document is checked as draft-07, which knows no `prefixItems`, say, unless it sets `jsonSchemaDialect`. One
 *   schema that does not compile, and every request passes without a word.
 * - Any `Bearer` token passes; `bearer` in lower case does not.
 * - `Prefer: code=404, example=notFound` chooses an answer, but only of a status that the document has (or `default`),
 *   and it is ignored when the request is invalid.
 * - A path prefix of `servers` is not served.
 * - Malformed JSON is answered 400 with a body that is not the document's. (5.16.0 never answers it, and its install
 *   runs analytics: that is why 5.15.10 is pinned, its own parts through `overrides`.)
 * - `Accept: x`, and a property name outside Latin-1 in a refused body, kill the process.
 * - `--verboseLevel debug` would log the key and the bodies.
 *
 * A small server stands in front of it, so that the mock survives whatever it is sent: it answers malformed JSON as the
 * document says, drops an `Accept` that is none, keeps header values within Latin-1, and starts Prism again if it ends.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { readOptions } from "./options.ts";
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

/** Runs in Prism's process: what it finds wrong with a request goes into a header, which must be Latin-1. */
const latin1Headers = `
import { ServerResponse } from "node:http";
const { setHeader } = ServerResponse.prototype;
ServerResponse.prototype.setHeader = function (name, value) {
  return setHeader.call(this, name, typeof value === "string" ? value.replace(/[^\\t\\x20-\\x7e\\xa0-\\xff]/g, "?") : value);
};`;

/** How long Prism may take to answer, in milliseconds. */
const patience = 10_000;

/**
 * Starts a mock and resolves once it listens.
 *
 * @throws {Error} if it can't listen, with what it said
 */
export async function startMock({ port = 0, document = "generated/openapi.json" }: MockOptions = {}): Promise<Mock> {
  let log = "";
  let stopping = false;
  let prism: Prism;
  const start = async (): Promise<Prism> => {
    const started = await startPrism(path.resolve(root, document), (text) => {
      log += text;
    });
    // It ended on something that it was sent: the next request finds a new one.
    void started.exited.then(() => {
      if (!stopping) current = start();
    });
    prism = started;
    return started;
  };
  let current = start();
  const front = createServer((request, response) => {
    answer(request, response, () => current).catch(() =>
      reply(response, 500, "The mock could not answer this request."),
    );
  });
  const closed = new Promise<void>((resolve) => void front.once("close", resolve));
  try {
    await listen(front, port);
    await current;
  } catch (error) {
    stopping = true;
    front.close();
    void current.then(({ child }) => child.kill());
    throw error;
  }
  const stop = async () => {
    stopping = true;
    front.close();
    front.closeAllConnections();
    prism.child.kill();
    await Promise.all([closed, prism.exited]);
  };
  const exited = closed.then(() => prism.exited);
  return { url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`, log: () => log, stop, exited };
}

interface Prism {
  readonly child: ChildProcess;
  readonly url: string;
  readonly exited: Promise<void>;
}

async function startPrism(document: string, onLog: (text: string) => void): Promise<Prism> {
  const child = spawn("prism", ["mock", document, "--port", "0"], {
    env: { ...toolEnv, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(latin1Headers)}` },
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
  const url = await new Promise<string>((resolve, reject) => {
    let log = "";
    const read = (chunk: Buffer) => {
      log += chunk;
      onLog(String(chunk));
      const listening = /listening on (\S+)/.exec(log)?.[1];
      if (listening) resolve(listening);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    void exited.then(() => reject(new Error(`Prism ended before it listened:\n${log}`)));
  });
  return { child, url, exited };
}

async function listen(front: ReturnType<typeof createServer>, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    front.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken: stop what listens there, or choose another.
Next: npm run mock -- --port ${port + 1}`;
      reject(error.code === "EADDRINUSE" ? new Error(taken) : error);
    });
    front.listen(port, "127.0.0.1", resolve);
  });
}

/** Hands a request to Prism and its answer back. */
async function answer(request: IncomingMessage, response: ServerResponse, prism: () => Promise<Prism>): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (isBrokenJson(request.headers["content-type"], body)) return reply(response, 400, "The body is not JSON.");
  const headers = { ...request.headers, "content-length": String(body.length) };
  delete headers["transfer-encoding"];
  if (!/^([\w*+.-]+\/[\w*+.-]+ *(;[^,]*)?(, *|$))+$/.test(headers.accept ?? "")) delete headers.accept;
  const forward = async () => {
    const { child, url, exited } = await prism();
    try {
      await forwardTo(url, request, headers, body, response);
    } catch (error) {
      // It is ending, or it hangs: once it is gone, the next attempt, and the next request, find a new one.
      child.kill("SIGKILL");
      await exited;
      throw error;
    }
  };
  // Another request may have ended Prism while this one waited: the one that did ends it again.
  await forward().catch((error) => (response.headersSent ? Promise.reject(error) : forward()));
}

function forwardTo(
  url: string,
  request: IncomingMessage,
  headers: IncomingMessage["headers"],
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { method: request.method, path: request.url, headers, timeout: patience };
    const { hostname, port } = new URL(url);
    const forwarded = send({ ...options, hostname, port }, (answered) => {
      response.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(response).once("close", resolve);
      answered.once("error", reject);
    });
    forwarded.once("timeout", () => forwarded.destroy(new Error("Prism does not answer")));
    forwarded.once("error", reject);
    forwarded.end(body);
  });
}

function isBrokenJson(contentType: string | undefined, body: Buffer): boolean {
  if (body.length === 0 || !/json/i.test(contentType ?? "")) return false;
  try {
    JSON.parse(body.toString());
    return false;
  } catch {
    return true;
  }
}

function reply(response: ServerResponse, status: number, detail: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify({ detail }));
}

async function main(): Promise<void> {
  const { port: given } = readOptions("Serves a mock of the API until Ctrl-C.", {
    port: { type: "string", value: "number", default: "4010", help: "The port to listen on; 0 takes a free one." },
  });
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65535) throw new Error("--port takes a number from 0 to 65535.");
  const mock = await startMock({ port });
  console.log(`The mock serves generated/openapi.json on ${mock.url}.

Try it:   curl -X POST ${mock.url}/v1/agents/agt_123/sessions \\
            -H "Authorization: Bearer mock-key"
Stop it:  Ctrl-C`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void mock.stop());
  await mock.exited;
}

if (import.meta.main) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
