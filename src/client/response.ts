import { createRedactor, type Redactor } from "./redact.ts";

/** What the transport knows about the call behind a response. */
export interface CallFacts {
  /** How many times the request was sent. */
  readonly attempts: number;
  /** Makes the redactor for the secrets of the call. */
  readonly redactor: () => Redactor;
  /** Why the body of an error response could not be read. */
  readonly bodyError?: unknown;
}

/** openapi-fetch passes only the response on. A subclass would not even load in a runtime without `Response`. */
const factsByResponse = new WeakMap<Response, CallFacts>();

/** A response whose body is in memory. */
export function createResponse(text: string, received: Response, headers: Headers, facts: CallFacts): Response {
  // The body was decoded: these would describe another one.
  headers.delete("content-encoding");
  headers.delete("content-length");
  const { status, statusText } = received;
  // Some status codes, such as 204, allow no body, not even an empty one.
  const response = new Response(text === "" ? null : text, { status, statusText, headers });
  factsByResponse.set(response, facts);
  return response;
}

/** What is known about the call behind a response. If middleware made the response, nothing was sent. */
export function factsOf(response: Response): CallFacts {
  return factsByResponse.get(response) ?? { attempts: 0, redactor: () => createRedactor([]) };
}
