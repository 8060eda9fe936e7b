/** Writes a request as a command line for curl. Keys and secret header fields are taken from the environment. */
import { type CredentialPart, type Keys, rightCredential } from "../generate/request/credential.ts";
import type { Exchange } from "../transport/exchange.ts";
import { type RunHeaders, secretHeaders } from "../transport/run-headers.ts";

/** Linux takes no argument of 128 KiB: a longer body is piped. */
const longestArgument = 100_000;

/** A command line that sends the same bytes again, with one argument of curl on each line. */
export function curlOf(
  { testCase, request }: Pick<Exchange, "testCase" | "request">,
  keys: Keys,
  runHeaders: RunHeaders = {},
): string {
  const credentials = testCase.template.presented?.parts ?? rightCredential(testCase.operation);
  const inQuery = credentials.filter((part) => part.in === "query");
  const secrets = new Map(secretHeaders(runHeaders).map(({ name, variable }) => [name, variable]));
  const headerLine = ([name, value]: [string, string]) => {
    const parts = credentials.filter((part) => part.in === "header" && part.name === name);
    if (parts.length > 0) return `-H "${header(name, parts.map((part) => shellText(part, keys)).join("; "))}"`;
    return secrets.has(name) ? `-H "${name}: $${secrets.get(name)}"` : `-H ${quote(header(name, value))}`;
  };
  const body = request.body && quoteBytes(request.body);
  const isLong = (body?.length ?? 0) > longestArgument;
  const lines = [
    [
      `curl ${request.method === "HEAD" ? "-I" : `-i -X ${request.method}`}`,
      // curl changes dots in a path, and takes brackets for lists, unless it is told not to.
      ...(/\/(\.|%2e){1,2}(\/|$)/i.test(request.url.pathname) ? ["--path-as-is"] : []),
      ...(/[[\]{}]/.test(request.url.href) ? ["--globoff"] : []),
      address(request.url, inQuery, keys),
    ].join(" "),
    ...Object.entries(request.headers)
      .filter(([name]) => name !== "Content-Length")
      .map(headerLine),
    ...unsent(request.headers, request.body).map((line) => `-H '${line}'`),
    ...(body === undefined ? [] : [isLong ? "--data-binary @-" : `--data-raw ${body}`]),
  ];
  const input = isLong ? `printf %s ${body} | ` : "";
  return wrongKey(credentials, keys) + input + lines.join(" \\\n  ");
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** A header field as `-H` takes it; a semicolon stands for an empty value. */
const header = (name: string, value: string) => (value === "" ? `${name};` : `${name}: ${value}`);

/** The URL, with the credentials at the end of its query. */
function address(url: URL, inQuery: readonly CredentialPart[], keys: Keys): string {
  if (inQuery.length === 0) return quote(url.href);
  const others = [...url.searchParams].slice(0, -inQuery.length);
  const query = [
    ...(others.length > 0 ? [new URLSearchParams(others).toString()] : []),
    ...inQuery.map((part) => `${part.name}=${shellText(part, keys)}`),
  ];
  return `"${url.origin}${url.pathname}?${query.join("&")}"`;
}

/** What curl would add of its own, or leave out. */
function unsent(headers: Readonly<Record<string, string>>, body: Buffer | undefined): string[] {
  const has = (name: string) => Object.keys(headers).some((sent) => sent.toLowerCase() === name);
  return [
    ...(has("accept") ? [] : ["Accept:"]),
    ...(body === undefined || has("content-type") ? [] : ["Content-Type:"]),
  ];
}

/** A line that makes the wrong key of the right one, where a wrong one is presented. */
function wrongKey(credentials: readonly CredentialPart[], keys: Keys): string {
  return credentials
    .map(({ change, scheme }) => change && `WRONG_KEY="${change.shell.replaceAll("KEY", keys.of(scheme).variable)}"\n`)
    .join("");
}

/** The text of a credential within double quotes. */
function shellText({ prefix, text, encoding, change, scheme }: CredentialPart, keys: Keys): string {
  const variable = change ? "WRONG_KEY" : keys.of(scheme).variable;
  const [before = "", after = ""] = text.split("{key}");
  if (!text.includes("{key}")) return prefix + text;
  const key = `${before}$${variable}${after}`;
  if (encoding !== "base64") return prefix + key;
  return `${prefix}$(printf %s "${key}" | base64 | tr -d '\\n')`;
}

/** Text as one word of a shell: what can't be seen or is not UTF-8 is written as bytes. */
function quoteBytes(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  const isText = Buffer.from(text).equals(bytes);
  if (isText && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return quote(text);
  const escaped = (isText ? text : bytes.toString("latin1"))
    .replaceAll(/[\\']/g, "\\$&")
    .replaceAll(isText ? /[\p{C}\p{Zl}\p{Zp}]/gu : /[^ -~]/g, (character) =>
      [...Buffer.from(character, isText ? "utf8" : "latin1")]
        .map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`)
        .join(""),
    );
  return `$'${escaped}'`;
}
