import { successSchemas } from "../../../openapi/operation.ts";
import type { HttpResponse } from "../../transport/exchange.ts";
import type { Check } from "../check.ts";

export const undocumentedOperation: Check<"undocumented-operation"> = {
  code: "DS122",
  name: "undocumented-operation",
  severity: "wrongly accepted",
  meaning: "A path or a method that the description doesn't have responds like an operation of it.",
  reason: "An operation that nobody documented is one that nobody tests, secures or versions.",
  fix: "Route the documented paths and methods alone. Respond 404 or 405 to all others.",
  find: ({ testCase, json }, response, { validator }) => {
    const { status } = response;
    const { expects, title, pointer, operation, template } = testCase;
    if (expects !== "no-route" || status >= 400 || isSamePath(template.path, response)) return undefined;
    // GET may be an operation that the description leaves out; what it must not do is what this operation does.
    const isLikeSuccess = successSchemas(operation).some((schema) => json && validator.accepts(schema, json.value));
    if (template.method === "GET" && !isLikeSuccess) return undefined;
    return {
      title: `${title} responded with ${status}`,
      pointer,
      expected: "4xx: the description has no such operation",
      got: String(status),
    };
  },
};

/** A redirect to the same path written otherwise, such as without dots or a doubled slash. */
function isSamePath(path: string, { status, headers: { location } }: HttpResponse): boolean {
  if (status < 300 || location === undefined || !URL.canParse(location, "http://any.invalid")) return false;
  return normalized(new URL(location, "http://any.invalid").pathname) === normalized(path);
}

function normalized(path: string): string {
  const segments: string[] = [];
  for (const segment of path
    .replaceAll(/%2f|%5c|\\/gi, "/")
    .replaceAll(/%2e/gi, ".")
    .toLowerCase()
    .split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}
