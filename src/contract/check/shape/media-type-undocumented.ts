import { child } from "../../../openapi/pointer.ts";
import type { Check } from "../check.ts";
import { documented, hasNoBody, matching } from "../documented-response.ts";

export const mediaTypeUndocumented: Check<"media-type-undocumented"> = {
  code: "DS142",
  name: "media-type-undocumented",
  severity: "shape",
  meaning: "The `Content-Type` of the response is not documented for its status code.",
  reason: "Clients choose by it how to read the body.",
  fix: "Send the documented media type, for errors of the framework and of a proxy too.",
  find: (exchange, response) => {
    const documentation = documented(exchange, response);
    if (!documentation || hasNoBody(exchange, response, documentation)) return undefined;
    if (matching(documentation, response) !== undefined) return undefined;
    const expected = [...documentation.content.keys()].join(" or ") || "no body";
    const got = response.headers["content-type"] ?? "no Content-Type";
    return {
      title: `the media type of a ${response.status} response is not documented: ${got}`,
      pointer: child(documentation.pointer, "content"),
      expected,
      got,
    };
  },
};
