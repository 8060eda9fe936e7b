import { DariInputError } from "./errors.ts";

/** Options of a client; all of them have a default. */
export interface DariClientOptions {
  /** The Dari API key. @default the environment variable `DARI_API_KEY`, where there is an environment */
  apiKey?: string | undefined;
  /**
   * Where the API is. It may end in `/` or in `/v1`, and it may carry a path prefix.
   * @default "https://api.dari.dev"
   */
  baseUrl?: string | URL | undefined;
  /** The function that sends a request. @default globalThis.fetch */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
}

const defaultBaseUrl = "https://api.dari.dev";

export function resolveApiKey(apiKey: unknown): string {
  const key = apiKey === undefined ? globalThis.process?.env?.["DARI_API_KEY"] : apiKey;
  const from = apiKey === undefined ? "DARI_API_KEY" : "apiKey";
  if (key === undefined) {
    throw new DariInputError("No API key: set the environment variable DARI_API_KEY or pass the option apiKey.");
  }
  if (typeof key !== "string") throw new DariInputError("apiKey must be a string.");
  if (key.trim() === "") throw new DariInputError(`${from} must not be blank.`);
  if (!/^[\x21-\x7e]+$/.test(key.trim())) {
    throw new DariInputError(`${from} must be one word of printable ASCII characters, as an HTTP header carries it.`);
  }
  return key.trim();
}

/** The base URL without the `/v1` that the paths of the API description begin with. */
export function resolveBaseUrl(baseUrl: unknown = defaultBaseUrl): string {
  const url = typeof baseUrl === "string" || baseUrl instanceof URL ? parseUrl(baseUrl) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new DariInputError(`baseUrl must be an absolute http or https URL, such as ${defaultBaseUrl}.`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new DariInputError("baseUrl must not carry a user name, a password, a query or a fragment.");
  }
  return url.origin + url.pathname.replace(/\/+$/, "").replace(/\/v1$/, "");
}

function parseUrl(text: string | URL): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** An agent id is one path segment: `.` and `..` would leave the path, and an empty one would shorten it. */
export function checkAgentId(agentId: unknown): void {
  if (typeof agentId !== "string") throw new DariInputError("agent_id must be a string.");
  if (agentId === "") throw new DariInputError("agent_id must not be empty.");
  if (agentId === "." || agentId === "..") throw new DariInputError('agent_id must not be "." or "..".');
}
