/** The options of a run: what they are, and their defaults. */
import { type Description, readDescription } from "../openapi/document.ts";
import { inputsOf } from "./generate/context.ts";
import { type Key, Keys } from "./generate/request/credential.ts";
import { checkCodes, checkForm, checkHeaders, checkKeys, checkKnown, checkSchemes } from "./option-checks.ts";
import type { ValueInputs } from "./values/inputs.ts";

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

/** Valid options with the defaults filled in, the description that was read, the keys, and what values are made with. */
export interface ResolvedOptions extends Pick<ContractOptions, "maxFailures" | "only" | "onProgress"> {
  readonly description: Description;
  readonly inputs: ValueInputs;
  readonly baseUrl: string;
  readonly keys: Keys;
  readonly headers: Readonly<Record<string, string>>;
  readonly ignore: readonly Ignored[];
  readonly seed: number;
  readonly runs: number;
  readonly concurrency: number;
  readonly timeout: number;
  readonly maxCreates: number;
}

/**
 * Checks the options that say which cases there are, reads the description, and fills in the defaults.
 *
 * @throws {OptionError} if an option can't be used
 * @throws {SpecError} if the description can't be used
 */
export function resolveListOptions(options: ListOptions & { readonly baseUrl?: string | URL }): ResolvedOptions {
  for (const [name, value] of Object.entries(options)) if (value !== undefined) checkForm(name, value);
  const { apiKey = "", keyVariable = "API_KEY", keys = {}, headers = {}, known = {}, ignore = [] } = options;
  const { seed = 1, runs = 30, concurrency = 8, timeout = 5000 } = options;
  const description = readDescription(options.spec, Object.keys(keys));
  const { operations } = description;
  checkCodes(ignore);
  checkSchemes(keys, operations);
  checkHeaders(headers, operations);
  checkKnown(known, operations);
  return {
    description,
    inputs: inputsOf(description, { seed, known }),
    baseUrl: String(options.baseUrl ?? "").replace(/\/+$/, ""),
    keys: new Keys({ value: apiKey, variable: keyVariable }, keys),
    headers,
    ignore,
    seed,
    runs,
    concurrency,
    timeout,
    maxCreates: options.maxCreates ?? 400 * operations.length,
    maxFailures: options.maxFailures,
    only: options.only,
    onProgress: options.onProgress,
  };
}

/**
 * Checks the options of a run, reads the description, and fills in the defaults.
 *
 * @throws {OptionError} if an option can't be used
 * @throws {SpecError} if the description can't be used
 */
export function resolveOptions(options: ContractOptions): ResolvedOptions {
  checkForm("baseUrl", options.baseUrl);
  const resolved = resolveListOptions(options);
  checkKeys(resolved.keys, options.keys ?? {}, resolved.description.operations);
  return resolved;
}
