/** The rules of a document, each keyword at each place, against the cases that tested them. */
import type { Case } from "../generate/test-case.ts";
import type { Operation } from "../spec/operation.ts";
import { child, type JsonObject } from "../spec/pointer.ts";
import { propertiesOf, type Schema, schemaAt, under } from "../spec/schema.ts";
import type { RuleReport } from "./report.ts";

const assertions = [
  "type",
  "enum",
  "const",
  "pattern",
  "format",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "required",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "dependentRequired",
];

/** A rule that says nothing: every value of its type keeps it, or another rule says more. */
const vacuous = (keyword: string, facet: JsonObject) =>
  (facet[keyword] === 0 && keyword.startsWith("min") && keyword !== "minimum") ||
  (keyword === "type" && ("enum" in facet || "const" in facet));

interface Found {
  readonly pointer: string;
  readonly keyword: string;
}

function rulesOf(document: unknown, schema: Schema, depth = 0): Found[] {
  const own = schema.facets.flatMap(({ pointer, schema: facet }) => [
    ...assertions
      .filter((keyword) => keyword in facet && !vacuous(keyword, facet))
      .map((keyword) => ({ pointer: child(pointer, keyword), keyword })),
    ...(facet["additionalProperties"] === false
      ? [{ pointer: child(pointer, "additionalProperties"), keyword: "additionalProperties" }]
      : []),
  ]);
  if (depth > 6) return own;
  const inner = [...propertiesOf(document, schema).values()];
  for (const name of ["additionalProperties", "items"])
    inner.push(...[under(document, schema, name)].filter((one) => one !== undefined));
  const names = under(document, schema, "propertyNames");
  // The names of properties are text whatever a schema says.
  const named = names ? rulesOf(document, names, depth + 1).filter((one) => one.keyword !== "type") : [];
  return [...own, ...named, ...inner.flatMap((one) => rulesOf(document, one, depth + 1))];
}

/**
 * Counts the cases of each rule.
 *
 * @param judged how many answers were checked against the response at a pointer
 */
export function countRules(
  document: unknown,
  operation: Operation,
  cases: readonly Case[],
  judged: ReadonlyMap<string, number>,
): RuleReport[] {
  const kept = new Map<string, number>();
  const broken = new Map<string, number>();
  for (const { pointer, expects } of cases) {
    const side = expects === "accepted" || expects === "open" ? kept : broken;
    side.set(pointer, (side.get(pointer) ?? 0) + 1);
  }
  const asked = [...operation.parameters.map((one) => one.schema), ...(operation.body ? [operation.body.schema] : [])];
  const found = asked.flatMap((schema) => rulesOf(document, schemaAt(document, schema)));
  if (operation.body?.required) found.push({ pointer: child(operation.body.pointer, "required"), keyword: "required" });
  if (operation.body)
    found.push({ pointer: child(operation.body.pointer, "content", operation.body.mediaType), keyword: "content" });
  for (const one of operation.parameters)
    if (one.required && one.in !== "path") found.push({ pointer: child(one.pointer, "required"), keyword: "required" });
  found.push(...operation.security.map(({ pointer }) => ({ pointer, keyword: "security" })));
  const requests = found.map((rule) => ({
    ...rule,
    kept: kept.get(rule.pointer) ?? 0,
    broken: broken.get(rule.pointer) ?? 0,
  }));
  const answers = operation.responses.flatMap((response) => {
    const count = judged.get(response.pointer) ?? 0;
    const schemas = [...response.content.values()].filter((schema) => schema !== undefined);
    return schemas
      .flatMap((schema) => rulesOf(document, schemaAt(document, schema)))
      .map((rule) => ({ ...rule, kept: count, broken: 0 }));
  });
  return mergeRules([...requests, ...answers]);
}

/** One row a rule: several operations and answers may share it. */
export function mergeRules(rules: readonly RuleReport[]): RuleReport[] {
  const byPointer = new Map<string, RuleReport>();
  for (const rule of rules) {
    const before = byPointer.get(rule.pointer);
    byPointer.set(
      rule.pointer,
      before
        ? { ...before, kept: Math.max(before.kept, rule.kept), broken: Math.max(before.broken, rule.broken) }
        : rule,
    );
  }
  return [...byPointer.values()];
}
