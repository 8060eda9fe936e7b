/** Lets a page from any origin call the mock, as Prism does: CORS of the fetch standard. */
import type { MockRequest } from "./request.ts";

/** The header fields that let a browser show a response to a page. */
export const corsHeaders: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "*",
};

/** The response to the request by which a browser asks whether it may send another; `undefined` for other requests. */
export function preflightHeaders({ method, headers }: MockRequest): Headers | undefined {
  const allowedMethod = headers["access-control-request-method"];
  if (method !== "OPTIONS" || allowedMethod === undefined) return undefined;
  return new Headers({
    "Access-Control-Allow-Methods": allowedMethod,
    // A wildcard doesn't cover `Authorization`.
    "Access-Control-Allow-Headers": headers["access-control-request-headers"] ?? "*",
  });
}
