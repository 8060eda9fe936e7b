/** The errors for a response that isn't a session. */
import { isHtml, issuesOf, messageOf } from "./error-body.ts";
import { DariApiError, DariContractError } from "./errors.ts";
import { parseJson } from "./redact.ts";
import { factsOf } from "./response.ts";
import { outcomeOf } from "./retry.ts";

const nextSteps: Readonly<Record<number, string>> = {
  401: " Check the API key.",
  403: " Use an API key that may do this.",
  404: " Check the agent id and baseUrl.",
  422: " Correct the request.",
  429: " Wait before you try again.",
};

/** The error for an error status. openapi-fetch has parsed the body, from which the transport has removed secrets. */
export function apiError(request: string, response: Response, body: unknown): DariApiError {
  const { status, headers } = response;
  const { attempts, redactor, bodyError } = factsOf(response);
  const outcome = outcomeOf(status, headers);
  const reason = messageOf(body).replace(/\.$/, "");
  const nextStep = status < 400 ? " Check baseUrl: redirects are not followed." : (nextSteps[status] ?? "");
  const message = `${request} failed with status ${status}${reason && `: ${reason}`}.${nextStep}`;
  return new DariApiError(
    message,
    {
      outcome,
      attempts,
      cause: bodyError,
      status,
      headers: redactor().headers(headers),
      body: body === "" ? undefined : body,
    },
    issuesOf(body),
  );
}

/** The error for a success status without a session in its body. */
export function contractError(request: string, response: Response, text: string): DariContractError {
  const { status, headers } = response;
  const { attempts, redactor } = factsOf(response);
  const body = parseJson(text);
  const redact = redactor();
  const hint = isHtml(text) || response.headers.get("content-type")?.includes("html") ? " Check baseUrl." : "";
  const message = `${request} responded with status ${status}, but the body is ${describe(text, body, headers)}.${hint}`;
  return new DariContractError(message, {
    outcome: "unknown",
    attempts,
    status,
    headers: redact.headers(headers),
    body: body === undefined ? redact.text(text) || undefined : redact.json(body),
  });
}

/** What a body is instead of a session; completes "the body is". */
function describe(text: string, body: unknown, headers: Headers): string {
  if (text.trim() === "") return "empty";
  const mediaType = headers.get("content-type")?.split(";")[0] ?? "no Content-Type";
  if (body === undefined) return `${isHtml(text) ? "HTML" : "not JSON"} (${mediaType})`;
  if (Array.isArray(body)) return "a JSON array, not a session";
  if (typeof body === "object" && body !== null) return "a JSON object without an id, not a session";
  return `the JSON value ${body === null ? "null" : `of type ${typeof body}`}, not a session`;
}
