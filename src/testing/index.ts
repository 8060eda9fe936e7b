/** A `fetch` for the tests of applications: it follows the description in this process, without a server. */
import { responses } from "../../generated/responses.ts";
import { checkRequest } from "../client/constraints.ts";
import { parsed } from "../openapi/pointer.ts";
import { echo } from "./echo.ts";
import { routesOf } from "./route.ts";

/** A request that {@link MockApi.fetch} got. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  /** The parsed JSON body; `undefined` where there was none. */
  readonly body: unknown;
}

/** An API that exists only in a test. */
export interface MockApi {
  /** Give it to the client as its option `fetch`. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** What was requested so far, retries included. */
  readonly requests: readonly RecordedRequest[];
  /** The bodies of the successful responses, those that were lost included: what the API would have created. */
  readonly created: readonly unknown[];
  /**
   * The next request gets this response instead; one call for each request.
   *
   * @param body - a JSON value; by default the description's own example for the status code
   * @example
   * api.respondWith(429, { "Retry-After": "1" });
   */
  respondWith(status: number, headers?: Record<string, string>, body?: unknown): void;
  /** The next request is acted upon, and its response is lost: `fetch` rejects with a `TypeError`. */
  loseResponse(): void;
  /** The next response arrives after this time in milliseconds, or not at all if the client gives up before. */
  delayResponse(milliseconds: number): void;
}

type OperationName = keyof typeof responses;
type Effect = (respond: () => Promise<Response>, request: Request) => Promise<Response>;

/**
 * Makes an API that validates requests and returns what was sent, as the description says. Any API key is accepted.
 *
 * @example
 * const api = createMockApi();
 * const client = createDariClient({ apiKey: "test-key", fetch: api.fetch });
 * const session = await client.sessions.create("agt_123", { name: "Nightly" });
 * assert.equal(session.name, "Nightly");
 */
export function createMockApi(): MockApi {
  const effects: Effect[] = [];
  const requests: RecordedRequest[] = [];
  const created: unknown[] = [];

  return {
    requests,
    created,
    async fetch(input, init) {
      const request = new Request(input, init);
      const text = await request.text();
      const json = text === "" ? { value: undefined } : parsed(text);
      requests.push({ method: request.method, url: request.url, body: json?.value });
      const effect = effects.shift() ?? ((respond) => respond());
      return await effect(async () => {
        const response = respondTo(request, json);
        if (response.ok) created.push(await response.clone().json());
        return response;
      }, request);
    },
    respondWith(status, headers = {}, body) {
      effects.push(async (_, request) => {
        const example = body ?? exampleFor(routeOf(request)?.name, status);
        return Response.json(example, { status, headers });
      });
    },
    loseResponse() {
      effects.push(async (respond) => {
        await respond();
        throw new TypeError("fetch failed", { cause: new Error("The response was lost.") });
      });
    },
    delayResponse(milliseconds) {
      effects.push(async (respond, { signal }) => {
        const response = await respond();
        await delay(milliseconds, signal);
        return response;
      });
    },
  };
}

/** The response that the description says follows from a request. */
function respondTo(request: Request, json: { value: unknown } | undefined): Response {
  const route = routeOf(request);
  if (!route) {
    const detail = `The description has no ${request.method} ${new URL(request.url).pathname}.`;
    return Response.json({ detail }, { status: 404 });
  }
  const { name, parameters } = route;
  if (!/^Bearer +\S/i.test(request.headers.get("Authorization") ?? ""))
    return Response.json(exampleFor(name, 401), { status: 401 });
  if (!json) return refuse([{ field: "", message: "must be JSON" }]);
  const issues = checkRequest(name, parameters, json.value);
  if (issues.length > 0) return refuse(issues);
  const { status, example, relations } = responses[name];
  const named = Object.entries(parameters).map(([parameter, value]) => [`path.${parameter}`, value]);
  const sent = { body: json.value, parameters: Object.fromEntries(named) };
  return Response.json(echo(example, relations, sent), { status });
}

function refuse(issues: readonly { field: string; message: string }[]): Response {
  const detail = issues.map(({ field, message }) => ({ loc: locOf(field), msg: message, type: "constraint" }));
  return Response.json({ detail }, { status: 422 });
}

/** The place of a field as the mock writes it: `secrets entry 2: its name` is `["body", "secrets", "entry 2", "[key]"]`. */
function locOf(field: string): string[] {
  const keys = field.replace(": its name", ".[key]").replace(" entry", ".entry").split(".");
  return ["body", ...keys.filter((key) => key !== "")];
}

function routeOf({ method, url }: Request): { name: OperationName; parameters: Record<string, string> } | undefined {
  const operations = (Object.keys(responses) as OperationName[]).map((name) => {
    const [operationMethod = "", path = ""] = name.split(" ");
    return { name, method: operationMethod, path };
  });
  const route = routesOf(operations, new URL(url).pathname).find(({ operation }) => operation.method === method);
  return route && { name: route.operation.name, parameters: route.parameters };
}

function exampleFor(name: OperationName | undefined, status: number): unknown {
  const errors: Record<string, unknown> = name ? responses[name].errors : {};
  return errors[status] ?? errors["default"] ?? {};
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
  });
}
