/** A sequence of reads with the ETag that the caller has already (RFC 9110, section 13.1.2). */
import { hasResponse } from "../../../openapi/operation.ts";
import { preconditionIgnored } from "../../check/wrong-state/precondition-ignored.ts";
import { keyOf } from "../../generate/request/serialization.ts";
import { etagOf, hasItems, statusOf } from "../response-values.ts";
import { type Sequence, violation } from "../sequence.ts";
import { headerOf, readTag } from "./precondition.ts";

const notModified: Sequence = {
  name: "not-modified",
  title: "a read with the ETag of the read before",
  operationOf: (resource) => {
    const { read } = resource;
    const isConditional = read && hasResponse(read, 304) && headerOf(read, "if-none-match") !== undefined;
    return isConditional && hasItems(resource) ? read : undefined;
  },
  run: async (steps, read) => {
    const header = headerOf(read, "if-none-match");
    const item = await steps.create();
    const before = item && (await readTag(steps, item));
    if (!header || !before) return undefined;
    const exchange = await steps.read(item, "a read with If-None-Match", { [keyOf(header)]: before.tag });
    return exchange && statusOf(exchange) === 200 && etagOf(exchange) === before.tag
      ? violation(preconditionIgnored, exchange, {
          title: `${read.id}: If-None-Match with the current ETag responded with 200`,
          expected: "304, which the description documents",
          got: "200, with the same ETag",
        })
      : undefined;
  },
};

export const notModifiedSequences: readonly Sequence[] = [notModified];
