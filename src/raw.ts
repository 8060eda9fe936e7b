import createFetchClient, {
  type FetchResponse,
  type ParamsOption,
  type ParseAs,
  type RequestBodyOption,
} from "openapi-fetch";
import type { paths } from "../generated/openapi.ts";
import { contractError, startCall } from "./call.ts";
import { inputError } from "./errors.ts";
import type { OperationName } from "./operations.ts";
import type { CallOptions } from "./options.ts";
import { parse } from "./redact.ts";
import { type HeaderEntries, type Settings, standardHeaders } from "./settings.ts";
import { type Answer, send } from "./transport.ts";
import type { AllowUndefined } from "./types.ts";

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

type Body<Option> = { [Key in keyof Option]: Key extends "body" ? AllowUndefined<Option[Key]> : Option[Key] };
type Init<Described, Parse> = ParamsOption<Described> &
  Body<RequestBodyOption<Described>> &
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

const waysToParse = ["json", "text", "blob", "arrayBuffer", "stream"];

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

/**
 * Puts a request together as openapi-fetch does it, and reads the answer as it does.
 *
 * @throws {DariInputError} if openapi-fetch has no such `parseAs`
 */
export async function requestRaw(
  settings: Settings,
  method: string,
  path: string,
  init: RawInit,
  headers: HeaderEntries = [],
): Promise<unknown> {
  // A `Request` would keep a listener on the signal.
  const { signal, timeout, maxRetries, parseAs = "json", ...rest } = init;
  if (!waysToParse.includes(parseAs)) {
    throw inputError([{ field: "parseAs", message: `must be one of ${waysToParse.join(", ")}` }]);
  }
  const failures: unknown[] = [];
  const answerTo = async (request: Request) => {
    const { method, url } = request;
    const body = (await request.text()) || undefined;
    const outgoing = { method, url, headers: Object.fromEntries(request.headers), body };
    const call = startCall(settings, outgoing, { signal, timeout, maxRetries });
    const answer = await send(call);
    const { response, text } = answer;
    // openapi-fetch's own error would quote the text.
    if (parseAs === "json" && response.ok && text && parse(text) === undefined) {
      throw contractError(call, response, "not JSON");
    }
    return unread(answer);
  };
  const { request }: { request: (...given: never[]) => Promise<unknown> } = createFetchClient<paths>({
    baseUrl: settings.baseUrl,
    headers: standardHeaders,
    bodySerializer: (body) => JSON.stringify(body),
    fetch: (request) =>
      answerTo(request).catch((error) => {
        failures.push(error);
        throw error;
      }),
  });
  const given = { ...rest, parseAs, headers: Object.fromEntries(headers) };
  try {
    return await request(...([method, path, given] as never[]));
  } catch (error) {
    // openapi-fetch loses a falsy reason.
    throw failures.length ? failures[0] : error;
  }
}
