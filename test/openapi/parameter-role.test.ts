import { expect, test } from "vitest";
import { readDescription } from "../../src/openapi/document.ts";
import { isOfState, roleOf } from "../../src/openapi/resources/parameter-role.ts";
import { describeBody } from "./support.ts";

function parameterOf(parameter: object) {
  const [operation] = readDescription(describeBody({}, { parameters: [parameter] })).operations;
  const [read] = operation?.parameters ?? [];
  if (read === undefined) throw new Error("The parameter can't be read.");
  return read;
}

const query = (name: string, schema: object) => parameterOf({ name, in: "query", schema });
const header = (name: string) => parameterOf({ name, in: "header", schema: { type: "string" } });

test.for<[role: string, names: string[]]>([
  ["precondition", ["If-Match", "if-none-match", "If-Modified-Since", "If-Unmodified-Since"]],
  ["idempotency key", ["Idempotency-Key", "X-Idempotency-Key"]],
])("a header field is a %s: %j", ([role, names]) => {
  for (const name of names) expect(roleOf(header(name)), name).toBe(role);
});

test.for<[role: string, type: string, names: string[]]>([
  [
    "cursor",
    "string",
    [
      "cursor",
      "next_cursor",
      "nextCursor",
      "pageToken",
      "next_page_token",
      "token",
      "continuation",
      "marker",
      "$skipToken",
    ],
  ],
  [
    "cursor",
    "string",
    ["after", "starting_after", "afterId", "before", "ending_before", "page[after]", "page[cursor]"],
  ],
  ["limit", "integer", ["limit", "page_size", "pageSize", "size", "per_page", "items_per_page", "maxResults", "$top"]],
  ["limit", "integer", ["page[size]", "page[limit]"]],
  ["limit", "number", ["max_items", "top", "take", "first", "count"]],
  ["offset", "integer", ["offset", "skip", "$skip", "start", "startIndex", "start_at", "page[offset]"]],
  ["page", "integer", ["page", "page_number", "pageNo", "page_index", "page[number]"]],
])("a parameter of the query is a %s if it is a %s: %j", ([role, type, names]) => {
  const other = type === "string" ? "integer" : "string";
  for (const name of names) {
    expect(roleOf(query(name, { type })), name).toBe(role);
    expect(roleOf(query(name, { type: other })), name).toBeUndefined();
  }
});

test("other names, places and formats have no role", () => {
  for (const name of ["If-Match-All", "X-If-Match", "My-Idempotency-Key"])
    expect(roleOf(header(name)), name).toBeUndefined();
  for (const name of ["pages", "my_limit", "cursors", "limits", "homepage", "offset_by", "skipped"]) {
    expect(roleOf(query(name, { type: "integer" })), name).toBeUndefined();
    expect(roleOf(query(name, { type: "string" })), name).toBeUndefined();
  }
  expect(roleOf(query("after", { type: "string", format: "date-time" }))).toBeUndefined();
  expect(roleOf(parameterOf({ name: "limit", in: "header", schema: { type: "integer" } }))).toBeUndefined();
});

test("a parameter of a path has no role", () => {
  expect(
    roleOf(parameterOf({ name: "page", in: "path", required: true, schema: { type: "integer" } })),
  ).toBeUndefined();
});

test("a parameter that may be null has the role of its other type", () => {
  expect(roleOf(query("limit", { type: ["integer", "null"] }))).toBe("limit");
});

test("the state tells the values of preconditions, cursors and idempotency keys alone", () => {
  expect(["If-Match", "Idempotency-Key", "X-Tenant"].map((name) => isOfState(header(name)))).toEqual([
    true,
    true,
    false,
  ]);
  expect(isOfState(query("cursor", { type: "string" }))).toBe(true);
  expect(isOfState(query("limit", { type: "integer" }))).toBe(false);
});
