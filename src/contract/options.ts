/** The options of a run. */

/** A run can't use these options: the message says why. */
export class OptionError extends Error {
  override readonly name: string = "OptionError";
}

/** The key of a security scheme. */
export interface Key {
  /** The key; for the scheme `basic` it is `user:password`. */
  readonly value: string;
  /** The environment variable that stands for it in command lines. @default the `keyVariable` of the run */
  readonly variable?: string;
}

/** Something that a server is known not to do, such as a mock that returns nothing of a request. */
export interface Limit {
  /** The name of the check that is not made; all checks when left out. */
  readonly check?: string;
  /** A part of the ids of the cases; all cases when left out. */
  readonly cases?: string;
  /** Why: it is reported with what was skipped. */
  readonly reason: string;
}

/** Options of {@link runContract}. */
export interface ContractOptions {
  /** The OpenAPI 3.1 description, bundled into one object. */
  readonly spec: unknown;
  /** The server: the paths of the description are appended to this URL. */
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
  /** Random cases of each operation. @default 30 */
  readonly runs?: number | undefined;
  /** Requests at a time. @default 8 */
  readonly concurrency?: number | undefined;
  /** Milliseconds that each request may take. @default 5000 */
  readonly timeout?: number | undefined;
  /** Valid requests at most, each of which may create something. @default 400 */
  readonly maxCreates?: number | undefined;
  /** Different findings after which no more requests are sent. @default no limit */
  readonly maxFailures?: number | undefined;
  /** Only the cases whose id, title or pointer contains this text; a valid request is sent first. */
  readonly only?: string | undefined;
  /** What the server is known not to do. */
  readonly limits?: readonly Limit[] | undefined;
  /** Is called with the number of cases that are done, and of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The options that say which cases there are. */
export type ListOptions = Omit<ContractOptions, "baseUrl">;

/** The options that have no default. */
type NameWithoutDefault = "spec" | "maxFailures" | "only" | "onProgress";

/** Options with the defaults filled in. */
export type ResolvedOptions = Pick<ContractOptions, NameWithoutDefault> & {
  readonly [Name in Exclude<keyof ContractOptions, NameWithoutDefault | "baseUrl">]-?: NonNullable<
    ContractOptions[Name]
  >;
} & { readonly baseUrl: string };

/** Fills in the defaults. */
export function resolveOptions(options: ListOptions & Partial<Pick<ContractOptions, "baseUrl">>): ResolvedOptions {
  return {
    ...options,
    baseUrl: String(options.baseUrl ?? "").replace(/\/+$/, ""),
    apiKey: options.apiKey ?? "",
    keyVariable: options.keyVariable ?? "API_KEY",
    keys: options.keys ?? {},
    headers: options.headers ?? {},
    known: options.known ?? {},
    seed: options.seed ?? 1,
    runs: options.runs ?? 30,
    concurrency: options.concurrency ?? 8,
    timeout: options.timeout ?? 5000,
    maxCreates: options.maxCreates ?? 400,
    limits: options.limits ?? [],
  };
}
