/** Prism, in this process: it checks a request against an operation and chooses one of the documented responses. */
import { createLogger } from "@stoplight/prism-core";
import { createInstance, getHttpOperationsFromSpec, type IHttpConfig, ProblemJsonError } from "@stoplight/prism-http";

/** A request as Prism takes it. */
export interface PrismRequest {
  readonly method: string;
  /** The path template of the operation, such as `/v1/agents/{agent_id}/sessions`. */
  readonly template: string;
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly headers: Record<string, string>;
  /** Parsed JSON, another body's text, or `undefined` where there is none. */
  readonly body: unknown;
  /** Whether Prism validates the request; it can't validate a body that could not be parsed. */
  readonly validated: boolean;
  /** The status code and the name of the example that the client prefers. */
  readonly preferred: { readonly code?: number; readonly exampleKey?: string };
}

/** What a request, or a response of the description, violates. */
export interface Violation {
  /** Where: `["body", "metadata", "kind"]`; empty for the credentials. */
  readonly place: readonly string[];
  /** The keyword of JSON Schema, or another word for the kind of the violation. */
  readonly type: string;
  readonly message: string;
}

/** A response of Prism. */
export interface PrismResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  /** What is wrong with the request. */
  readonly violations: readonly Violation[];
  /** What is wrong with the response, and so with the description. */
  readonly responseViolations: readonly Violation[];
}

/** A function that asks Prism; it rejects where Prism fails. */
export type Prism = (request: PrismRequest) => Promise<PrismResponse>;

/** Prism checks a description of OpenAPI 3.1 as draft-07 unless it names its dialect; it lets what it can't read pass. */
const dialect = { jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema" };

/**
 * Opens Prism on a description.
 *
 * @throws {Error} if Prism can't read it
 */
export async function openPrism(description: object): Promise<Prism> {
  // Prism writes into what it reads.
  const operations = await getHttpOperationsFromSpec({ ...dialect, ...structuredClone(description) });
  const common = { isProxy: false as const, checkSecurity: true, validateResponse: true, errors: false };
  const settings = { ...common, upstreamProxy: undefined, validateRequest: true, mock: { dynamic: false } };
  // Prism's own log would show keys and bodies.
  const prism = createInstance(settings, { logger: createLogger("mock", { level: "silent" }) });
  return async ({ template, method, path, query, headers, body, validated, preferred }) => {
    const operation = operations.find((one) => one.path === template && one.method === method);
    if (!operation) throw new Error(`Prism has no operation ${method} ${template}.`);
    // Prism keeps what a request accepts in its settings: each request has settings of its own.
    const own: IHttpConfig = { ...settings, validateRequest: validated, mock: { dynamic: false, ...preferred } };
    const request = { method: operation.method as "get", url: { path, query }, headers, body };
    const result = await prism.request(request, [operation], own)();
    if (result._tag === "Left") return problemResponse(result.left);
    const { output, validations } = result.right;
    return {
      status: output.statusCode,
      headers: new Headers(output.headers),
      body: output.body,
      violations: validations.input.map(violationOf),
      responseViolations: validations.output.map(violationOf),
    };
  };
}

/** What Prism says of a request that it has no response for, such as one that prefers an unknown example. */
function problemResponse(error: Error): PrismResponse {
  const problem = ProblemJsonError.toProblemJson(error);
  return {
    status: problem.status,
    headers: new Headers({ "Content-Type": "application/problem+json" }),
    body: problem,
    violations: [{ place: [], type: String(problem.status), message: problem.detail }],
    responseViolations: [],
  };
}

interface Diagnostic {
  readonly path?: readonly string[];
  readonly code?: string | number;
  readonly message: string;
}

/** Prism's messages begin with the place: "Request body property metadata.kind must be string". */
function violationOf({ path = [], code = "", message }: Diagnostic): Violation {
  if (code === 401) return { place: [], type: "credentials", message: "the credentials are missing or malformed" };
  if (code === 415) {
    const [expected = ""] = message.split(": ").slice(1);
    const advice = `must be ${expected}; with curl, add -H "Content-Type: ${expected.split(",")[0]}"`;
    return { place: ["header", "content-type"], type: "media_type", message: advice };
  }
  const [location = "", ...rest] = path;
  const kind = location === "body" ? "property" : "parameter";
  const subject = `${location} ${rest.length > 0 ? `${kind} ${rest.join(".").trim()} ` : ""}`;
  const prefix = ["Request ", "Response "].map((side) => side + subject).find((text) => message.startsWith(text));
  return {
    place: path.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~")),
    type: String(code),
    message: prefix === undefined ? message : message.slice(prefix.length),
  };
}
