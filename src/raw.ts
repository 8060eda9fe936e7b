import createFetchClient, { type Client } from "openapi-fetch";
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

type Method = OperationName extends `${infer Name extends keyof Client<paths>} ${string}` ? Name : never;

/** openapi-fetch's client, with the methods that the API has. */
export type RawClient = Pick<Client<Plain<paths>>, Method | "request">;

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
  send(outgoing: Outgoing, options: CallOptions): Promise<Answer>;
}

/** Puts a request together as openapi-fetch does it, and reads the answer as it does. */
export function requestRaw(client: Underneath, method: string, path: string, init: RawInit): Promise<unknown> {
  const { baseUrl, headers } = client;
  const { timeout, maxRetries } = init;
  const { request }: { request: (...given: never[]) => Promise<unknown> } = createFetchClient<paths>({
    baseUrl,
    headers,
    fetch: async (request) => {
      const { method, url, signal } = request;
      const headers = Object.fromEntries(request.headers);
      const body = (await request.text()) || undefined;
      const { response, text } = await client.send({ method, url, headers, body }, { signal, timeout, maxRetries });
      // openapi-fetch reads it once more.
      return new Response(text || null, response);
    },
  });
  return request(...([method, path, init] as never[]));
}
