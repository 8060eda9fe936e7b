/** Turns a test case into the request that is sent. */

import { type CredentialPart, credentialText, type Keys, rightCredential } from "../generate/request/credential.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Sent } from "../spec/operation.ts";
import type { Canaries } from "./canaries.ts";
import type { HttpRequest } from "./exchange.ts";
import type { RunHeaders } from "./run-headers.ts";

/** A request with the canaries of a run in it. */
export interface BuiltRequest {
  readonly request: HttpRequest;
  /** The values of the request; `undefined` where the response can't be compared with them. */
  readonly sent: Sent | undefined;
  /** The text of the request in which an own value may stand. */
  readonly text: string;
  /** The credentials that are presented in place of the right one. */
  readonly presented: readonly string[];
}

/** Where requests go, and what they carry. */
export interface Target {
  readonly baseUrl: string;
  readonly keys: Keys;
  readonly headers: RunHeaders;
  readonly canaries: Canaries;
}

/** A shorter key is no secret: it may stand in a response by chance. */
const shortestKey = 8;

/** The request of a test case; `index` tells the test cases of a run apart. */
export function buildRequest(
  { template, operation, sent }: TestCase,
  index: number,
  { baseUrl, keys, headers: runHeaders, canaries }: Target,
): BuiltRequest {
  const fill = (text: string) => canaries.putInto(text, index);
  const fillJson = (value: unknown) => (value === undefined ? undefined : JSON.parse(fill(JSON.stringify(value))));
  const credentials: readonly CredentialPart[] = template.presented?.parts ?? rightCredential(operation);
  const url = new URL(baseUrl + fill(template.path));
  for (const [name, value] of template.query) url.searchParams.append(name, fill(value));
  const headers: Record<string, string> = { ...runHeaders };
  for (const [name, value] of Object.entries(template.headers)) if (value !== "") headers[name] = fill(value);
  for (const part of credentials) {
    const value = credentialText(part, keys);
    if (part.in === "query") url.searchParams.append(part.name, value);
    else headers[part.name] = headers[part.name] ? `${headers[part.name]}; ${value}` : value;
  }
  const body = template.body === undefined ? undefined : fill(template.body);
  const bytes = body === undefined ? undefined : Buffer.from(body, template.encoding);
  if (bytes) headers["Content-Length"] = String(bytes.length);
  return {
    request: { method: template.method, url, headers, body: bytes },
    sent: sent && { body: fillJson(sent.body), parameters: fillJson(sent.parameters) },
    text: `${url.pathname} ${body ?? ""}`,
    presented: (template.presented?.parts ?? [])
      .filter(({ scheme }) => keys.of(scheme).value.length >= shortestKey)
      .map((part) => credentialText({ ...part, prefix: "" }, keys)),
  };
}

/** Whether a server is on this machine. */
export function isLoopback(baseUrl: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname);
}
