/** What the description says about an operation. */
import type { Schema } from "./schema.ts";

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  /** Each item of an array is a parameter of its own. */
  readonly explode: boolean;
  /** Names something that must exist on the server, by `x-reference`. */
  readonly isReference: boolean;
  readonly pointer: string;
  readonly schema: Schema;
  readonly examples: readonly Example[];
}

/** An example and its place in the description. */
export interface Example {
  readonly pointer: string;
  readonly value: unknown;
}

/** The JSON body of an operation's requests. */
export interface RequestBody {
  readonly pointer: string;
  readonly required: boolean;
  /** The description says itself that requests may have none; many just forget to say that they must have one. */
  readonly isOptional: boolean;
  readonly mediaType: string;
  /** Further media types that the description documents: a server may accept them. */
  readonly otherMediaTypes: readonly string[];
  readonly schema: Schema;
  readonly examples: readonly Example[];
}

/** A documented response: `status` is `200`, `2XX` or `default`. */
export interface DocumentedResponse {
  readonly status: string;
  readonly pointer: string;
  /** The schema by media type; none when the response has no body. */
  readonly content: ReadonlyMap<string, Schema | undefined>;
  readonly headers: readonly { name: string; required: boolean; pointer: string; schema: Schema }[];
}

/** One way to present a credential. */
export interface SecurityScheme {
  /** What the description calls the scheme. */
  readonly id: string;
  readonly pointer: string;
  readonly kind: "bearer" | "basic" | "header" | "query" | "cookie";
  /** The header, query parameter or cookie that carries it. */
  readonly name: string;
}

/** A property of a response that the description relates to the request, or to the moment. */
export interface Relation {
  /** The pointer of the extension in the description. */
  readonly pointer: string;
  /** Where the property is in the body. */
  readonly place: string;
  readonly kind: "returns" | "unique" | "now" | "stable";
  /** The runtime expression, such as `$request.body#/name`. */
  readonly from: string;
  /** What the property is when nothing was sent; `undefined` where the server decides. */
  readonly unsent: { readonly value: unknown } | undefined;
  readonly required: boolean;
}

/** The values of a request by what a runtime expression calls them: `body`, `path.id`, `query.limit`, `header.x`. */
export interface Sent {
  readonly body: unknown;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  readonly parameters: readonly Parameter[];
  readonly body: RequestBody | undefined;
  readonly responses: readonly DocumentedResponse[];
  /** The schemes of the first alternative that can be presented; none when the operation is public. */
  readonly security: readonly SecurityScheme[];
  /** The schemes of the other alternatives: a server may take a key of theirs, too. */
  readonly otherSecurity: readonly SecurityScheme[];
  /** The methods that the description has for the path. */
  readonly methods: readonly string[];
  /** What the description says of the operation's successes beyond their schemas. */
  readonly relations: readonly Relation[];
}

/** Whether a media type is JSON: `application/json` or `…+json`. */
export function isJson(mediaType: string): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(mediaType);
}

/** The documented response that a status falls under: its own, its range, or `default`. */
export function responseFor(operation: Operation, status: number): DocumentedResponse | undefined {
  const family = Math.floor(status / 100);
  const find = (key: string) => operation.responses.find((response) => response.status === key);
  const documented = find(String(status)) ?? find(`${family}XX`);
  const other = find("default");
  if (documented || !other) return documented;
  // `default` stands for the errors: a redirect is none, and another 2xx than the documented ones is read as one of them.
  if (family === 3) return undefined;
  return family === 2 ? (successes(operation)[0] ?? other) : other;
}

/** Whether the description has a response of this status code, and not just of its range or the default. */
export function hasResponse({ responses }: Pick<Operation, "responses">, status: number): boolean {
  return responses.some((response) => response.status === String(status));
}

/** The status codes that refuse a valid request because of what the server holds. */
export const stateStatuses: readonly number[] = [409, 410, 412, 428];

/** Whether a status code means success for an operation: 2xx, or 3xx where it is documented. */
export function isSuccess(operation: Operation, status: number): boolean {
  const family = Math.floor(status / 100);
  return family === 2 || (family === 3 && responseFor(operation, status) !== undefined);
}

const refusals = ["401", "404", "4XX"] as const;

/** Status codes that refuse no invalid request: what they refuse is right in itself. */
const otherRefusals = ["401", "402", "403", "404", "405", "406", "407", "408", "409", "410", "412", "428", "429"];

/** A refusal that a description calls for: of a missing credential, an unknown resource, or an invalid request. */
export type Refusal = (typeof refusals)[number];

/** The refusals that the description calls for without a response for them: no server can give a documented one. */
export function undocumentedRefusals(operation: Operation): Refusal[] {
  const { security, parameters, body, responses } = operation;
  if (responses.length === 0) return [];
  const namesResource = parameters.some((parameter) => parameter.in === "path" && parameter.isReference);
  // A path that is no valid one names nothing.
  const isOnlyPath = body === undefined && parameters.every((parameter) => parameter.in === "path");
  const canBeInvalid = !isOnlyPath || (parameters.length > 0 && responseFor(operation, 404) === undefined);
  const mayRefuse = responses.some(({ status }) => /^(4..|default)$/.test(status) && !otherRefusals.includes(status));
  const isMissing: Record<Refusal, boolean> = {
    "401": security.length > 0 && responseFor(operation, 401) === undefined,
    "404": namesResource && responseFor(operation, 404) === undefined,
    "4XX": canBeInvalid && !mayRefuse,
  };
  return refusals.filter((refusal) => isMissing[refusal]);
}

export function successes({ responses }: Pick<Operation, "responses">): DocumentedResponse[] {
  return responses.filter(({ status }) => status.startsWith("2"));
}

export function successSchemas(operation: Pick<Operation, "responses">): Schema[] {
  const schemas = successes(operation).flatMap(({ content }) => [...content.values()]);
  return schemas.filter((schema) => schema !== undefined);
}
