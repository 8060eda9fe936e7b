/** Turns a test case into the request that is sent. */

import { type CredentialPart, credentialText, type Keys, rightCredential } from "../generate/request/credential.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Canaries } from "./canaries.ts";
import type { Exchange } from "./exchange.ts";
import type { RunHeaders } from "./run-headers.ts";
import { shortestSecret } from "./secret-search.ts";

/** What an exchange holds before a response comes: the request, with the canaries of a run in it. */
type Outgoing = Pick<Exchange, "request" | "sent" | "requestText" | "presented">;

/** Where requests go, and what they carry. */
export interface Target {
  readonly baseUrl: string;
  readonly keys: Keys;
  readonly headers: RunHeaders;
  readonly canaries: Canaries;
}

/** The request of a test case; `index` tells the test cases of a run apart. */
export function buildRequest(
  { template, operation, sent }: TestCase,
  index: number,
  { baseUrl, keys, headers: runHeaders, canaries }: Target,
): Outgoing {
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
    requestText: `${url.pathname} ${body ?? ""}`,
    presented: (template.presented?.parts ?? [])
      .map((part) => credentialText({ ...part, prefix: "" }, keys))
      .filter(({ length }) => length >= shortestSecret),
  };
}
