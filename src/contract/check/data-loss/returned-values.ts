import type { Relation } from "../../../openapi/operation.ts";
import { at } from "../../../openapi/pointer.ts";
import { sentFor } from "../../../openapi/relations.ts";
import type { Exchange, HttpResponse } from "../../transport/exchange.ts";
import { isSuccess } from "../documented-response.ts";

/** What a request sent and what its success shows, for each property that is documented to return what was sent. */
export function returnedValues(
  exchange: Exchange,
  response: HttpResponse,
  relations: readonly Relation[],
): { sent: unknown; got: unknown; relation: Relation }[] {
  const { sent, json } = exchange;
  if (
    !sent ||
    !json ||
    !isSuccess(exchange.testCase.operation, response.status) ||
    exchange.testCase.expects === "no-route"
  )
    return [];
  return (
    relations
      .filter((relation) => relation.kind === "returns")
      .map((relation) => ({ sent: sentFor(relation.from, sent), got: at(json.value, relation.place), relation }))
      // What becomes of a null that was sent is the server's to decide.
      .filter((one) => one.sent !== null && !(one.got === undefined && one.relation.required))
  );
}
