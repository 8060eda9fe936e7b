import { describe, expect, test } from "vitest";
import { DescriptionObject } from "../../src/openapi/description-object.ts";
import type { SecurityScheme } from "../../src/openapi/operation.ts";
import { readScheme, securityOf } from "../../src/openapi/security.ts";

const scheme = (value: object) => readScheme("id", DescriptionObject.at({ it: value }, "/it"));

test.for<[value: object, kind: string | undefined, name?: string]>([
  [{ type: "apiKey", in: "header", name: "X-Key" }, "header", "X-Key"],
  [{ type: "apiKey", in: "query", name: "k" }, "query", "k"],
  [{ type: "http", scheme: "Basic" }, "basic", "Authorization"],
  [{ type: "http", scheme: "bearer" }, "bearer", "Authorization"],
  [{ type: "oauth2", flows: {} }, "bearer", "Authorization"],
  [{ type: "openIdConnect" }, "bearer", "Authorization"],
  [{ type: "http", scheme: "digest" }, undefined],
  [{ type: "http" }, undefined],
  [{ type: "other", scheme: "basic" }, undefined],
  [{ type: "mutualTLS" }, undefined],
])("%j is presented as %s", ([value, kind, name]) => {
  expect(scheme(value)).toEqual(kind && { id: "id", pointer: "/it", kind, name });
});

describe("the credentials of an operation", () => {
  const [a, b] = ["a", "b"].map((id): SecurityScheme => ({ id, pointer: `/${id}`, kind: "header", name: id }));
  const schemeOf = (id: string) => [a, b].find((one) => one?.id === id);
  const idsOf = (requirements: unknown, keyed: string[] = []) => {
    const { security, otherSecurity } = securityOf(requirements, schemeOf, keyed);
    return [security.map(({ id }) => id), otherSecurity.map(({ id }) => id)];
  };

  test.for<[requirements: unknown, security: string[], others: string[], keyed?: string[]]>([
    [undefined, [], []],
    [[], [], []],
    [[{}], [], []],
    [[{ a: [] }, {}], [], []],
    [["a"], [], []],
    [[{ a: [] }], ["a"], []],
    [[{ a: [], b: [] }], ["a", "b"], []],
    [[{ a: [] }, { b: [] }], ["a"], ["b"]],
    [[{ a: [] }, { b: [] }], ["b"], ["a"], ["b"]],
    [[{ a: [] }, { a: [], b: [] }], ["a"], ["b"], ["b"]],
    [[{ tls: [] }, { b: [] }], ["b"], []],
    [[{ tls: [], a: [] }, { b: [] }], ["b"], []],
  ])("of %j are %j, and as others %j", ([requirements, security, others, keyed]) => {
    expect(idsOf(requirements, keyed)).toEqual([security, others]);
  });

  test("are an error where none can be presented", () => {
    expect(() => idsOf([{ tls: [] }, { tls: [], a: [] }])).toThrow("no credential of tls, tls, a can be presented.");
  });
});
