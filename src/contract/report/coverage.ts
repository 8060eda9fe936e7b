/** The rules of a document, each keyword at each place, against the cases that tested them. */
import type { TestCase } from "../generate/test-case.ts";
import { constraintsWithin } from "../spec/constraint.ts";
import type { Operation } from "../spec/operation.ts";
import { child } from "../spec/pointer.ts";
import type { RuleReport } from "./report.ts";

/**
 * Counts the cases of each rule.
 *
 * @param judged how many answers were checked against the response at a pointer
 */
export function countRules(
  operation: Operation,
  cases: readonly TestCase[],
  judged: ReadonlyMap<string, number>,
): RuleReport[] {
  const kept = new Map<string, number>();
  const broken = new Map<string, number>();
  for (const { pointer, expects } of cases) {
    const side = ["accepted", "ambiguous", "unspecified"].includes(expects) ? kept : broken;
    side.set(pointer, (side.get(pointer) ?? 0) + 1);
  }
  const asked = [...operation.parameters.map((one) => one.schema), ...(operation.body ? [operation.body.schema] : [])];
  const found = asked.flatMap((schema) => constraintsWithin(schema, "readOnly"));
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
      .flatMap((schema) => constraintsWithin(schema, "writeOnly"))
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
