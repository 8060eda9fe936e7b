/** Credentials as an operation's `security` asks for them, and the ways in which one can be wrong. */
import type { Operation, SecurityScheme } from "../spec/operation.ts";

/** A part of a request that carries a credential; `shell` writes it for a command line, from the environment. */
export interface Carried {
  readonly in: "header" | "query";
  readonly name: string;
  readonly value: (key: string) => string;
  readonly shell: string;
}

/** What a case presents in place of the right credential. */
export interface Presented {
  readonly title: string;
  readonly pointer: string;
  readonly parts: readonly Carried[];
  /** It holds the real key outside its place: sent to a server on this machine only. */
  readonly displaced?: boolean;
}

const other = (character: string) => (character === "x" ? "y" : "x");
const replaceAt = (key: string, index: number) => key.slice(0, index) + other(key.charAt(index)) + key.slice(index + 1);
const swapCase = (key: string) =>
  key.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));

/** The environment variable that stands for the key in what is printed, unless the caller names another. */
export const keyVariable = "API_KEY";
const env: string = keyVariable;

const wrongKeys: [string, (key: string) => string, string][] = [
  ["its first character changed", (key) => replaceAt(key, 0), `x\${${env}#?}`],
  [
    "a character in its middle changed",
    (key) => replaceAt(key, key.length >> 1),
    `$(printf %s "$${env}" | sed 's/../&x/;s/x./x/')`,
  ],
  ["its last character changed", (key) => replaceAt(key, key.length - 1), `\${${env}%?}x`],
  ["its last character missing", (key) => key.slice(0, -1), `\${${env}%?}`],
  ["its first character missing", (key) => key.slice(1), `\${${env}#?}`],
  ["one character more at its end", (key) => `${key}x`, `\${${env}}x`],
  ["one character more at its start", (key) => `x${key}`, `x\${${env}}`],
  ["capital and small letters swapped", swapCase, `$(printf %s "$${env}" | tr a-zA-Z A-Za-z)`],
  ["another key of its length", (key) => Array.from(key, other).join(""), `$(printf %s "$${env}" | tr '!-~' x)`],
];

/** The right credential. */
export function rightCredential(operation: Operation): Carried[] {
  return operation.security.map((scheme) => carried(scheme, (key) => key, `$${env}`));
}

function carried(scheme: SecurityScheme, change: (key: string) => string, shell: string): Carried {
  const { name, kind } = scheme;
  const place = kind === "query" ? "query" : "header";
  if (kind === "bearer") return { in: place, name, value: (key) => `Bearer ${change(key)}`, shell: `Bearer ${shell}` };
  if (kind === "basic") {
    const encode = (key: string) => `Basic ${Buffer.from(change(key)).toString("base64")}`;
    return { in: place, name, value: encode, shell: `Basic $(printf %s "${shell}" | base64)` };
  }
  if (kind === "cookie")
    return {
      in: place,
      name: "Cookie",
      value: (key) => `${name}=${encodeURIComponent(change(key))}`,
      shell: `${name}=${shell}`,
    };
  return { in: place, name, value: change, shell };
}

/** Every way to present no credential or a wrong one. */
export function wrongCredentials(operation: Operation): Presented[] {
  return operation.security.flatMap((scheme, index) => {
    const rest = operation.security.filter((_, at) => at !== index).map((one) => carried(one, (key) => key, `$${env}`));
    const present = (title: string, parts: Carried[], displaced = false): Presented => ({
      title,
      pointer: scheme.pointer,
      parts: [...rest, ...parts],
      displaced,
    });
    const wrong = wrongKeys.map(([title, change, shell]) =>
      present(`the key with ${title}`, [carried(scheme, change, shell)]),
    );
    return [
      present("no credential", []),
      present("an empty credential", [carried(scheme, () => "", "")]),
      ...wrong,
      ...(scheme.name === "Authorization" ? otherSchemes(scheme).map(([title, part]) => present(title, [part])) : []),
      ...elsewhere(scheme).map(([title, parts]) => present(title, parts, true)),
    ];
  });
}

function otherSchemes(scheme: SecurityScheme): [string, Carried][] {
  const header = (value: (key: string) => string, shell: string): Carried => ({
    in: "header",
    name: scheme.name,
    value,
    shell,
  });
  const schemes: [string, Carried][] = [
    ["an empty header", header(() => "", "")],
    ["the key without a scheme", header((key) => key, `$${env}`)],
    ["the scheme Token", header((key) => `Token ${key}`, `Token $${env}`)],
    ["the scheme ApiKey", header((key) => `ApiKey ${key}`, `ApiKey $${env}`)],
    ["a scheme that ends in Bearer", header((key) => `XBearer ${key}`, `XBearer $${env}`)],
    ["no space after the scheme", header((key) => `Bearer${key}`, `Bearer$${env}`)],
  ];
  if (scheme.kind !== "basic") {
    schemes.push(["the scheme Basic with the key", header((key) => `Basic ${key}`, `Basic $${env}`)]);
    const encode = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
    schemes.push(
      [
        "the scheme Basic with the key as the user",
        header((key) => encode(`${key}:`), `Basic $(printf %s: "$${env}" | base64)`),
      ],
      [
        "the scheme Basic with the key as the password",
        header((key) => encode(`user:${key}`), `Basic $(printf user:%s "$${env}" | base64)`),
      ],
    );
  }
  return schemes;
}

function elsewhere(scheme: SecurityScheme): [string, Carried[]][] {
  const names = [...new Set([scheme.name, "access_token", "api_key", "apikey", "apiKey", "key", "token"])];
  const query = names.map((name): Carried => ({ in: "query", name, value: (key) => key, shell: `$${env}` }));
  const cookie: Carried = {
    in: "header",
    name: "Cookie",
    value: (key) => names.map((name) => `${name}=${encodeURIComponent(key)}`).join("; "),
    shell: names.map((name) => `${name}=$${env}`).join("; "),
  };
  const headers = ["X-API-Key", "X-Auth-Token", "Proxy-Authorization"]
    .filter((name) => name.toLowerCase() !== scheme.name.toLowerCase())
    .map(
      (name): Carried => ({
        in: "header",
        name,
        value: (key) => (name === "Proxy-Authorization" ? `Bearer ${key}` : key),
        shell: `$${env}`,
      }),
    );
  const places: [string, Carried[]][] = [];
  if (scheme.kind !== "query") places.push(["the key in the query", query]);
  if (scheme.kind !== "cookie") places.push(["the key in a cookie", [cookie]]);
  places.push(["the key in other headers", headers]);
  return places;
}
