import { describe, expect, test } from "vitest";
import { parseDescription, readDescription } from "../../src/openapi/document.ts";
import { SpecError } from "../../src/openapi/pointer.ts";
import { describeBody } from "../contract/support.ts";

const read = (operation: object, more: object = {}) =>
  readDescription(describeBody({ type: "string" }, operation, more));
const reasons = (...given: Parameters<typeof read>) =>
  read(...given)
    .omissions()
    .map((omission) => omission.reason)
    .join("\n");

/** The same, with another operation that can be read. */
function readWithOther(operation: object, more: object = {}) {
  const document = describeBody({ type: "string" }, operation, more);
  Object.assign(document["paths"] as object, { "/other": { get: { operationId: "other", responses: {} } } });
  return readDescription(document);
}

test("a description is read from YAML as from JSON", () => {
  const document = describeBody({ type: "string" });
  expect(parseDescription(JSON.stringify(document))).toEqual(document);
  expect(parseDescription("openapi: 3.1.1\npaths: {}\n")).toEqual({ openapi: "3.1.1", paths: {} });
  expect(() => parseDescription("a: [")).toThrow(SpecError);
});

test.each<[string, unknown, RegExp]>([
  ["no description", "text", /neither `openapi` nor `swagger`/],
  ["an empty file", null, /it is empty/],
  [
    "Swagger",
    { swagger: "2.0", paths: {} },
    /OpenAPI 2\.0 \(Swagger\) is not supported: .* npx @scalar\/cli document upgrade/,
  ],
  [
    "OpenAPI 3.0",
    { openapi: "3.0.3", paths: {} },
    /OpenAPI 3\.0\.3 is not supported: .* npx @scalar\/cli document upgrade/,
  ],
  ["OpenAPI 3.0", { openapi: "3.0.3" }, /3\.1 is needed/],
  ["no operation", { openapi: "3.1.0", paths: {} }, /no operation/],
])("%s is refused", (_title, document, message) => {
  expect(() => readDescription(document)).toThrow(message);
});

describe("an operation that can't be tested is left out alone, with the reason:", () => {
  test.each<[string, object, object, RegExp]>([
    [
      "a body that is not JSON",
      { requestBody: { required: true, content: { "text/csv": {} } } },
      {},
      /only bodies of JSON are supported, not of text\/csv/,
    ],
    [
      "a required parameter of another style",
      { parameters: [{ name: "a", in: "query", required: true, style: "deepObject", schema: {} }] },
      {},
      /style deepObject/,
    ],
    [
      "a credential that can't be presented",
      { security: [{ tls: [] }] },
      { components: { securitySchemes: { tls: { type: "mutualTLS" } } } },
      /no credential of tls/,
    ],
    [
      "a schema that refers to nothing",
      { requestBody: { content: { "application/json": { schema: { $ref: "#/x" } } } } },
      {},
      /#\/x points at nothing/,
    ],
  ])("%s", (_title, operation, more, reason) => {
    const description = readWithOther(operation, more);
    expect(description.operations.map(({ id }) => id)).toEqual(["other"]);
    expect(
      description
        .omissions()
        .map((omission) => omission.reason)
        .join(),
    ).toMatch(reason);
  });
});

test("an optional body that is not JSON leaves the operation without one", () => {
  const operation = { requestBody: { content: { "text/csv": {} } } };
  expect(read(operation).operations[0]?.body).toBeUndefined();
  expect(reasons(operation)).toContain("only bodies of JSON");
});

test("the first alternative of security that can be presented is taken", () => {
  const securitySchemes = {
    tls: { type: "mutualTLS" },
    digest: { type: "http", scheme: "digest" },
    user: { type: "http", scheme: "Basic" },
    key: { type: "apiKey", in: "query", name: "k" },
  };
  const security = [{ tls: [] }, { digest: [] }, { user: [], key: [] }];
  const [operation] = read({ security }, { components: { securitySchemes } }).operations;
  expect(operation?.security.map(({ id, kind, name }) => [id, kind, name])).toEqual([
    ["user", "basic", "Authorization"],
    ["key", "query", "k"],
  ]);
});

test.each([
  [{ name: "filter", in: "query", content: { "application/json": {} } }, "parameters of application/json are not"],
  [{ name: "visit", in: "cookie", schema: {} }, "parameters in cookie are not supported"],
])("an optional parameter that can't be sent is left out: %j", (parameter, reason) => {
  expect(read({ parameters: [parameter] }).operations[0]?.parameters).toEqual([]);
  expect(reasons({ parameters: [parameter] })).toContain(reason);
});

test("a credential without a response 401 is a fault of the description", () => {
  const security = [{ key: [] }];
  const more = { components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } } };
  expect(reasons({ security }, more)).toContain("has no response 401");
  expect(reasons({ security, responses: { "4XX": { description: "Wrong" } } }, more)).not.toContain("401");
});

test("two operations with one id are told apart", () => {
  const document = describeBody({ type: "string" });
  Object.assign(document["paths"] as object, { "/other": { get: { operationId: "send", responses: {} } } });
  expect(readDescription(document).operations.map(({ id }) => id)).toEqual(["send", "send (GET /other)"]);
});

test("a response with a schema that can't be used is read without it", () => {
  const content = { "application/json": { schema: { $dynamicRef: "#x" } } };
  const responses = { "200": { description: "Read", content } };
  expect(read({ responses }).operations[0]?.responses[0]?.content.get("application/json")).toBeUndefined();
  expect(reasons({ responses })).toContain("$dynamicRef is not supported");
});
