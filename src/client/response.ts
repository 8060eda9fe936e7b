/** The longest body that is read, in characters. The rest of a longer one is dropped. */
export const longestBody = 1_000_000;

/** The status line and the header fields of a response. */
export type ResponseHead = Pick<Response, "status" | "statusText" | "headers">;

/** The head of a response, so that it describes the decompressed text. */
export function headOf({ status, statusText = "", headers: fields }: Response): ResponseHead {
  const headers = new Headers(fields);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return { status, statusText, headers };
}

/** A custom `fetch` may have no `ok`, or a wrong one. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Reads a body into memory, up to the limit. */
export async function readText(response: Response, signal: AbortSignal): Promise<string> {
  if (response.bodyUsed || response.body?.locked) throw new Error("fetch returned a Response that was already read");
  // Some implementations of fetch have no web streams, and some runtimes no TextDecoder.
  const reader = typeof TextDecoder === "function" ? response.body?.getReader?.() : undefined;
  if (!reader) return (await response.text()).slice(0, longestBody);
  const cancel = () => void reader.cancel().catch(() => {});
  // A custom fetch may ignore its signal, and respond after it.
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (text.length < longestBody) {
      const { done, value } = await reader.read();
      text += decoder.decode(value, { stream: !done });
      if (done) return text;
    }
    return text.slice(0, longestBody);
  } finally {
    // Otherwise the connection of a body that wasn't read to its end would stay open.
    cancel();
  }
}

/** Where there is no `Response`, `createDariClient` says so, and importing this module must not fail. */
const RuntimeResponse: typeof Response = globalThis.Response ?? (Object as never);

/**
 * A response whose body is in memory. Of the runtime's own, the constructor refuses statuses and reason phrases that
 * servers send, and makes a stream of the body, though most callers read the text.
 */
export class MemoryResponse extends RuntimeResponse {
  override readonly status: number;
  override readonly statusText: string;
  override readonly ok: boolean;
  readonly #text: string;

  constructor(text: string, { status, statusText, headers }: ResponseHead) {
    super(null, { headers });
    this.status = status;
    this.statusText = statusText;
    this.ok = isSuccess(status);
    this.#text = text;
  }

  override async text(): Promise<string> {
    return this.#text;
  }

  override async json(): Promise<unknown> {
    return JSON.parse(this.#text);
  }

  override clone(): MemoryResponse {
    return new MemoryResponse(this.#text, this);
  }

  override get body(): Response["body"] {
    return new Response(this.#text).body;
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.#text).arrayBuffer();
  }

  override blob(): Promise<Blob> {
    return new Response(this.#text, { headers: this.headers }).blob();
  }

  override bytes(): ReturnType<Response["bytes"]> {
    return new Response(this.#text).bytes();
  }
}
