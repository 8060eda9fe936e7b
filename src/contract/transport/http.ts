/** Sends requests by node:http, so that a request may be as odd as a case needs it. */
import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import zlib from "node:zlib";

/** A request as it goes out. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** The status line and the header lines as text, those of earlier answers with 1xx and of trailers among them. */
  readonly head: string;
  /** The body as text; `undefined` if it is not UTF-8, or not compressed as it says. */
  readonly text: string | undefined;
  readonly sentAt: number;
  readonly doneAt: number;
}

/** No answer came, or not all of it. */
export interface Silence {
  readonly silence: "timeout" | "connection" | "broken off";
  readonly words: string;
  readonly sentAt: number;
  readonly doneAt: number;
}

/** Keeps connections open between requests. */
export class Sender {
  readonly #timeout: number;
  readonly #agents: { http: http.Agent; https: https.Agent };
  readonly #used = new WeakSet<Socket>();

  constructor(timeout: number, concurrency: number) {
    this.#timeout = timeout;
    const options = { keepAlive: true, maxSockets: concurrency };
    this.#agents = { http: new http.Agent(options), https: new https.Agent(options) };
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  /** Sends a request; once more when a connection that was kept open turns out to be closed. */
  async send(outgoing: Outgoing): Promise<Answer | Silence> {
    const first = await this.#once(outgoing);
    return "reused" in first && first.reused && first.silence === "connection" ? this.#once(outgoing, true) : first;
  }

  #once({ method, url, headers, body }: Outgoing, anew = false): Promise<Answer | (Silence & { reused: boolean })> {
    const sentAt = Date.now();
    const secure = url.protocol === "https:";
    return new Promise((resolve) => {
      const request = (secure ? https : http).request(url, {
        method,
        headers: { ...headers },
        // Another connection that was kept open may be closed, too.
        agent: anew ? false : secure ? this.#agents.https : this.#agents.http,
      });
      let head = "";
      let begun = false;
      let reused = false;
      const fail = (silence: Silence["silence"], words: string) => {
        clearTimeout(timer);
        resolve({
          silence: begun ? "broken off" : silence,
          words,
          sentAt,
          doneAt: Date.now(),
          reused,
        });
        request.destroy();
      };
      const timer = setTimeout(() => fail("timeout", `no complete answer within ${this.#timeout} ms`), this.#timeout);
      request.on("error", (error: NodeJS.ErrnoException) => fail("connection", error.code ?? error.message));
      request.on("socket", (socket) => {
        // Node's own mark, `reusedSocket`, is missing from requests that waited for a connection.
        reused = this.#used.has(socket);
        this.#used.add(socket);
      });
      request.on("information", ({ statusMessage, rawHeaders }) => {
        head += linesOf(statusMessage, rawHeaders);
      });
      request.on("response", (response) => {
        begun = true;
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", (error) => fail("broken off", `the answer broke off: ${error.message}`));
        response.on("end", () => {
          clearTimeout(timer);
          const bytes = decompress(Buffer.concat(chunks), response.headers["content-encoding"]);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            head: head + linesOf(response.statusMessage ?? "", [...response.rawHeaders, ...response.rawTrailers]),
            text: decode(bytes),
            sentAt,
            doneAt: Date.now(),
          });
        });
      });
      request.end(body);
    });
  }
}

function linesOf(statusMessage: string, rawHeaders: readonly string[]): string {
  const lines = rawHeaders.map((text, index) => text + (index % 2 === 0 ? ": " : "\n"));
  return `${statusMessage}\n${lines.join("")}`;
}

function decompress(bytes: Buffer, encoding: string | undefined): Buffer | undefined {
  try {
    if (encoding === "gzip" || encoding === "x-gzip" || encoding === "deflate") return zlib.unzipSync(bytes);
    return encoding === "br" ? zlib.brotliDecompressSync(bytes) : bytes;
  } catch {
    return undefined;
  }
}

function decode(bytes: Buffer | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** How long an answer asks to wait, in milliseconds: a number of seconds or an HTTP date. */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
