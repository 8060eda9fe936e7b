/** Credentials as an operation's `security` asks for them, and the ways in which one can be wrong. */
import type { Operation, SecurityScheme } from "../spec/operation.ts";
import type { Keys } from "./keys.ts";

/** A part of a request that carries a credential. */
export interface CredentialPart {
  readonly in: "header" | "query";
  /** The name of the header field or of the query parameter. */
  readonly name: string;
  /** The security scheme whose key it is. */
  readonly scheme: string;
  /** What stands before the key, such as `Bearer `. */
  readonly prefix: string;
  /** The text that is encoded: `{key}` stands for the key. */
  readonly text: string;
  readonly encoding: "none" | "base64" | "percent";
  /** How the key differs from the right one. */
  readonly change?: KeyChange;
}

/**
 * What is wrong with a credential. The key of a `misplaced` one is the right one, so it is sent to a server on this
 * machine only. A server may refuse a `malformed` one with 400, before it looks for the key.
 */
export type CredentialFault = "missing" | "wrong key" | "malformed" | "misplaced";

/** What a case presents in place of the right credential. */
export interface Presented {
  readonly title: string;
  readonly pointer: string;
  readonly fault: CredentialFault;
  readonly parts: readonly CredentialPart[];
}

type TitledParts = readonly [title: string, parts: readonly CredentialPart[]];

const other = (character: string) => (character === "x" ? "y" : "x");
const replaceAt = (key: string, index: number) => key.slice(0, index) + other(key.charAt(index)) + key.slice(index + 1);
const swapCase = (key: string) =>
  key.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));

export type KeyChange =
  | "first-changed"
  | "middle-changed"
  | "last-changed"
  | "last-missing"
  | "first-missing"
  | "longer-at-end"
  | "longer-at-start"
  | "case-swapped"
  | "all-changed";

/** The wrong keys: what is changed in the right one. */
export const keyChanges: Readonly<Record<KeyChange, { title: string; apply: (key: string) => string }>> = {
  "first-changed": { title: "its first character changed", apply: (key) => replaceAt(key, 0) },
  "middle-changed": {
    title: "a character in its middle changed",
    apply: (key) => replaceAt(key, Math.floor(key.length / 2)),
  },
  "last-changed": { title: "its last character changed", apply: (key) => replaceAt(key, key.length - 1) },
  "last-missing": { title: "its last character missing", apply: (key) => key.slice(0, -1) },
  "first-missing": { title: "its first character missing", apply: (key) => key.slice(1) },
  "longer-at-end": { title: "one character more at its end", apply: (key) => `${key}x` },
  "longer-at-start": { title: "one character more at its start", apply: (key) => `x${key}` },
  "case-swapped": { title: "capital and small letters swapped", apply: swapCase },
  "all-changed": { title: "another key of its length", apply: (key) => Array.from(key, other).join("") },
};

/** The text of a credential, for the keys that are the right ones. */
export function credentialText({ prefix, text, encoding, change, scheme }: CredentialPart, keys: Keys): string {
  const key = keys.of(scheme).value;
  const plain = text.replace("{key}", () => (change === undefined ? key : keyChanges[change].apply(key)));
  if (encoding === "base64") return prefix + Buffer.from(plain).toString("base64");
  return prefix + (encoding === "percent" ? encodeURIComponent(plain) : plain);
}

/** The right credential. */
export function rightCredential(operation: Operation): CredentialPart[] {
  return operation.security.map((scheme) => partOf(scheme));
}

/** The credential of a scheme in its place. */
function partOf({ id, name, kind }: SecurityScheme, change?: KeyChange): CredentialPart {
  const part: CredentialPart = {
    in: kind === "query" ? "query" : "header",
    name,
    scheme: id,
    prefix: "",
    text: "{key}",
    encoding: "none",
    ...(change !== undefined && { change }),
  };
  if (kind === "bearer") return { ...part, prefix: "Bearer " };
  if (kind === "basic") return { ...part, prefix: "Basic ", encoding: "base64" };
  return kind === "cookie" ? { ...part, name: "Cookie", prefix: `${name}=`, encoding: "percent" } : part;
}

/** Every way to present no credential or a wrong one; a place that another alternative documents is not wrong. */
export function wrongCredentials(operation: Operation): Presented[] {
  const documented = [...operation.security, ...operation.otherSecurity].map((scheme) => partOf(scheme));
  const isDocumented = (part: CredentialPart) => documented.some((other) => isSamePlace(other, part));
  const wrongPlaces = (places: readonly TitledParts[]) =>
    places
      .map(([title, parts]): TitledParts => [title, parts.filter((part) => !isDocumented(part))])
      .filter(([, parts]) => parts.length > 0);
  return operation.security.flatMap((scheme, index) => {
    const name = operation.security.length > 1 ? `${scheme.id}: ` : "";
    const rest = operation.security.filter((_, at) => at !== index).map((other) => partOf(other));
    const present = (fault: CredentialFault, title: string, parts: readonly CredentialPart[]): Presented => ({
      title: name + title,
      pointer: scheme.pointer,
      fault,
      parts: [...rest, ...parts],
    });
    const changes = Object.keys(keyChanges) as KeyChange[];
    return [
      present("missing", "no credential", []),
      present("malformed", "an empty credential", [{ ...partOf(scheme), text: "" }]),
      ...changes.map((change) =>
        present("wrong key", `the key with ${keyChanges[change].title}`, [partOf(scheme, change)]),
      ),
      ...wrongPlaces(otherSchemes(scheme)).map(([title, parts]) => present("malformed", title, parts)),
      ...wrongPlaces(elsewhere(scheme)).map(([title, parts]) => present("misplaced", title, parts)),
    ];
  });
}

/** Whether a server looks for two credentials in one place. */
function isSamePlace(a: CredentialPart, b: CredentialPart): boolean {
  const isSameName = a.name.toLowerCase() === b.name.toLowerCase();
  return a.in === b.in && isSameName && a.prefix.toLowerCase() === b.prefix.toLowerCase();
}

/** Other schemes in the header of a scheme, and the scheme written wrongly. */
function otherSchemes(scheme: SecurityScheme): TitledParts[] {
  if (scheme.name !== "Authorization") return [];
  const { id, name } = scheme;
  const header = (prefix: string, text = "{key}", encoding: CredentialPart["encoding"] = "none"): CredentialPart[] => [
    { in: "header", name, scheme: id, prefix, text, encoding },
  ];
  const schemes: TitledParts[] = [
    ["an empty header", header("", "")],
    ["the key without a scheme", header("")],
    ["the scheme Token", header("Token ")],
    ["the scheme ApiKey", header("ApiKey ")],
    ["a scheme that ends in Bearer", header("XBearer ")],
    ["no space after the scheme", header("Bearer")],
  ];
  if (scheme.kind === "basic") return schemes;
  return [
    ...schemes,
    ["the scheme Basic with the key", header("Basic ")],
    ["the scheme Basic with the key as the user", header("Basic ", "{key}:", "base64")],
    ["the scheme Basic with the key as the password", header("Basic ", "user:{key}", "base64")],
  ];
}

/** The right key where the description does not say that it may be. */
function elsewhere(scheme: SecurityScheme): TitledParts[] {
  const names = [...new Set([scheme.name, "access_token", "api_key", "apikey", "apiKey", "key", "token"])];
  const part = { scheme: scheme.id, text: "{key}", encoding: "none", prefix: "" } as const;
  const query = names.map((name): CredentialPart => ({ ...part, in: "query", name }));
  const cookies = names.map(
    (name): CredentialPart => ({ ...part, in: "header", name: "Cookie", prefix: `${name}=`, encoding: "percent" }),
  );
  const headers: CredentialPart[] = [
    { ...part, in: "header", name: "X-API-Key" },
    { ...part, in: "header", name: "X-Auth-Token" },
    { ...part, in: "header", name: "Proxy-Authorization", prefix: "Bearer " },
  ];
  return [
    ...(scheme.kind === "query" ? [] : [["the key in the query", query] as const]),
    ...(scheme.kind === "cookie" ? [] : [["the key in a cookie", cookies] as const]),
    ["the key in other headers", headers],
  ];
}
