/** The values that the description relates to the request or to the server: what is returned, ids, times. */
import { isSuccess, type Relation } from "../../openapi/operation.ts";
import { at } from "../../openapi/pointer.ts";
import { sentFor } from "../../openapi/relations.ts";
import { expectations } from "../generate/expectation.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";
import type { CheckContext } from "./check.ts";
import { schemaOf } from "./documented-response.ts";

/** The values of relations that a success shows. */
export function shownValues(
  { testCase, json }: Exchange,
  { status }: HttpResponse,
  context: CheckContext,
): { relation: Relation; value: unknown }[] {
  if (testCase.expects === "no-route" || !isSuccess(testCase.operation, status)) return [];
  return context
    .relationsOf(testCase.operation)
    .map((relation) => ({ relation, value: at(json?.value, relation.place) }))
    .filter(({ value }) => value !== undefined);
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

/** What a request sent and what its success shows, for each property that is documented to return what was sent. */
export function returnedValues(
  { testCase, sent, json }: Exchange,
  { status }: HttpResponse,
  context: CheckContext,
): { sent: unknown; got: unknown; relation: Relation }[] {
  const isCompared = expectations[testCase.expects].isCompared && isSuccess(testCase.operation, status);
  if (!sent || !json || !isCompared) return [];
  return (
    context
      .relationsOf(testCase.operation)
      .filter((relation) => relation.kind === "returns")
      .map((relation) => ({ sent: sentFor(relation.from, sent), got: at(json.value, relation.place), relation }))
      // What becomes of a null that was sent is the server's to decide.
      .filter((value) => value.sent !== null && !(value.got === undefined && value.relation.required))
  );
}

/** Whether a place of a response, or what holds it, has a type that the description doesn't allow: `body-invalid` says so. */
export function isOfWrongType(
  exchange: Exchange,
  response: HttpResponse,
  { validator }: CheckContext,
  place: string,
): boolean {
  const schema = schemaOf(exchange, response);
  const violations = schema && exchange.json ? validator.violations(schema, exchange.json.value) : [];
  return violations.some(
    ({ pointer, place: wrong }) => pointer.endsWith("/type") && `${place}/`.startsWith(`${wrong}/`),
  );
}
