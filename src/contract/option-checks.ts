/** What is wrong with the options of a run: first with each alone, then with what the description makes of them. */
import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Operation, SecurityScheme } from "../openapi/operation.ts";
import { isObject } from "../openapi/pointer.ts";
import { checks } from "./check/finding.ts";
import { knownPlace } from "./generate/request/builder.ts";
import type { Key, Keys } from "./generate/request/credential.ts";
import { type RunHeaders, reservedHeaders } from "./transport/run-headers.ts";

/** A run can't use these options: the message names the option and says what it takes. Nothing was sent. */
export class OptionError extends Error {
  override readonly name: string = "OptionError";
  readonly option: string;
  readonly problem: string;

  constructor(option: string, problem: string) {
    super(`${option} ${problem}.`);
    this.option = option;
    this.problem = problem;
  }
}

/** The options that are whole numbers: the least and the greatest. */
export const wholeNumbers = {
  seed: { least: 0, greatest: 2_147_483_647 },
  runs: { least: 0, greatest: 10_000 },
  concurrency: { least: 1, greatest: 256 },
  timeout: { least: 1, greatest: 600_000 },
  maxCreates: { least: 1, greatest: 1_000_000 },
  maxFailures: { least: 1, greatest: 1_000_000 },
} as const;

const isText = (value: unknown) => typeof value === "string";
const isOptionalText = (value: unknown) => value === undefined || isText(value);
const isMap = (value: unknown, isValid: (member: unknown) => boolean) =>
  isObject(value) && Object.values(value).every(isValid);
const isKey = (value: unknown) => isObject(value) && isText(value["value"]) && isOptionalText(value["variable"]);
const isEntry = (value: unknown) =>
  isObject(value) &&
  [value["code"], value["text"], value["reason"]].every(isOptionalText) &&
  (value["code"] !== undefined || value["text"] !== undefined);
const isIgnore = (value: unknown) => Array.isArray(value) && value.every(isEntry);

function isServerUrl(value: unknown): boolean {
  if (!URL.canParse(String(value))) return false;
  const { protocol, username, password, search, hash } = new URL(String(value));
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}

/** What an option takes, and whether a value is that. */
type Form = readonly [what: string, isValid: (value: unknown) => boolean];

const wholeNumber = ({ least, greatest }: { readonly least: number; readonly greatest: number }): Form => [
  `a whole number from ${least} to ${greatest}`,
  (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= greatest,
];

const forms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ...Object.entries(wholeNumbers).map(([name, range]): [string, Form] => [name, wholeNumber(range)]),
  ["spec", ["", () => true]],
  ["baseUrl", ["an absolute http or https URL without a user name, password, query or fragment", isServerUrl]],
  ["apiKey", ["text", isText]],
  ["keyVariable", ["the name of an environment variable", (value) => /^[a-z_]\w*$/i.test(String(value))]],
  ["keys", ["an object of { value, variable } by security scheme", (value) => isMap(value, isKey)]],
  ["headers", ["an object of texts by header name", (value) => isMap(value, isText)]],
  ["known", ["an object of texts by name", (value) => isMap(value, isText)]],
  ["only", ["text", isText]],
  ["ignore", ["a list of { code, text, reason }, each with a code or a text", isIgnore]],
  ["onProgress", ["a function", (value) => typeof value === "function"]],
]);

/** Checks that there is such an option, and that it takes such a value. */
export function checkForm(name: string, value: unknown): void {
  const form = forms.get(name);
  if (form === undefined) throw new OptionError(name, "is no option of a run");
  const [what, isValid] = form;
  if (!isValid(value)) throw new OptionError(name, `must be ${what}`);
}

/** Checks that the entries of `ignore` have codes of checks. */
export function checkCodes(ignore: readonly { readonly code?: string | undefined }[]): void {
  for (const { code } of ignore)
    if (code !== undefined && !checks.some((check) => check.code === code))
      throw new OptionError("ignore", `takes the code of a check, such as DS121, and not ${JSON.stringify(code)}`);
}

/** The security schemes that operations ask for, each once. */
function schemesOf(operations: readonly Operation[]): SecurityScheme[] {
  return [...new Map(operations.flatMap(({ security }) => security).map((scheme) => [scheme.id, scheme])).values()];
}

/** Checks that operations ask for the security schemes that have keys of their own. */
export function checkSchemes(keys: Readonly<Record<string, Key>>, operations: readonly Operation[]): void {
  const names = schemesOf(operations).map(({ id }) => id);
  const unknown = Object.keys(keys).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new OptionError(`keys.${unknown}`, `is of no use: the operations use ${names.join(", ") || "no key"}`);
}

/** Checks that each security scheme has a key that can be sent. */
export function checkKeys(keys: Keys, ofSchemes: object, operations: readonly Operation[]): void {
  for (const { id, kind } of schemesOf(operations)) {
    const { value } = keys.of(id);
    const option = Object.hasOwn(ofSchemes, id) ? `keys.${id}` : "apiKey";
    if (value === "") throw new OptionError(option, `is missing: the security scheme ${id} asks for it`);
    // One key may serve several schemes; a key for the scheme basic alone has a form.
    if (kind === "basic" && option !== "apiKey" && !value.includes(":"))
      throw new OptionError(option, "must be user:password");
    const isSendable =
      kind === "basic" ? !/\p{Cc}/u.test(value) : /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value);
    if (!isSendable) throw new OptionError(option, "must be printable ASCII characters");
    // Some APIs take more than a key in a header field, such as "Token abc".
    if (kind === "bearer" && value.includes(" ")) throw new OptionError(option, "must have no space");
  }
}

/** Checks that header fields can be sent, and that the gate doesn't set them itself. */
export function checkHeaders(headers: RunHeaders, operations: readonly Operation[]): void {
  const reserved = reservedHeaders(operations);
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (error) {
      throw new OptionError(`headers.${name}`, `can't be sent: ${(error as Error).message}`);
    }
    if (reserved.has(name.toLowerCase()))
      throw new OptionError(`headers.${name}`, "can't be given: the gate sets it itself");
  }
}

/** Checks that known values have the name or the place of a parameter, or the name of a reference in a body. */
export function checkKnown(known: Readonly<Record<string, string>>, operations: readonly Operation[]): void {
  const names = new Set(operations.flatMap(knownNames));
  const unknown = Object.keys(known).find((name) => !names.has(name));
  if (unknown === undefined) return;
  const places = [...names].filter((name) => name.includes(":")).join(", ") || "none";
  throw new OptionError(`known.${unknown}`, `is the name of no parameter: the description has ${places}`);
}

function knownNames({ path, parameters, body }: Operation): string[] {
  const references = [...(body?.schema.properties ?? [])].filter(([, { isReference }]) => isReference);
  return [
    ...parameters.flatMap((parameter) => [knownPlace(path, parameter), parameter.name]),
    ...references.map(([name]) => name),
  ];
}
