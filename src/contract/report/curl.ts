/** Shows a request as a command line and an answer as text. */

import { type CredentialPart, type KeyChange, rightCredential } from "../generate/auth.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Answer, Silence } from "../transport/http.ts";

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** A curl line that sends the request again; credentials come from the environment. */
export function curlOf({ template, operation }: TestCase, base: string, variable: string): string {
  const shown = template.presented?.parts ?? rightCredential(operation);
  const parts = shown.map((part) => ({ ...part, shell: shellText(part, variable) }));
  const query = template.query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const displaced = parts.filter((part) => part.in === "query").map((part) => `${part.name}=${part.shell}`);
  const address =
    base + template.path + (query.length + displaced.length > 0 ? `?${[...query, ...displaced].join("&")}` : "");
  const words = ["curl", "-i", "-X", template.method, displaced.length > 0 ? `"${address}"` : quote(address)];
  for (const [name, value] of Object.entries(template.headers))
    words.push("-H", quote(value === "" ? `${name}:` : `${name}: ${value}`));
  for (const part of parts) {
    if (part.in === "header") words.push("-H", `"${part.name}${part.shell === "" ? ";" : `: ${part.shell}`}"`);
  }
  if (template.body !== undefined) words.push("--data-raw", bodyArgument(template.body));
  return words.join(" ");
}

/** Long bodies are cut: their beginning tells what they are. */
function bodyArgument(body: string): string {
  const text = body.length > 1500 ? `${body.slice(0, 1500)}…` : body;
  if (!/\p{Cc}/u.test(text)) return quote(text);
  const escaped = text.replaceAll(/[\\']/g, "\\$&");
  return `$'${escaped.replaceAll(/\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`)}'`;
}

/** The status line, the headers that matter and the beginning of the body. */
export function responseText(answer: Answer | Silence): string {
  if (!("status" in answer)) return answer.words;
  const type = answer.headers["content-type"];
  const body = answer.text ?? "(bytes that are not UTF-8)";
  const cut = body.length > 400 ? `${body.slice(0, 400)}…` : body;
  return [`${answer.status}${type ? ` ${type}` : ""}`, ...(cut === "" ? [] : [cut])].join("\n");
}

/** Changes each character: x becomes y, and all others become x. */
const change = "tr 'x!-wy-~' 'yx'";

/** A wrong key, made of the right one by a shell: the same as `keyChanges` makes. */
const changed: Readonly<Record<KeyChange, (key: string) => string>> = {
  "first-changed": (key) => `$(printf %.1s "$${key}" | ${change})\${${key}#?}`,
  "middle-changed": (key) =>
    `\${${key}:0:\${#${key}}/2}$(printf %s "\${${key}:\${#${key}}/2:1}" | ${change})\${${key}:\${#${key}}/2+1}`,
  "last-changed": (key) => `\${${key}%?}$(printf %s "\${${key}#"\${${key}%?}"}" | ${change})`,
  "last-missing": (key) => `\${${key}%?}`,
  "first-missing": (key) => `\${${key}#?}`,
  "longer-at-end": (key) => `\${${key}}x`,
  "longer-at-start": (key) => `x\${${key}}`,
  "case-swapped": (key) => `$(printf %s "$${key}" | tr a-zA-Z A-Za-z)`,
  "all-changed": (key) => `$(printf %s "$${key}" | ${change})`,
};

/** The text of a credential within double quotes. */
function shellText({ prefix, text, encoding, change }: CredentialPart, variable: string): string {
  const [before = "", after = ""] = text.split("{key}");
  if (!text.includes("{key}")) return prefix + text;
  const key = change === undefined ? `$${variable}` : changed[change](variable);
  if (encoding !== "base64") return prefix + before + key + after;
  return `${prefix}$(printf %s "${before}${key}${after}" | base64 | tr -d '\\n')`;
}
