import createFetchClient, {
  type FetchResponse,
  type ParamsOption,
  type ParseAs,
  type RequestBodyOption,
} from "openapi-fetch";
import type { paths } from "../generated/openapi.ts";
import type { Outgoing } from "./call.ts";
import type { OperationName } from "./operations.ts";
import type { CallOptions } from "./options.ts";
import type { Answer } from "./transport.ts";

/** openapi-fetch takes an open set of words, `"idle" | (string & {})`, for an object: here they are just strings. */
type Plain<Type> = Type extends string
  ? string
  : Type extends object
    ? { [Key in keyof Type]: Plain<Type[Key]> }
    : Type;

type Paths = Plain<paths>;
type Method = OperationName extends `${infer Name} ${string}` ? Name : never;
type PathWith<Name extends string, Each = OperationName> = Each extends `${Name} ${infer Path extends keyof Paths}`
  ? Path
  : never;
type Operation<Name extends string, Path extends keyof Paths> =
  Paths[Path] extends Record<Lowercase<Name>, infer Found extends Record<string | number, unknown>> ? Found : never;

type Init<Described, Parse> = ParamsOption<Described> &
  RequestBodyOption<Described> &
  CallOptions & {
    /** How the body of a success is read. @default "json" */
    parseAs?: Parse | undefined;
  };
/** Optional where the operation requires nothing. */
type Inits<Given> = Partial<Given> extends Given ? [init?: Given] : [init: Given];
type Result<Described extends Record<string | number, unknown>, Parse extends ParseAs> = Promise<
  FetchResponse<Described, { parseAs: Parse }, `${string}/${string}`>
>;

/** openapi-fetch's client, with the methods that the API has and the options that a call may have. */
export type RawClient = {
  [Name in Method]: <Path extends PathWith<Name>, Parse extends ParseAs = "json">(
    path: Path,
    ...init: Inits<Init<Operation<Name, Path>, Parse>>
  ) => Result<Operation<Name, Path>, Parse>;
} & {
  request<Name extends Method, Path extends PathWith<Name>, Parse extends ParseAs = "json">(
    method: Name,
    path: Path,
    ...init: Inits<Init<Operation<Name, Path>, Parse>>
  ): Result<Operation<Name, Path>, Parse>;
};

/** What openapi-fetch may be told of a request: nothing that would lead it, and with it the key, elsewhere. */
export interface RawInit extends CallOptions {
  readonly params?: { readonly path?: Readonly<Record<string, unknown>> };
  readonly body?: unknown;
  readonly parseAs?: string;
}

/** The client underneath. */
export interface Underneath {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @throws {DariError} if no complete answer arrives, or if a success should be JSON and isn't */
  send(outgoing: Outgoing, options: CallOptions, asJson: boolean): Promise<Answer>;
}

/** The response, to be read once more. */
function unread({ response, text }: Answer): Response {
  const headers = new Headers(response.headers);
  // It may be that of a packed nothing, and openapi-fetch would parse what it unpacks to.
  if (!text) headers.delete("content-length");
  const copy = new Response(text || null, { headers });
  for (const name of ["status", "statusText", "ok", "url", "redirected", "type"] as const) {
    Object.defineProperty(copy, name, { value: response[name] });
  }
  return copy;
}

/** Puts a request together as openapi-fetch does it, and reads the answer as it does. */
export async function requestRaw(client: Underneath, method: string, path: string, init: RawInit): Promise<unknown> {
  const { baseUrl, headers } = client;
  // A `Request` would keep a listener on the signal.
  const { signal, timeout, maxRetries, ...rest } = init;
  const { parseAs = "json" } = rest;
  const failures: unknown[] = [];
  const { request }: { request: (...given: never[]) => Promise<unknown> } = createFetchClient<paths>({
    baseUrl,
    headers,
    bodySerializer: (body) => JSON.stringify(body),
    fetch: async (request) => {
      const { method, url } = request;
      const headers = Object.fromEntries(request.headers);
      const body = (await request.text()) || undefined;
      try {
        const outgoing = { method, url, headers, body };
        return unread(await client.send(outgoing, { signal, timeout, maxRetries }, parseAs === "json"));
      } catch (error) {
        failures.push(error);
        throw error;
      }
    },
  });
  try {
    return await request(...([method, path, rest] as never[]));
  } catch (error) {
    // openapi-fetch loses a falsy reason.
    throw failures.length ? failures[0] : error;
  }
}
