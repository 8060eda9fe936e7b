/** The constraints of a description, each keyword at each place, and how often a run tested each. */
import { constraintsWithin, type ListedConstraint } from "../../openapi/constraint-list.ts";
import type { Operation } from "../../openapi/operation.ts";
import { child } from "../../openapi/pointer.ts";
import { isPlain } from "../generate/positive.ts";
import type { RunResult } from "../run/result.ts";
import type { ConstraintReport } from "./report.ts";

/** The constraints of the operations of a run; with `only`, those that its cases come from, and its responses tested. */
export function constraintsOf(
  { operations, outcomes, responses }: RunResult,
  only: string | undefined,
): ConstraintReport[] {
  const cases = new Map(outcomes.map(({ testCase }) => [testCase.pointer, 0]));
  for (const { kind, testCase } of outcomes)
    if (kind === "tested" && !isPlain(testCase)) cases.set(testCase.pointer, (cases.get(testCase.pointer) ?? 0) + 1);
  const rows = operations.flatMap((operation) => [
    ...requestConstraints(operation).map((place) => ({ ...place, tests: cases.get(place.pointer) ?? 0 })),
    ...responseConstraints(operation, responses),
  ]);
  // Operations, requests and responses may share a constraint.
  const byPointer = new Map<string, ConstraintReport>();
  for (const row of rows) {
    const tests = Math.max(row.tests, byPointer.get(row.pointer)?.tests ?? 0);
    byPointer.set(row.pointer, { ...row, tests });
  }
  const isWanted = ({ pointer, tests }: ConstraintReport) => only === undefined || tests > 0 || cases.has(pointer);
  return [...byPointer.values()].filter(isWanted);
}

function requestConstraints({ parameters, body, security }: Operation): ListedConstraint[] {
  const required = (pointer: string) => ({ pointer: child(pointer, "required"), keyword: "required" });
  return [
    ...parameters.flatMap(({ schema }) => constraintsWithin(schema, "request")),
    ...parameters
      .filter((parameter) => parameter.required && parameter.in !== "path")
      .map(({ pointer }) => required(pointer)),
    ...(body ? constraintsWithin(body.schema, "request") : []),
    ...(body?.required ? [required(body.pointer)] : []),
    ...(body ? [{ pointer: child(body.pointer, "content", body.mediaType), keyword: "content" }] : []),
    ...security.map(({ pointer }) => ({ pointer, keyword: "security" })),
  ];
}

/** Every response of a status code tests all constraints of its schema. */
function responseConstraints(operation: Operation, responses: ReadonlyMap<string, number>): ConstraintReport[] {
  return operation.responses.flatMap(({ pointer, content }) => {
    const schemas = [...content.values()].filter((schema) => schema !== undefined);
    const places = schemas.flatMap((schema) => constraintsWithin(schema, "response"));
    return places.map((place) => ({ ...place, tests: responses.get(pointer) ?? 0 }));
  });
}
