import { child } from "../../../openapi/pointer.ts";
import type { Check } from "../check.ts";
import { causeOfForm, documented, hasNoBody, matching, mediaType } from "../documented-response.ts";

export const mediaTypeUndocumented: Check<"media-type-undocumented"> = {
  code: "DS142",
  name: "media-type-undocumented",
  severity: "shape",
  meaning: "The `Content-Type` of the response is not documented for its status code.",
  reason: "Clients choose by it how to read the body.",
  fix: "Send the documented media type, for errors of the framework and of a proxy too.",
  find: (exchange, response) => {
    const documentation = documented(exchange, response);
    // A response without `content` documents no body, and forbids none.
    if (!documentation || documentation.content.size === 0 || hasNoBody(exchange, response)) return undefined;
    if (matching(documentation, response) !== undefined) return undefined;
    const got = response.headers["content-type"] ?? "no Content-Type";
    const pointer = child(documentation.pointer, "content");
    return {
      title: `the media type of a ${response.status} response is not documented: ${got}`,
      pointer,
      expected: [...documentation.content.keys()].join(" or "),
      got,
      rootCause: [causeOfForm(response, mediaType(response), pointer)],
    };
  },
};
