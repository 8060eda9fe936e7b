import { correct, type Difference, isObject } from "../sessions.ts";
import { checking, crash, failsOn, respondingTo } from "./differences.ts";

/** Servers that refuse valid requests. */
export const refusals: Record<string, Difference> = {
  "no body": (parts) => ({
    handle: async (request, state, all) =>
      request.text === "" && request.method === "POST"
        ? parts.failure(422, "A body is required", request)
        : parts.handle(request, state, all),
  }),
  "an empty object": respondingTo((text) => text === "{}", {
    status: 422,
    headers: {},
    body: { detail: "Nothing given" },
  }),
  "a media type with a charset": () => ({ takes: (type) => type === undefined || type === "application/json" }),
  "a name with characters outside the BMP": checking("name", (value) =>
    typeof value === "string" && !/[\u{10000}-\u{10ffff}]/u.test(value) ? undefined : "no",
  ),
  "a name with a line feed": checking("name", (value) =>
    typeof value === "string" && !value.includes("\n") ? undefined : "no",
  ),
  "a name beyond 50 characters": checking("name", (value) =>
    typeof value === "string" && value.length <= 50 ? undefined : "no",
  ),
  "a name with markup": checking("name", (value) =>
    typeof value === "string" && !/[<>]/.test(value) ? undefined : "no",
  ),
  "a name that is a number in text": checking("name", (value) =>
    typeof value === "string" && !/^\d+$/.test(value) ? undefined : "no",
  ),
  "empty metadata": checking("metadata", (value, all) =>
    isObject(value) && Object.keys(value).length === 0 ? "empty" : correct.properties["metadata"]?.(value, all),
  ),
  "more than 10 metadata entries": checking("metadata", (value, all) =>
    isObject(value) && Object.keys(value).length > 10 ? "many" : correct.properties["metadata"]?.(value, all),
  ),
  "metadata keys that are no identifiers": checking("metadata", (value, all) =>
    isObject(value) && !Object.keys(value).every((one) => /^\w*$/.test(one))
      ? "key"
      : correct.properties["metadata"]?.(value, all),
  ),
  "empty secrets": checking("secrets", (value, all) =>
    isObject(value) && Object.keys(value).length === 0 ? "empty" : correct.properties["secrets"]?.(value, all),
  ),
  "more than one secret": checking("secrets", (value, all) =>
    isObject(value) && Object.keys(value).length > 1 ? "many" : correct.properties["secrets"]?.(value, all),
  ),
  "no internet access": checking("internet_access", (value) => (value === true ? undefined : "no")),
  "an LLM key without a name": checking("llm_api_key", (value, all) =>
    typeof value === "string" && "name" in all ? undefined : "no",
  ),
  "text with a NUL, with 500": failsOn((text) => text.includes("\\u0000"), crash),
  "a request for the internet is put off for ever": (parts) => ({
    handle: async (request, state, all) =>
      request.text.includes("internet_access")
        ? { ...parts.failure(429, "Slow down", request), headers: { "Retry-After": "0" } }
        : parts.handle(request, state, all),
  }),
  "a script in a name is refused": checking("name", (value, all) =>
    /<script/i.test(String(value)) ? "no" : correct.properties["name"]?.(value, all),
  ),
};
