/** Reads a request as Prism and the description's runtime expressions take it. */
import { MIMEType } from "node:util";
import { isJson, type Operation, type Parameter } from "../../src/openapi/operation.ts";
import { parsed } from "../../src/openapi/pointer.ts";
import type { Violation } from "./prism.ts";

/** A request as it arrived. */
export interface MockRequest {
  readonly method: string;
  /** The path and, after a question mark, the query. */
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** The body as Prism takes it, or why it can't be read. Without a `Content-Type` it is what the operation documents. */
export function readBody(
  { headers, body }: MockRequest,
  operation: Operation,
): { body?: unknown; unreadable?: Violation } {
  const contentType = headers["content-type"] || (operation.body?.mediaType ?? "");
  if (body.length === 0) return {};
  if (contentType !== "" && !isMediaType(contentType))
    return { unreadable: { place: ["header", "content-type"], type: "media_type", message: "must be a media type" } };
  const text = body.toString();
  if (!isJson(contentType)) return { body: text };
  const json = parsed(text);
  return json ? { body: json.value } : { unreadable: { place: ["body"], type: "json", message: "must be JSON" } };
}

function isMediaType(text: string): boolean {
  try {
    return new MIMEType(text).essence !== "";
  } catch {
    return false;
  }
}

/** Prism throws on an `Accept` header that is malformed. */
export function withoutMalformedAccept({ accept, ...headers }: Record<string, string>): Record<string, string> {
  const isAccept = /^([\w*+.-]+\/[\w*+.-]+ *(;[^,]*)?(, *|$))+$/.test(accept ?? "");
  return isAccept && accept !== undefined ? { ...headers, accept } : headers;
}

/** The parameters of a query: a list of values for a name that stands there more than once. */
export function queryOf(query: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(query);
  const values = (name: string) =>
    parameters.getAll(name).length > 1 ? parameters.getAll(name) : parameters.get(name);
  return Object.fromEntries([...parameters.keys()].map((name) => [name, values(name) ?? ""]));
}

/** The parameters of a request by what a runtime expression calls them, each with the type that its schema says. */
export function sentParameters(
  { parameters }: Operation,
  sent: { path: Readonly<Record<string, string>>; query: string; headers: Record<string, string> },
): Record<string, unknown> {
  const query = new URLSearchParams(sent.query);
  const textOf = ({ in: location, name }: Parameter): string | undefined => {
    if (location === "path") return sent.path[name];
    return location === "query" ? (query.get(name) ?? undefined) : sent.headers[name.toLowerCase()];
  };
  const typed = (parameter: Parameter) => {
    const text = textOf(parameter);
    return parameter.schema.types.includes("string") ? text : (parsed(text)?.value ?? text);
  };
  return Object.fromEntries(parameters.map((parameter) => [`${parameter.in}.${parameter.name}`, typed(parameter)]));
}
