/** The words in which the reference shows what a schema demands. */
import { describe, expect, test } from "vitest";
import { constraintWords } from "../../scripts/docs/constraint-words.ts";
import { Schema } from "../../src/openapi/schema.ts";

describe("constraints in words", () => {
  test.for([
    [{ minLength: 1 }, ["not empty"]],
    [{ minLength: 2, maxLength: 5 }, ["at least 2 characters", "at most 5 characters"]],
    [{ minItems: 1, uniqueItems: true }, ["not empty", "no item twice"]],
    [{ minLength: 0, uniqueItems: false }, []],
    [{ minimum: 0, exclusiveMaximum: 10 }, ["at least 0", "less than 10"]],
    [{ enum: ["a", 1, null] }, ["one of `a`, `1`, `null`"]],
    [{ additionalProperties: false }, ["no other fields"]],
    [{ "x-returns": "$request.body#/metadata/kind" }, ["returns `metadata.kind` of the request"]],
    [{ "x-returns": "$request.path.agent_id" }, ["returns the path parameter `agent_id`"]],
    [{ "x-unstated": ["null"] }, ["not stated by the API: whether an optional field may be `null`"]],
    [{ minContains: 2, "x-other": { a: 1 } }, ["`minContains`: `2`", '`x-other`: `{"a":1}`']],
    [
      { type: "string", description: "A name.", examples: ["a"], writeOnly: true, default: false },
      ["`false` by default"],
    ],
  ] as const)("%j: %j", ([schema, words]) => {
    expect(constraintWords(Schema.at({ schema }, "/schema"))).toEqual(words);
  });
});
