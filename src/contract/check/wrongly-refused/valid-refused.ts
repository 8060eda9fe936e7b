import { isSuccess } from "../../../openapi/operation.ts";
import { isObject } from "../../../openapi/pointer.ts";
import type { Exchange } from "../../transport/exchange.ts";
import type { Check, CheckContext } from "../check.ts";
import { isAboutCredential, isAboutState, isRedirect, kindOfResponse } from "../documented-response.ts";
import { subjectOf } from "../words.ts";

export const validRefused: Check<"valid-refused"> = {
  code: "DS131",
  name: "valid-refused",
  severity: "wrongly refused",
  meaning:
    "A valid request was refused: the status code is neither 2xx nor 5xx, nor a documented 409, 410, 412 or 428, nor 400 or 422 where most invalid requests get the other one.",
  reason: "A client that follows the description doesn't work.",
  fix: "Accept what the description allows, or add the missing constraint to the description.",
  explains: ["status-undocumented"],
  find: (exchange, response, context) => {
    const { expects, pointer, operation } = exchange.testCase;
    const { status } = response;
    if (expects !== "accepted" || isSuccess(operation, status) || status >= 500 || isAboutCredential(status))
      return undefined;
    if (isAboutState(operation, status) || context.isForCondition(operation, status)) return undefined;
    if (isForTakenValue(exchange, status, context)) return undefined;
    return {
      title: `${subjectOf(exchange)} was ${isRedirect(exchange, response) ? "redirected" : "refused"} with ${status}`,
      pointer,
      expected: `2xx: ${isWithoutBody(exchange) ? "no body is required" : "the request is valid"}`,
      got: String(status),
      rootCause: causesOf(exchange, `${operation.id} ${kindOfResponse(exchange, response)}`),
    };
  },
};

/** Whether a request leaves out a body that the description has. */
function isWithoutBody({ testCase: { operation, template } }: Exchange): boolean {
  return operation.body !== undefined && template.body === undefined;
}

/** Whether a refusal may be for the value that the case tests, or for a text of a random one: another item has it. */
function isForTakenValue({ testCase, sent }: Exchange, status: number, context: CheckContext): boolean {
  const { operation, pointer, randomIndex } = testCase;
  if (!context.resources.mayConflict(operation, status) || !isObject(sent?.body)) return false;
  const isTested = (name: string, value: unknown) =>
    randomIndex === undefined
      ? pointer.startsWith(`${operation.body?.schema.properties.get(name)?.pointer}/`)
      : typeof value === "string";
  return Object.entries(sent.body).some(([name, value]) => isTested(name, value) && context.isTaken(name, value));
}

/**
 * What refuses a request with some optional properties refuses one with more of them, too. Random requests have many, so
 * all that are left have one cause together.
 */
function causesOf({ testCase, sent }: Exchange, refusal: string): string[] {
  const required = testCase.operation.body?.schema.required;
  const names = Object.keys(isObject(sent?.body) ? sent.body : {}).filter((name) => !required?.has(name));
  const pairs = names.flatMap((name, index) => names.slice(index + 1).map((other) => [name, other].sort().join()));
  const own = testCase.randomIndex === undefined ? names.sort().join() : "random";
  const general = ["", ...names, ...pairs].filter((cause) => cause !== own);
  return [...general, own].map((cause) => `${refusal} ${cause}`);
}
