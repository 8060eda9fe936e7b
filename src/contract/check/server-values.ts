/** The values that the server chooses: ids, times, and what a request leaves to it. */

import { isSuccess, type Relation } from "../../openapi/operation.ts";
import { at } from "../../openapi/pointer.ts";
import { sentFor } from "../../openapi/relations.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";

/** The value of a relation in a success; `undefined` in other responses. */
export function valueIn({ testCase, json }: Exchange, { status }: HttpResponse, { place }: Relation): unknown {
  const isOfOperation = testCase.expects !== "no-route" && isSuccess(testCase.operation, status);
  return isOfOperation ? at(json?.value, place) : undefined;
}

/**
 * The parameters that name the resource whose value the server chooses: it always does, or the request leaves the
 * choice to it. `undefined` where the request chooses, or is not a positive case.
 */
export function resourceOf({ testCase, sent }: Exchange, { kind, from, unsent }: Relation): string | undefined {
  if (sent === undefined || testCase.expects !== "accepted") return undefined;
  const isLeftToServer = kind === "returns" && unsent === undefined && sentFor(from, sent) === undefined;
  return kind === "stable" || isLeftToServer ? JSON.stringify(sent.parameters) : undefined;
}
