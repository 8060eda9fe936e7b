import { describe, expect, test } from "vitest";
import {
  isReference,
  referenceValue,
  requestProperties,
  sendable,
  ValueInputs,
} from "../../../src/contract/values/inputs.ts";
import { schemaWith } from "./support.ts";

const text = { type: "string" };
const named = { type: "string", "x-reference": true };

/** What is known of the property `other`, which names something that the run creates. */
type Other = { readonly value?: unknown } | undefined;

function bodyWith(properties: object, { required = [] as string[], known = {}, other = undefined as Other } = {}) {
  const { inputs, schema } = schemaWith({ type: "object", properties, required }, known);
  return { inputs: new ValueInputs({ ...inputs, references: new Map([["other", other]]) }), schema };
}

describe("a property that names something", () => {
  test("is marked in the description, or one of those that the run creates", () => {
    const { inputs, schema } = bodyWith({ agent: named, other: text, name: text });
    const names = [...schema.properties].filter(([name, property]) => isReference(inputs, name, property));
    expect(names.map(([name]) => name)).toEqual(["agent", "other"]);
  });

  test.each<[title: string, property: object, known: Record<string, string>, other: Other, value: unknown]>([
    ["what is known by its name", named, { other: "agt_1" }, undefined, "agt_1"],
    ["what was created, before what is known", named, { other: "agt_1" }, { value: "agt_2" }, "agt_2"],
    ["a number that was created", { type: "integer" }, {}, { value: 7 }, 7],
    ["a list of it", { type: "array", items: text }, {}, { value: "agt_2" }, ["agt_2"]],
    ["nothing while nothing was created", text, { other: "agt_1" }, {}, undefined],
    ["nothing that its schema forbids", { ...text, maxLength: 3 }, {}, { value: "agt_2" }, undefined],
  ])("has %s", (_title, property, known, other, value) => {
    const { inputs, schema } = bodyWith({ other: property }, { known, other });
    expect(referenceValue(inputs, "other", schema.properties.get("other") ?? schema)).toEqual(value);
  });

  test("is part of a request if it is required, or something is known that it may name", () => {
    const namesOf = (options: Parameters<typeof bodyWith>[1]) => {
      const { inputs, schema } = bodyWith({ agent: named, other: text, name: text }, options);
      return [...sendable(inputs, schema).keys()];
    };
    expect(namesOf({})).toEqual(["name"]);
    expect(namesOf({ known: { agent: "agt_1", other: "sb_1" } })).toEqual(["agent", "name"]);
    expect(namesOf({ other: {} })).toEqual(["other", "name"]);
    expect(namesOf({ required: ["agent", "other"] })).toEqual(["agent", "other", "name"]);
  });
});

test("a request has no properties that the server sets", () => {
  const { inputs, schema } = bodyWith({ id: { ...text, readOnly: true }, secret: { ...text, writeOnly: true } });
  expect([...requestProperties(inputs, schema).keys()]).toEqual(["secret"]);
});

test("optional properties end where the body gets too deep, required ones do not", () => {
  const self = { $ref: "#/components/schemas/Self" };
  const Self = { type: "object", required: ["b"], properties: { a: self, b: text } };
  const { inputs, schema } = schemaWith(self, {}, { schemas: { Self } });
  const namesAt = (depth: number) => {
    let inner = schema;
    while (inner.depth < depth) inner = inner.properties.get("a") ?? inner;
    return [...requestProperties(inputs, inner).keys()];
  };
  expect(namesAt(3)).toEqual(["a", "b"]);
  expect(namesAt(4)).toEqual(["b"]);
});

test("secrets have a canary of their own", () => {
  const { inputs, schema } = bodyWith({ name: text, secret: { ...text, writeOnly: true } });
  expect([...schema.properties.values()].map((property) => inputs.canaryOf(property))).toEqual(["canary", "secret"]);
});
