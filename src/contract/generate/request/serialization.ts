/** Writes the values of parameters, and tells which of them can be written. */
import type { Operation, Parameter } from "../../../openapi/operation.ts";
import type { GenerationContext } from "../context.ts";
import type { Expectation } from "../expectation.ts";

/** What a runtime expression calls a parameter. */
export const keyOf = (parameter: Parameter): string => `${parameter.in}.${parameter.name}`;

/** The parts of a request that parameters are written in. */
interface WrittenParameters {
  readonly path: string;
  readonly query: [name: string, value: string][];
  readonly headers: Record<string, string>;
}

/** Writes the values of an operation's parameters, by their keys, into a path template, a query and header fields. */
export function writeParameters(
  { parameters }: Operation,
  values: Readonly<Record<string, unknown>>,
  template: string,
): WrittenParameters {
  const query: [string, string][] = [];
  const headers: Record<string, string> = {};
  let path = template;
  for (const parameter of parameters) {
    const { name } = parameter;
    const value = values[keyOf(parameter)];
    if (value === undefined) continue;
    const text = serialize(parameter, value) ?? "";
    const isExploded = Array.isArray(value) && parameter.explode;
    if (parameter.in === "path") path = path.replaceAll(`{${name}}`, encodeSegment(text));
    else if (parameter.in === "header") headers[name] = text;
    else query.push(...(isExploded ? value.map(String) : [text]).map((item): [string, string] => [name, item]));
  }
  return { path, query, headers };
}

/** A parameter's value as one text; `undefined` if it can't be written so that a server reads the same value. */
export function serialize(parameter: Parameter, value: unknown): string | undefined {
  if (!Array.isArray(value)) return value === null || typeof value === "object" ? undefined : String(value);
  const items = value.map((item) => (item === null || typeof item === "object" ? undefined : String(item)));
  const isReadable = items.every(
    (item) => item !== undefined && item !== "" && (parameter.explode || !item.includes(",")),
  );
  return items.length > 0 && isReadable ? items.join(",") : undefined;
}

/** Whether a value can be sent where the parameter is. */
export function isSendable(parameter: Parameter, value: unknown): boolean {
  const text = serialize(parameter, value);
  if (text === undefined) return false;
  if (parameter.in === "path") return isSegment(text);
  return parameter.in === "header" ? isHeaderValue(text) : true;
}

/** One path segment that no client or proxy shortens. */
function isSegment(text: string): boolean {
  const isPlain = text !== "" && text !== "." && text !== ".." && !text.includes("\0");
  return isPlain && !/\p{Surrogate}/u.test(text) && text.length < 300;
}

/** A path names something: a server may know no such thing, and routers differ about slashes and dots. */
export function ofPathValue(parameter: Parameter, value: unknown): Expectation {
  return isPathLike(serialize(parameter, value) ?? "") ? "unspecified" : "ambiguous";
}

/** Whether routers differ about a path segment: encoded slashes and dots make another path of it for many. */
export function isPathLike(text: string): boolean {
  return /[/\\]|%2f|%5c|\.\./i.test(text) || /^\.|\.$/.test(text);
}

/** A path segment percent-encoded; a plus sign stands for itself in a path, unlike in a form. */
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replaceAll("%2B", "+");
}

function isHeaderValue(text: string): boolean {
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);
}

/** How a text of a request or a response may be read: as text, as a number, as a boolean. */
export const readings: readonly ((text: string) => unknown)[] = [
  (text) => text,
  (text) => (text.trim() === "" ? text : Number(text)),
  (text) => (/^(true|1)$/.test(text) ? true : /^(false|0)$/.test(text) ? false : text),
];

/** Whether a server can read a valid value from what is written for a parameter: text, a number, a boolean or a list. */
export function isReadable(context: GenerationContext, parameter: Parameter, value: unknown): boolean {
  const text = serialize(parameter, value) ?? "";
  const items = Array.isArray(value) ? value.map(String) : [text];
  const values = readings.flatMap((read) => [read(text), items.map(read)]);
  return values.some((reading) => context.inputs.validator.accepts(parameter.schema, reading));
}
