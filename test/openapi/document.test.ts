import { describe, expect, test } from "vitest";
import { parseDescription, readDescription } from "../../src/openapi/document.ts";
import { SpecError } from "../../src/openapi/pointer.ts";
import { describeBody } from "./support.ts";

const read = (operation: object, more: object = {}) =>
  readDescription(describeBody({ type: "string" }, operation, more));
const reasons = (...given: Parameters<typeof read>) =>
  read(...given)
    .omissions.map((omission) => omission.reason)
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
  // JSON is read by its own rules: YAML takes no name twice.
  expect(parseDescription(`{ "a": 1, "a": 2 }`)).toEqual({ a: 2 });
  expect(parseDescription("openapi: 3.1.1\npaths: {}\n")).toEqual({ openapi: "3.1.1", paths: {} });
  expect(() => parseDescription("a: [")).toThrow(/^The description is neither JSON nor YAML: .*line 1/s);
  expect(() => parseDescription("a: [")).toThrow(SpecError);
});

test("YAML may use one object in some hundred places", () => {
  const aliases = "- *one\n".repeat(500);
  expect(parseDescription(`- &one { a: 1 }\n${aliases}`)).toHaveLength(501);
});

test.each<[string, unknown, RegExp]>([
  ["no description", "text", /neither `openapi` nor `swagger`/],
  ["an empty file", null, /neither `openapi` nor `swagger`/],
  ["another document", { version: "3.1.0" }, /neither `openapi` nor `swagger`/],
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
  ["a later OpenAPI", { openapi: "4.3.1" }, /^OpenAPI 4\.3\.1 is not supported: 3\.1 is needed\.$/],
  ["no operation", { openapi: "3.1.0", paths: {} }, /no operation/],
  [
    "a description of which nothing is left",
    { openapi: "3.2.0", paths: { "/{a}": { get: {} }, "/{b}": { get: {} }, "/{c}": { get: {} } } },
    /^\/\{c\}: the path parameter c is not described/,
  ],
])("%s is refused", (_title, document, message) => {
  expect(() => readDescription(document)).toThrow(message);
});

test.for<[servers: unknown, basePath: string]>([
  [undefined, ""],
  [[], ""],
  [["https://a.example/v1"], ""],
  [[{}], ""],
  [[{ url: "https://a.example" }], ""],
  [[{ url: "https://a.example/v1/" }, { url: "/v2" }], "/v1"],
  [["", { url: "/api/v1//" }], "/api/v1"],
  [[{ url: "//a.example//v1" }], "//v1"],
  [[{ url: "v1" }], "/v1"],
  [[{ url: "https://{region}.a.example/v1" }], ""],
  [[{ url: "https://a b/v1" }], ""],
])("the servers %j have the base path %j", ([servers, basePath]) => {
  expect(readDescription(describeBody({}, {}, { servers })).basePath).toBe(basePath);
});

test("an operation has its id, the methods of its path, and the security of the description", () => {
  const security = [{ key: [] }];
  const components = { securitySchemes: { key: { type: "http", scheme: "bearer" } } };
  const responses = { "4XX": {} };
  const item = { get: { responses }, post: { operationId: 7, security: [], responses }, head: 5, parameters: [] };
  const { operations, omissions } = readDescription({ openapi: "3.1.1", paths: { "/a": item }, security, components });
  expect(operations).toMatchObject([
    { id: "get /a", method: "GET", path: "/a", pointer: "/paths/~1a/get", body: undefined, security: [{ id: "key" }] },
    { id: "7", method: "POST", methods: ["GET", "POST"], security: [] },
  ]);
  expect(omissions).toEqual([]);
});

test("an operation takes the credential that has a key of its own", () => {
  const securitySchemes = Object.fromEntries(["a", "b"].map((id) => [id, { type: "http", scheme: "bearer" }]));
  const document = describeBody({}, { security: [{ a: [] }, { b: [] }] }, { components: { securitySchemes } });
  const ids = (...keyed: string[][]) => readDescription(document, ...keyed).operations[0]?.security.map(({ id }) => id);
  expect([ids(), ids(["b"])]).toEqual([["a"], ["b"]]);
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
    expect(description.omissions.map((omission) => omission.reason).join()).toMatch(reason);
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

test("faults of the description are told once, with their places", () => {
  const operation = { security: [{ tls: [] }, { key: [] }, { tls: [], key: [] }] };
  const securitySchemes = { tls: { type: "mutualTLS" }, key: { type: "http", scheme: "bearer" } };
  expect(read(operation, { components: { securitySchemes } }).omissions).toEqual([
    {
      pointer: "/components/securitySchemes/tls",
      reason: "/components/securitySchemes/tls: credentials of this kind can't be presented.",
    },
    {
      pointer: "/paths/~1things/post/responses",
      reason: "the operation asks for a credential, and has no response 401",
    },
    {
      pointer: "/paths/~1things/post/responses",
      reason: "requests of the operation can be invalid, and it has no response that refuses them",
    },
  ]);
  expect(read({ responses: {} }).omissions).toEqual([
    {
      pointer: "/paths/~1things/post",
      reason: "the operation has no response: no status code is checked against it",
    },
  ]);
});

test("a path that can't be read is left out, and the others are read", () => {
  const paths = { "/lost": { $ref: "#/nothing" }, "/a": { get: { responses: { "200": {} } } }, "/empty": null };
  const description = readDescription({ openapi: "3.1.1", paths });
  expect(description.operations.map(({ id }) => id)).toEqual(["get /a"]);
  expect(description.paths).toEqual(["/lost", "/a", "/empty"]);
  expect(description.omissions).toEqual([
    { pointer: "/paths/~1lost", reason: "/paths/~1lost: $ref #/nothing points at nothing." },
  ]);
});

test("requests have no readOnly properties, and responses no writeOnly ones", () => {
  const schema = { required: ["a", "b"], properties: { a: { readOnly: true }, b: { writeOnly: true } } };
  const { operations, requests, responses } = readDescription(describeBody(schema));
  const body = operations[0]?.body?.schema;
  const accepted = [requests, responses].map((validator) =>
    [{ a: 1 }, { b: 1 }].map((value) => body !== undefined && validator.accepts(body, value)),
  );
  expect(accepted).toEqual([
    [false, true],
    [true, false],
  ]);
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
