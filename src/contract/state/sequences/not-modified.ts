/** A sequence of reads with the ETag that the caller has already (RFC 9110, section 13.1.2). */
import { hasResponse } from "../../../openapi/operation.ts";
import { keyOf } from "../../generate/request/serialization.ts";
import { etagOf, hasItems, statusOf, succeeded } from "../items/response-values.ts";
import type { Sequence } from "../steps/sequence.ts";
import { conditionals, headerOf, ignored, readTag, sendWithTag } from "./precondition.ts";

export const notModified: Sequence = {
  name: "not-modified",
  title: "reads with the current ETag, and with an older one",
  operationOf: (resource) =>
    headerOf(resource.read, "if-none-match") && hasItems(resource) ? resource.read : undefined,
  run: async (steps, read) => {
    const header = headerOf(read, "if-none-match");
    const item = await steps.create();
    const before = item && (await readTag(steps, item));
    if (!header || !before) return undefined;
    const readAgain = () =>
      steps.send(item, read, { title: "a read with If-None-Match", parameters: { [keyOf(header)]: before.tag } });
    const same = await readAgain();
    if (hasResponse(read, 304) && statusOf(same) === 200 && etagOf(same) === before.tag)
      return ignored(
        same,
        `${read.id}: If-None-Match with the current ETag responded with 200`,
        "304, which the description documents",
      );
    const change = conditionals(steps.resource).find(({ operation }) => operation.method !== "DELETE");
    if (!change || !succeeded(await sendWithTag(steps, item, change, before.tag, true))) return undefined;
    const old = await readAgain();
    const after = await readTag(steps, item);
    return statusOf(old) === 304 && after?.tag !== before.tag
      ? ignored(
          old,
          `${read.id}: a read with the ETag of an older version responded with 304`,
          "200: the item has changed",
        )
      : undefined;
  },
};
