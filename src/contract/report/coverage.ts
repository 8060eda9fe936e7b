/** The constraints of a document, each keyword at each place, against the cases that tested them. */

import { constraintsWithin } from "../../openapi/constraint.ts";
import type { Operation } from "../../openapi/operation.ts";
import { child } from "../../openapi/pointer.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ConstraintReport } from "./report.ts";

/**
 * Counts the cases of each constraint.
 *
 * @param validated how many responses were validated against the response at a pointer
 */
export function countConstraints(
  operation: Operation,
  cases: readonly TestCase[],
  validated: ReadonlyMap<string, number>,
): ConstraintReport[] {
  const positive = new Map<string, number>();
  const negative = new Map<string, number>();
  for (const { pointer, expects } of cases) {
    const side = ["accepted", "ambiguous", "unspecified"].includes(expects) ? positive : negative;
    side.set(pointer, (side.get(pointer) ?? 0) + 1);
  }
  const asked = [
    ...operation.parameters.map(({ schema }) => schema),
    ...(operation.body ? [operation.body.schema] : []),
  ];
  const found = asked.flatMap((schema) => constraintsWithin(schema, "readOnly"));
  if (operation.body?.required) found.push({ pointer: child(operation.body.pointer, "required"), keyword: "required" });
  if (operation.body)
    found.push({ pointer: child(operation.body.pointer, "content", operation.body.mediaType), keyword: "content" });
  for (const one of operation.parameters)
    if (one.required && one.in !== "path") found.push({ pointer: child(one.pointer, "required"), keyword: "required" });
  found.push(...operation.security.map(({ pointer }) => ({ pointer, keyword: "security" })));
  const requests = found.map((constraint) => ({
    ...constraint,
    positive: positive.get(constraint.pointer) ?? 0,
    negative: negative.get(constraint.pointer) ?? 0,
  }));
  const responses = operation.responses.flatMap((response) => {
    const count = validated.get(response.pointer) ?? 0;
    const schemas = [...response.content.values()].filter((schema) => schema !== undefined);
    return schemas
      .flatMap((schema) => constraintsWithin(schema, "writeOnly"))
      .map((constraint) => ({ ...constraint, positive: count, negative: 0 }));
  });
  return mergeConstraints([...requests, ...responses]);
}

/** One row a constraint: several operations and responses may share it. */
export function mergeConstraints(constraints: readonly ConstraintReport[]): ConstraintReport[] {
  const byPointer = new Map<string, ConstraintReport>();
  for (const constraint of constraints) {
    const before = byPointer.get(constraint.pointer);
    byPointer.set(
      constraint.pointer,
      before
        ? {
            ...before,
            positive: Math.max(before.positive, constraint.positive),
            negative: Math.max(before.negative, constraint.negative),
          }
        : constraint,
    );
  }
  return [...byPointer.values()];
}
