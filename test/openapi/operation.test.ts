import { expect, test } from "vitest";
import {
  type DocumentedResponse,
  hasResponse,
  isJson,
  isSuccess,
  type Operation,
  type Parameter,
  responseFor,
  type SecurityScheme,
  successes,
  successSchemas,
  undocumentedRefusals,
} from "../../src/openapi/operation.ts";
import { Schema } from "../../src/openapi/schema.ts";

const schema = Schema.any({}, "");

function operationOf(statuses: readonly string[], more: Partial<Operation> = {}): Operation {
  const responses = statuses.map(
    (status): DocumentedResponse => ({ status, pointer: status, content: new Map(), headers: [] }),
  );
  const rest = { parameters: [], body: undefined, security: [], otherSecurity: [], methods: [], relations: [] };
  return { id: "read", method: "GET", path: "/", pointer: "", responses, ...rest, ...more };
}

test.for<[mediaType: string, isOne: boolean]>([
  ["application/json", true],
  ["Application/JSON; charset=utf-8", true],
  ["application/json ;v=1", true],
  ["application/problem+json", true],
  ["application/vnd.api-1.0+json", true],
  ["application/jsonl", false],
  ["application/json seq", false],
  ["text/json", false],
  ["my-application/json", false],
  ["*/*", false],
])("%s is JSON: %s", ([mediaType, isOne]) => {
  expect(isJson(mediaType)).toBe(isOne);
});

test.for<[status: number, documented: string[], found: string | undefined]>([
  [200, ["2XX", "200", "default"], "200"],
  [201, ["200", "2XX", "default"], "2XX"],
  [404, ["200", "4XX"], "4XX"],
  [404, ["200"], undefined],
  [404, ["200", "default"], "default"],
  [101, ["200", "default"], "default"],
  [400, ["default"], "default"],
  [202, ["404", "201", "default"], "201"],
  [299, ["201", "default"], "201"],
  [202, ["default"], "default"],
  [202, ["201"], undefined],
  [300, ["200", "default"], undefined],
  [399, ["default"], undefined],
  [302, ["302", "default"], "302"],
])("a response %i is, of %j, that of %s", ([status, documented, found]) => {
  expect(responseFor(operationOf(documented), status)?.status).toBe(found);
});

test.for<[status: number, documented: string[], isOne: boolean]>([
  [199, ["200"], false],
  [200, [], true],
  [299, ["200"], true],
  [300, ["200", "default"], false],
  [302, ["302"], true],
  [302, ["3XX"], true],
  [399, ["3XX"], true],
  [400, ["400", "default"], false],
])("a response %i is a success, where %j are documented: %s", ([status, documented, isOne]) => {
  expect(isSuccess(operationOf(documented), status)).toBe(isOne);
});

test("a status code has a response of its own only where it is documented by itself", () => {
  const operation = operationOf(["201", "2XX", "default"]);
  expect([200, 201].filter((status) => hasResponse(operation, status))).toEqual([201]);
});

test("the schemas of the successes are those of their media types that have one", () => {
  const content = new Map([
    ["application/json", schema],
    ["text/plain", undefined],
  ]);
  const responses = ["200", "2XX", "404", "302", "default"].map(
    (status): DocumentedResponse => ({ status, pointer: "", content, headers: [] }),
  );
  expect(successes({ responses }).map(({ status }) => status)).toEqual(["200", "2XX"]);
  expect(successSchemas({ responses })).toEqual([schema, schema]);
});

const place = { pointer: "", schema, examples: [] };
const key: SecurityScheme = { id: "key", pointer: "", kind: "bearer", name: "Authorization" };
const inPath: Parameter = { ...place, name: "id", in: "path", required: true, explode: false, isReference: true };
const inQuery: Parameter = { ...inPath, in: "query" };
const anyId: Parameter = { ...inPath, isReference: false };
const body = { ...place, required: true, isOptional: false, mediaType: "application/json", otherMediaTypes: [] };

test.for<[title: string, documented: string[], Partial<Operation>, missing: string[]]>([
  ["nothing to refuse", ["200"], {}, []],
  ["a credential", ["200"], { security: [key] }, ["401"]],
  ["a credential, with a range", ["200", "4XX"], { security: [key] }, []],
  ["a credential, with a default", ["default"], { security: [key] }, []],
  ["a parameter", ["200"], { parameters: [inQuery] }, ["4XX"]],
  ["a body", ["200"], { body }, ["4XX"]],
  ["a body, with a refusal", ["200", "422"], { body }, []],
  ["a body, with a default", ["200", "default"], { body }, []],
  ["a body, with refusals for other reasons", ["200", "401", "404", "409"], { body }, ["4XX"]],
  ["a path and a query, with a response for an unknown path", ["404"], { parameters: [inQuery, anyId] }, ["4XX"]],
  ["a path that names a resource", ["200"], { parameters: [inQuery, inPath] }, ["404", "4XX"]],
  ["a path that names a resource, with a response", ["404"], { parameters: [inPath] }, []],
  ["a path that names a resource, with other refusals", ["400"], { parameters: [inPath] }, ["404"]],
  ["a path that may name nothing", ["400"], { parameters: [anyId] }, []],
  ["no response at all", [], { security: [key], parameters: [inPath], body }, []],
])("a description with %s has %j", ([_title, documented, more, missing]) => {
  expect(undocumentedRefusals(operationOf(documented, more))).toEqual(missing);
});
