/** Writes a draft as the request that goes out. */

import type { Operation } from "../spec/operation.ts";
import { type Draft, key } from "./basis.ts";
import { encodeSegment, wire } from "./serialization.ts";
import type { Template } from "./test-case.ts";

/** The request of a draft, with values for the operation's parameters by what a runtime expression calls them. */
export function templateOf(
  operation: Operation,
  draft: Draft,
  parameters: Readonly<Record<string, unknown>>,
): Template {
  const raw = draft.raw ?? (draft.body === undefined ? undefined : JSON.stringify(draft.body));
  const type = raw === undefined || raw === "" || !operation.body ? {} : { "Content-Type": operation.body.mediaType };
  const common = { Accept: "application/json", "User-Agent": "contract-gate" };
  const headers: Record<string, string> = { ...common, ...type, ...draft.headers };
  const query: [string, string][] = [];
  const cookies: string[] = [];
  let path = draft.path ?? operation.path;
  for (const parameter of operation.parameters) {
    const value = parameters[key(parameter)];
    if (value === undefined) continue;
    const text = wire(value) ?? "";
    if (parameter.in === "path") path = path.replaceAll(`{${parameter.name}}`, encodeSegment(text));
    else if (parameter.in === "header") headers[parameter.name] = text;
    else if (parameter.in === "cookie") cookies.push(`${parameter.name}=${encodeURIComponent(text)}`);
    else if (Array.isArray(value) && parameter.explode)
      query.push(...value.map((one): [string, string] => [parameter.name, String(one)]));
    else query.push([parameter.name, text]);
  }
  if (cookies.length > 0) headers["Cookie"] = cookies.join("; ");
  return {
    method: draft.method ?? operation.method,
    path,
    query,
    headers,
    body: raw,
    encoding: draft.encoding ?? "utf8",
    ...(draft.presented && { presented: draft.presented }),
  };
}
