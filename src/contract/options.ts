/** The options of a run: what they are, their defaults, and what is wrong with them. */
import { validateHeaderName, validateHeaderValue } from "node:http";
import { type Description, readDescription } from "../openapi/document.ts";
import type { SecurityScheme } from "../openapi/operation.ts";
import { isObject } from "../openapi/pointer.ts";
import { checks } from "./check/finding.ts";
import { type Key, Keys } from "./generate/request/credential.ts";
import { reservedHeaders } from "./transport/run-headers.ts";

/** A run can't use these options: the message names the option and says what it takes. Nothing was sent. */
export class OptionError extends Error {
  override readonly name: string = "OptionError";
  /** The name of the option. */
  readonly option: string;
  /** What is wrong with it. */
  readonly problem: string;

  constructor(option: string, problem: string) {
    super(`${option} ${problem}.`);
    this.option = option;
    this.problem = problem;
  }
}

/** What a run leaves out on purpose. It is counted and listed in every report. */
export interface Ignored {
  /** The code of a check, such as `DS121`: its findings don't fail the run. Without a code, the cases are not sent. */
  readonly code?: string | undefined;
  /** A part of the id or the title of the case, of its pointer, or of the finding. @default any */
  readonly text?: string | undefined;
  /** Why, for the report. */
  readonly reason?: string | undefined;
}

/** Options of {@link runContract}. */
export interface ContractOptions {
  /** The OpenAPI 3.1 description, bundled into one object. */
  readonly spec: unknown;
  /** The server: an absolute http or https URL, to which the paths of the description are appended. */
  readonly baseUrl: string | URL;
  /** The key that the description's `security` asks for; for the scheme `basic` it is `user:password`. @default "" */
  readonly apiKey?: string | undefined;
  /** The environment variable that stands for `apiKey` in command lines. @default "API_KEY" */
  readonly keyVariable?: string | undefined;
  /** Keys of single security schemes by their names, where one key is not enough. @default {} */
  readonly keys?: Readonly<Record<string, Key>> | undefined;
  /** Header fields that every request carries, such as those that a gateway before the server asks for. @default {} */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Values by name for what must exist on the server, such as `{ agent_id: "agt_123" }`. @default the examples */
  readonly known?: Readonly<Record<string, string>> | undefined;
  /** The seed of the random cases. @default 1 */
  readonly seed?: number | undefined;
  /** Random cases of each operation, at most 10,000. @default 30 */
  readonly runs?: number | undefined;
  /** Requests at a time, at most 256. @default 8 */
  readonly concurrency?: number | undefined;
  /** Milliseconds that each request may take, at most 600,000. @default 5000 */
  readonly timeout?: number | undefined;
  /** How many things the run may create on the server. @default 400 for each operation of the description */
  readonly maxCreates?: number | undefined;
  /** Different findings after which no more requests are sent. @default no limit */
  readonly maxFailures?: number | undefined;
  /** Only the cases whose id, title or pointer contains this text; a valid request is sent first. */
  readonly only?: string | undefined;
  /** Findings that don't fail the run, and cases that are not sent. @default [] */
  readonly ignore?: readonly Ignored[] | undefined;
  /** Is called with the number of cases that are done, and of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The options that say which cases there are. */
export type ListOptions = Omit<ContractOptions, "baseUrl">;

/** The options that have no default. */
type NameWithoutDefault = "maxFailures" | "only" | "onProgress";

/** Valid options with the defaults filled in, and the description that was read. */
export type ResolvedOptions = Pick<ContractOptions, NameWithoutDefault> & {
  readonly [Name in Exclude<keyof ContractOptions, NameWithoutDefault | "baseUrl" | "spec">]-?: NonNullable<
    ContractOptions[Name]
  >;
} & { readonly baseUrl: string; readonly description: Description };

/** The options that are whole numbers: the least, the greatest, and the default. */
export const wholeNumbers = {
  seed: { least: 0, greatest: 2_147_483_647, fallback: 1 },
  runs: { least: 0, greatest: 10_000, fallback: 30 },
  concurrency: { least: 1, greatest: 256, fallback: 8 },
  timeout: { least: 1, greatest: 600_000, fallback: 5000 },
  maxCreates: { least: 1, greatest: 1_000_000, fallback: 400 },
  maxFailures: { least: 1, greatest: 1_000_000, fallback: undefined },
} as const;

const isText = (value: unknown) => typeof value === "string";
const isTextMap = (value: unknown) => isObject(value) && Object.values(value).every(isText);
const isKey = (value: unknown) => isObject(value) && isText(value["value"]) && isOptionalText(value["variable"]);
const isOptionalText = (value: unknown) => value === undefined || isText(value);
const isIgnored = (value: unknown) =>
  isObject(value) &&
  [value["code"], value["text"], value["reason"]].every(isOptionalText) &&
  (value["code"] !== undefined || value["text"] !== undefined);

/** What an option takes, and whether a value is that, for the options that are no whole numbers. */
const forms: Readonly<Record<string, readonly [what: string, isValid: (value: unknown) => boolean]>> = {
  spec: ["", () => true],
  baseUrl: ["an absolute http or https URL", (value) => isText(value) || value instanceof URL],
  apiKey: ["text", isText],
  keyVariable: ["the name of an environment variable", (value) => isText(value) && /^[a-z_]\w*$/i.test(String(value))],
  keys: [
    "an object of { value, variable } by security scheme",
    (value) => isObject(value) && Object.values(value).every(isKey),
  ],
  headers: ["an object of texts by header name", isTextMap],
  known: ["an object of texts by name", isTextMap],
  only: ["text", isText],
  ignore: [
    "a list of { code, text, reason }, each with a code or a text",
    (value) => Array.isArray(value) && value.every(isIgnored),
  ],
  onProgress: ["a function", (value) => typeof value === "function"],
};

/**
 * Checks the options that say which cases there are, reads the description, and fills in the defaults.
 *
 * @throws {OptionError} if an option can't be used
 * @throws {SpecError} if the description can't be used
 */
export function resolveListOptions(options: ListOptions & { readonly baseUrl?: string | URL }): ResolvedOptions {
  checkForms(options);
  const { seed, runs, concurrency, timeout, maxCreates } = wholeNumbers;
  const { keys = {}, headers = {}, known = {}, ignore = [], spec, ...others } = options;
  const description = readDescription(spec, Object.keys(keys));
  checkSchemes(keys, description);
  checkHeaders(headers, description);
  return {
    ...others,
    description,
    baseUrl: String(options.baseUrl ?? "").replace(/\/+$/, ""),
    apiKey: options.apiKey ?? "",
    keyVariable: options.keyVariable ?? "API_KEY",
    keys,
    headers,
    known,
    ignore,
    seed: options.seed ?? seed.fallback,
    runs: options.runs ?? runs.fallback,
    concurrency: options.concurrency ?? concurrency.fallback,
    timeout: options.timeout ?? timeout.fallback,
    maxCreates: options.maxCreates ?? maxCreates.fallback * description.operations.length,
  };
}

/**
 * Checks the options of a run, reads the description, and fills in the defaults.
 *
 * @throws {OptionError} if an option can't be used
 * @throws {SpecError} if the description can't be used
 */
export function resolveOptions(options: ContractOptions): ResolvedOptions {
  const resolved = resolveListOptions(options);
  checkBaseUrl(options.baseUrl);
  const keys = new Keys(resolved);
  for (const scheme of schemesOf(resolved.description)) {
    const option = scheme.id in resolved.keys ? `keys.${scheme.id}` : "apiKey";
    checkKey(option, scheme, keys.of(scheme.id).value);
  }
  return resolved;
}

function checkForms(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (Object.hasOwn(wholeNumbers, name)) checkWholeNumber(name as keyof typeof wholeNumbers, value);
    else if (!Object.hasOwn(forms, name)) throw new OptionError(name, "is no option of a run");
    else if (!forms[name]?.[1](value)) throw new OptionError(name, `must be ${forms[name]?.[0]}`);
  }
  for (const { code } of (options as ListOptions).ignore ?? []) {
    if (code !== undefined && !checks.some((check) => check.code === code))
      throw new OptionError("ignore", `takes the code of a check, such as DS121, and not ${JSON.stringify(code)}`);
  }
}

function checkWholeNumber(name: keyof typeof wholeNumbers, value: unknown): void {
  const { least, greatest } = wholeNumbers[name];
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > greatest)
    throw new OptionError(name, `must be a whole number from ${least} to ${greatest}`);
}

function checkBaseUrl(value: unknown): void {
  const text = String(value ?? "");
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new OptionError("baseUrl", "must be an absolute http or https URL");
  const { username, password, search, hash } = new URL(text);
  if (username + password + search + hash !== "")
    throw new OptionError("baseUrl", "must have no user name, password, query or fragment");
}

/** The security schemes that operations ask for, each once. */
function schemesOf({ operations }: Description): SecurityScheme[] {
  return [...new Map(operations.flatMap(({ security }) => security).map((scheme) => [scheme.id, scheme])).values()];
}

function checkSchemes(keys: Readonly<Record<string, Key>>, description: Description): void {
  const names = schemesOf(description).map(({ id }) => id);
  const unknown = Object.keys(keys).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new OptionError(`keys.${unknown}`, `is of no use: the operations use ${names.join(", ") || "no key"}`);
}

function checkKey(option: string, { id, kind }: SecurityScheme, key: string): void {
  if (key === "") throw new OptionError(option, `is missing: the security scheme ${id} asks for it`);
  // One key may serve several schemes; a key for the scheme basic alone has a form.
  if (kind === "basic" && option !== "apiKey" && !key.includes(":"))
    throw new OptionError(option, "must be user:password");
  const isSendable = kind === "basic" ? !/\p{Cc}/u.test(key) : /^[\x21-\x7e]+$/.test(key);
  if (!isSendable) throw new OptionError(option, "must be printable ASCII characters without a space");
}

function checkHeaders(headers: Readonly<Record<string, string>>, { operations }: Description): void {
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
