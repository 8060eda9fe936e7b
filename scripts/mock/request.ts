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

/** The body as Prism takes it, or why it can't be read. */
export function readBody({ headers, body }: MockRequest): { body: unknown; violations: Violation[] } {
  const contentType = headers["content-type"];
  if (body.length === 0) return { body: undefined, violations: [] };
  if (contentType !== undefined && !isMediaType(contentType)) {
    const violation = { place: ["header", "content-type"], type: "media_type", message: "must be a media type" };
    return { body: undefined, violations: [violation] };
  }
  const text = body.toString();
  if (!isJson(contentType ?? "")) return { body: text, violations: [] };
  const json = parsed(text);
  if (json) return { body: json.value, violations: [] };
  return { body: undefined, violations: [{ place: ["body"], type: "json", message: "must be JSON" }] };
}

function isMediaType(text: string): boolean {
  try {
    new MIMEType(text);
    return true;
  } catch {
    return false;
  }
}

/** What a `Prefer` header such as `code=201, example=full` chooses. */
export function preferenceOf(header = ""): { code?: number; exampleKey?: string } {
  const code = /\bcode="?(\d{3})\b/.exec(header)?.[1];
  const example = /\bexample="?([\w.-]+)/.exec(header)?.[1];
  return { ...(code && { code: Number(code) }), ...(example && { exampleKey: example }) };
}

/** Prism throws on an `Accept` header that is malformed. */
export function withoutMalformedAccept({ accept, ...headers }: Record<string, string>): Record<string, string> {
  const isAccept = /^([\w*+.-]+\/[\w*+.-]+ *(;[^,]*)?(, *|$))+$/.test(accept ?? "");
  return isAccept && accept !== undefined ? { ...headers, accept } : headers;
}

export function queryOf(query: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const [first = "", ...rest] = parameters.getAll(name);
      return [name, rest.length > 0 ? [first, ...rest] : first];
    }),
  );
}

/** The parameters of a request by what a runtime expression calls them, each with the type that its schema says. */
export function sentParameters(
  operation: Operation,
  sent: { path: Readonly<Record<string, string>>; query: string; headers: Record<string, string> },
): Record<string, unknown> {
  const query = new URLSearchParams(sent.query);
  const textOf = ({ in: place, name }: Parameter): string | undefined => {
    if (place === "path") return sent.path[name];
    return place === "query" ? (query.get(name) ?? undefined) : sent.headers[name.toLowerCase()];
  };
  return Object.fromEntries(
    operation.parameters.map((parameter) => {
      const types = parameter.schema.types;
      return [`${parameter.in}.${parameter.name}`, typed(textOf(parameter), types)];
    }),
  );
}

function typed(text: string | undefined, types: readonly string[]): unknown {
  if (text === undefined || types.includes("string")) return text;
  return parsed(text)?.value ?? text;
}
