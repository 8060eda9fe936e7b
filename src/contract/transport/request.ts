/** Turns a case into the request that goes out. */

import { type CredentialPart, credentialText, rightCredential } from "../generate/credential.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Words } from "./canaries.ts";
import type { Outgoing } from "./http.ts";

/** The request of a case with the words of the run in it, and the credentials that stand in for the right one. */
export function outgoingOf(
  one: TestCase,
  index: number,
  words: Words,
  key: string,
  base: string,
): { outgoing: Outgoing; presented: string[] } {
  const { template, operation } = one;
  const put = (text: string) => words.put(text, index);
  const parts: readonly CredentialPart[] = template.presented?.parts ?? rightCredential(operation);
  const url = new URL(base + put(template.path));
  for (const [name, value] of template.query) url.searchParams.append(name, put(value));
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(template.headers)) if (value !== "") headers[name] = put(value);
  for (const part of parts) {
    const text = credentialText(part, key);
    if (part.in === "query") url.searchParams.append(part.name, text);
    else headers[part.name] = headers[part.name] ? `${headers[part.name]}; ${text}` : text;
  }
  const body = template.body === undefined ? undefined : Buffer.from(put(template.body), template.encoding);
  if (body) headers["Content-Length"] = String(body.length);
  const presented =
    template.presented && key.length >= 8 ? parts.map((part) => credentialText({ ...part, prefix: "" }, key)) : [];
  return { outgoing: { method: template.method, url, headers, body }, presented };
}

/** Whether a server is on this machine. */
export function isLoopback(base: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(base).hostname);
}
