/** The keys of a run, and credentials as an operation's `security` asks for them. */

import type { Operation, SecurityScheme } from "../../../openapi/operation.ts";

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

/** How a wrong key is made of the right one, and the same for a shell, in which KEY stands for the variable. */
interface KeyChange {
  readonly title: string;
  readonly apply: (key: string) => string;
  readonly shell: string;
}

const swapCase = (key: string) =>
  key.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
const half = (key: string) => Math.floor(key.length / 2);

/** The wrong keys. One that is the right key all the same, because that has an x there, is not sent. */
export const keyChanges: readonly KeyChange[] = [
  { title: "its first character changed", apply: (key) => `x${key.slice(1)}`, shell: `x\${KEY#?}` },
  {
    title: "a character in its middle changed",
    apply: (key) => `${key.slice(0, half(key))}x${key.slice(half(key) + 1)}`,
    shell: `\${KEY:0:\${#KEY}/2}x\${KEY:\${#KEY}/2+1}`,
  },
  { title: "its last character changed", apply: (key) => `${key.slice(0, -1)}x`, shell: `\${KEY%?}x` },
  { title: "its last character missing", apply: (key) => key.slice(0, -1), shell: `\${KEY%?}` },
  { title: "its first character missing", apply: (key) => key.slice(1), shell: `\${KEY#?}` },
  { title: "one character more at its end", apply: (key) => `${key}x`, shell: `\${KEY}x` },
  { title: "one character more at its start", apply: (key) => `x${key}`, shell: `x$KEY` },
  {
    title: "capital and small letters swapped",
    apply: swapCase,
    shell: '$(printf %s "$KEY" | tr a-zA-Z A-Za-z)',
  },
];

/** The key of a security scheme. */
export interface Key {
  /** The key; for the scheme `basic` it is `user:password`. */
  readonly value: string;
  /** The environment variable that stands for it in command lines. @default the `keyVariable` of the run */
  readonly variable?: string | undefined;
}

/** A key, and the environment variable that stands for it in command lines. */
interface NamedKey {
  readonly value: string;
  readonly variable: string;
}

/** The keys of a run: those of single security schemes, and one for all others. */
export class Keys {
  readonly #others: NamedKey;
  readonly #byScheme: ReadonlyMap<string, NamedKey>;

  constructor(others: NamedKey, byScheme: Readonly<Record<string, Key>>) {
    this.#others = others;
    this.#byScheme = new Map(
      Object.entries(byScheme).map(([scheme, { value, variable = others.variable }]) => [scheme, { value, variable }]),
    );
  }

  of(scheme: string): NamedKey {
    return this.#byScheme.get(scheme) ?? this.#others;
  }

  /** What no response may return: each key, and the password of `user:password`. */
  get secrets(): string[] {
    const values = [this.#others, ...this.#byScheme.values()].map(({ value }) => value);
    const passwords = values.flatMap((value) => (value.includes(":") ? [value.slice(value.indexOf(":") + 1)] : []));
    return [...values, ...passwords];
  }
}

/** The text of a credential, for the keys that are the right ones. */
export function credentialText({ prefix, text, encoding, change, scheme }: CredentialPart, keys: Keys): string {
  const key = keys.of(scheme).value;
  const plain = text.replace("{key}", () => change?.apply(key) ?? key);
  if (encoding === "base64") return prefix + Buffer.from(plain).toString("base64");
  return prefix + (encoding === "percent" ? encodeURIComponent(plain) : plain);
}

/** The right credential. */
export function rightCredential(operation: Operation): CredentialPart[] {
  return operation.security.map((scheme) => partOf(scheme));
}

/** The credential of a scheme in its place. */
export function partOf({ id, name, kind }: SecurityScheme, change?: KeyChange): CredentialPart {
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
