/** Sends requests with node:http, which sends whatever a test case needs: fetch refuses or repairs some of it. */
import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import zlib from "node:zlib";
import { type HttpRequest, type HttpResult, type NoResponse, tooLarge } from "./exchange.ts";
import type { Transport } from "./transport.ts";

/** Bytes of a response, also when it is decompressed: more would fill the memory, as the responses of a run are kept. */
const largestResponse = 4 * 1024 * 1024;

/** Sends requests, and keeps connections open between them. */
export class HttpTransport implements Transport {
  readonly #timeout: number;
  readonly #agents: { readonly "http:": http.Agent; readonly "https:": https.Agent };
  readonly #used = new WeakSet<Socket>();
  #reuses = true;

  /** @param timeout milliseconds from the start of a request to the end of its response */
  constructor(timeout: number) {
    this.#timeout = timeout;
    this.#agents = { "http:": new http.Agent({ keepAlive: true }), "https:": new https.Agent({ keepAlive: true }) };
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  /**
   * Sends a request.
   *
   * A server may close a connection that is kept open at any time, so a request that fails on one is sent again. That
   * is right once: from then on each request gets a new connection, and a connection that is closed is a failure.
   */
  async send(request: HttpRequest): Promise<HttpResult> {
    const { result, reused } = await this.#attempt(request, this.#reuses && request.isAlone !== true);
    if (!reused || result.kind === "response" || result.reason !== "connection") return result;
    this.#reuses = false;
    return (await this.#attempt(request, false)).result;
  }

  #attempt(
    { method, url, headers, body }: HttpRequest,
    keepAlive: boolean,
  ): Promise<{ result: HttpResult; reused: boolean }> {
    const sentAt = Date.now();
    const { request: open } = url.protocol === "https:" ? https : http;
    const agent = keepAlive && this.#agents[url.protocol === "https:" ? "https:" : "http:"];
    return new Promise((resolve) => {
      const request = open(url, { method, headers: { ...headers }, agent });
      let head = "";
      let begun = false;
      let reused = false;
      const settle: Settle = (outcome) => {
        clearTimeout(timer);
        resolve({ result: { ...outcome, sentAt, doneAt: Date.now() }, reused });
      };
      const fail: Fail = (reason, code, message = code) => {
        settle({ kind: "no-response", reason: begun ? "incomplete" : reason, code, message });
        request.destroy();
      };
      const tooLate = `no complete response within ${this.#timeout} ms`;
      const timer = setTimeout(() => fail("timeout", "TIMEOUT", tooLate), this.#timeout);
      request.on("error", ({ code, message }: NodeJS.ErrnoException) =>
        fail("connection", code ?? message, code === "ECONNRESET" ? "the connection was closed, ECONNRESET" : code),
      );
      request.on("socket", (socket) => {
        // Node's own `reusedSocket` is missing from requests that waited for a connection.
        reused = this.#used.has(socket);
        this.#used.add(socket);
      });
      request.on("information", ({ statusMessage, rawHeaders }) => {
        head += linesOf(statusMessage, rawHeaders);
      });
      request.on("response", (response) => {
        begun = true;
        read(response, head, settle, fail);
      });
      request.end(body);
    });
  }
}

type Untimed<T> = T extends HttpResult ? Omit<T, "sentAt" | "doneAt"> : never;
type Settle = (outcome: Untimed<HttpResult>) => void;
type Fail = (reason: NoResponse["reason"], code: string, message?: string) => void;

/** Reads a response to its end; `interim` is the text of those before it. */
function read(response: http.IncomingMessage, interim: string, settle: Settle, fail: Fail): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const failAsTooLarge = () => fail("incomplete", tooLarge, "a response is larger than the 4 MiB that are read");
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > largestResponse) failAsTooLarge();
  });
  response.on("error", (error) => fail("incomplete", "INCOMPLETE", `the response broke off: ${error.message}`));
  response.on("end", () => {
    const { statusCode: status = 0, statusMessage = "", headers, rawHeaders, rawTrailers } = response;
    const head = interim + linesOf(statusMessage, [...rawHeaders, ...rawTrailers]);
    try {
      const text = textOf(Buffer.concat(chunks), headers["content-encoding"]);
      settle({ kind: "response", status, headers, head, text });
    } catch {
      failAsTooLarge();
    }
  });
}

function linesOf(statusMessage: string, rawHeaders: readonly string[]): string {
  const lines = rawHeaders.map((text, index) => text + (index % 2 === 0 ? ": " : "\n"));
  return `${statusMessage}\n${lines.join("")}`;
}

/**
 * The body of a response as text; `undefined` if it can't be decompressed, or is not UTF-8.
 *
 * @throws {RangeError} if it is too large when it is decompressed
 */
export function textOf(bytes: Buffer, encoding: string | undefined): string | undefined {
  return decode(decompress(bytes, encoding));
}

function decompress(bytes: Buffer, encoding: string | undefined): Buffer | undefined {
  try {
    const limit = { maxOutputLength: largestResponse };
    if (encoding === "gzip" || encoding === "x-gzip" || encoding === "deflate") return zlib.unzipSync(bytes, limit);
    return encoding === "br" ? zlib.brotliDecompressSync(bytes, limit) : bytes;
  } catch (error) {
    // zlib throws a RangeError where there is more than it may write.
    if (error instanceof RangeError) throw error;
    return undefined;
  }
}

function decode(bytes: Buffer | undefined): string | undefined {
  try {
    return bytes && new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
