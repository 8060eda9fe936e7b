import { type Refusal, undocumentedRefusals } from "../../../openapi/operation.ts";
import { child, isObject } from "../../../openapi/pointer.ts";
import type { TestCase } from "../../generate/test-case.ts";
import type { Exchange, HttpResponse } from "../../transport/exchange.ts";
import type { Check } from "../check.ts";
import { causeOfForm, documented, isRedirect, mayHaveAnyForm, mediaType } from "../documented-response.ts";

export const statusUndocumented: Check<"status-undocumented"> = {
  code: "DS141",
  name: "status-undocumented",
  severity: "shape",
  meaning: "The status code is not documented for this operation.",
  reason: "Generated clients have no type for the response.",
  fix: "Respond with a documented status code, or document this one.",
  find: (exchange, response) => {
    const { operation, expects, title } = exchange.testCase;
    const isOfNoOperation = expects === "no-route" && isRedirectElsewhere(exchange, response);
    if (!isOfNoOperation && (mayHaveAnyForm(exchange, response) || documented(exchange, response))) return undefined;
    // The fault is the description's, which is reported as such.
    if (operation.responses.length === 0) return undefined;
    const isRefusal = response.status >= 400 && response.status < 500;
    if (isRefusal && undocumentedRefusals(operation).includes(refusalOf(exchange.testCase))) return undefined;
    return {
      title: isOfNoOperation
        ? `${title} is redirected with ${response.status}`
        : `the status code ${response.status} is not documented`,
      pointer: child(operation.pointer, "responses"),
      expected: isOfNoOperation ? "4xx" : operation.responses.map((response) => response.status).join(", "),
      got: String(response.status),
      rootCause: [causeOfForm(response, formOf(exchange, response), `${response.status} ${operation.pointer}`)],
    };
  },
};

/** Whether a response leads to another path, and not to the same one in small letters or without a slash at its end. */
function isRedirectElsewhere(exchange: Exchange, response: HttpResponse): boolean {
  const { url } = exchange.request;
  const { location } = response.headers;
  if (!isRedirect(exchange, response)) return false;
  if (location === undefined || !URL.canParse(location, url)) return true;
  const plain = ({ pathname }: URL) => pathname.toLowerCase().replaceAll(/\/+/g, "/").replace(/\/$/, "");
  return plain(new URL(location, url)) !== plain(url);
}

/** The media type of a body, and the names of its properties: what tells one kind of error from another. */
function formOf({ json }: Exchange, response: HttpResponse): string {
  return [mediaType(response), ...(isObject(json?.value) ? Object.keys(json.value) : [])].join(" ");
}

/** The refusal that a test case calls for, or may get. */
function refusalOf({ expects }: TestCase): Refusal {
  if (expects === "unauthorized") return "401";
  return expects === "not-found" ? "404" : "4XX";
}
