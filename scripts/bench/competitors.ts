/** The clients that ours is measured beside, each creating a session the way its documentation shows. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { paths } from "../../generated/openapi.ts";
import type * as dari from "../../src/index.ts";
import { onDemand } from "../lib/install.ts";
import { root } from "../lib/run.ts";

/** Creates a session, and returns it or raises the client's own error. */
export type Create = (agentId: string, body: object) => Promise<{ id?: unknown } | undefined>;

/** What a client is made for. */
export interface Target {
  readonly baseUrl: string;
  /** Sends the requests, where no server should be in the way. */
  readonly fetch?: typeof fetch;
  /** In milliseconds; each client's own default if it isn't given. */
  readonly timeout?: number | undefined;
}

/** A client: where its code is, and how to make one of it. */
export interface Contender {
  readonly name: string;
  readonly module: string;
  /** What an application imports of it, for the size of its bundle. */
  readonly imported: string;
  make(target: Target): Create;
}

const headers = { Authorization: "Bearer bench-key" };
const sessions = "/v1/agents/{agent_id}/sessions";
const urlOf = (baseUrl: string, agentId: string) => `${baseUrl}/v1/agents/${encodeURIComponent(agentId)}/sessions`;
const load = async <Module>(file: string): Promise<Module> => import(pathToFileURL(file).href);

/** This package, as it is built. */
export async function ours(): Promise<Contender> {
  const module = path.join(root, "dist/index.js");
  const { createDariClient } = await load<typeof dari>(module);
  return {
    name: "dari-sessions",
    module,
    imported: "createDariClient",
    make({ timeout, ...target }) {
      const timeouts = timeout === undefined ? {} : { attemptTimeout: timeout, timeout: 2 * timeout };
      const client = createDariClient({ apiKey: "bench-key", ...target, ...timeouts } as dari.DariClientOptions);
      return (agentId, body) => client.sessions.create(agentId, body);
    },
  };
}

/** The raw `fetch` of the platform, with the least code that does the work. */
export const rawFetch: Contender = {
  name: "raw fetch",
  module: "",
  imported: "",
  make: ({ baseUrl, fetch = globalThis.fetch }) => {
    return async (agentId, body) => {
      const response = await fetch(urlOf(baseUrl, agentId), {
        method: "POST",
        headers: { ...headers, Accept: "application/json", "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`The server responded with ${response.status}.`);
      return (await response.json()) as object;
    };
  },
};

/** The same with a timeout: what an `AbortSignal` and a timer cost. */
export const timedFetch: Contender = {
  ...rawFetch,
  name: "raw fetch, timed",
  make: ({ baseUrl, fetch = globalThis.fetch }) => {
    return async (agentId, body) => {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), 60_000);
      try {
        const timed = (url: Parameters<typeof fetch>[0], init?: RequestInit) =>
          fetch(url, { ...init, signal: controller.signal });
        return await rawFetch.make({ baseUrl, fetch: timed })(agentId, body);
      } finally {
        clearTimeout(timer);
      }
    };
  },
};

/** openapi-fetch alone, of the version that this package uses. */
export async function openapiFetch(): Promise<Contender> {
  const module = path.join(root, "node_modules/openapi-fetch/dist/index.mjs");
  const { default: createClient } = await load<typeof import("openapi-fetch")>(module);
  return {
    name: "openapi-fetch 0.17.0",
    module,
    imported: "default",
    make({ baseUrl, fetch, timeout }) {
      const client = createClient<paths>({ baseUrl, headers, ...(fetch && { fetch }) });
      return async (agentId, body) => {
        const params = { path: { agent_id: agentId } };
        const signal = timeout === undefined ? null : AbortSignal.timeout(timeout);
        const { data, error, response } = await client.POST(sessions, { params, body, signal });
        if (!response.ok) throw Object.assign(new Error(String(error)), { status: response.status });
        return data;
      };
    },
  };
}

/** A client that Stainless made; its generic `post` takes any path. */
export async function stainless(): Promise<Contender> {
  const folder = await onDemand("bench", "groq-sdk@1.6.0", "ky@2.1.0");
  const module = path.join(folder, "node_modules/groq-sdk/index.mjs");
  interface Groq {
    post(path: string, options: object): Promise<object>;
  }
  const { default: Groq } = await load<{ default: new (options: object) => Groq }>(module);
  return {
    name: "groq-sdk 1.6.0",
    module,
    imported: "default",
    make({ baseUrl, fetch, timeout }) {
      const client = new Groq({ apiKey: "bench-key", baseURL: baseUrl, fetch, timeout });
      return (agentId, body) => client.post(urlOf("", agentId), { body });
    },
  };
}

export async function ky(): Promise<Contender> {
  const folder = await onDemand("bench", "groq-sdk@1.6.0", "ky@2.1.0");
  const module = path.join(folder, "node_modules/ky/distribution/index.js");
  interface Ky {
    create(options: object): Ky;
    post(url: string, options: object): { json(): Promise<object> };
  }
  const { default: ky } = await load<{ default: Ky }>(module);
  return {
    name: "ky 2.1.0",
    module,
    imported: "default",
    make({ baseUrl, fetch, timeout }) {
      const client = ky.create({ headers, ...(fetch && { fetch }), ...(timeout && { timeout }) });
      return (agentId, body) => client.post(urlOf(baseUrl, agentId), { json: body }).json();
    },
  };
}
