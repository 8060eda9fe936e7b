/** The constraints of a description, each keyword at each place, and the cases and responses that tested them. */
import { type ConstraintPlace, constraintsWithin } from "../../openapi/constraint.ts";
import type { Operation } from "../../openapi/operation.ts";
import { child } from "../../openapi/pointer.ts";
import { isPlain } from "../generate/positive.ts";
import { expectations, type TestCase } from "../generate/test-case.ts";
import type { RunResult } from "../run/result.ts";
import type { ConstraintReport } from "./report.ts";

/** The constraints of the operations of a run, with how many of the cases that ran come from each. */
export function constraintsOf({ operations, outcomes, responses }: RunResult): ConstraintReport[] {
  const tested = outcomes.filter((outcome) => outcome.kind === "tested").map(({ testCase }) => testCase);
  const cases = tested.filter((testCase) => !isPlain(testCase));
  const rows = operations.flatMap((operation) => [
    ...ofRequests(operation, cases),
    ...ofResponses(operation, responses),
  ]);
  // Operations and responses may share a constraint.
  const byPointer = new Map<string, ConstraintReport>();
  for (const row of rows) {
    const { positive = 0, negative = 0 } = byPointer.get(row.pointer) ?? {};
    const counts = { positive: Math.max(row.positive, positive), negative: Math.max(row.negative, negative) };
    byPointer.set(row.pointer, { ...row, ...counts });
  }
  return [...byPointer.values()];
}

function ofRequests(operation: Operation, cases: readonly TestCase[]): ConstraintReport[] {
  const counts = new Map<string, { positive: number; negative: number }>();
  for (const { pointer, expects } of cases.filter((testCase) => testCase.operation.pointer === operation.pointer)) {
    const count = counts.get(pointer) ?? { positive: 0, negative: 0 };
    counts.set(pointer, count);
    count[expectations[expects].mayBeAccepted ? "positive" : "negative"] += 1;
  }
  return requestConstraints(operation).map((constraint) => ({
    ...constraint,
    ...(counts.get(constraint.pointer) ?? { positive: 0, negative: 0 }),
  }));
}

function requestConstraints({ parameters, body, security }: Operation): ConstraintPlace[] {
  const required = (pointer: string) => ({ pointer: child(pointer, "required"), keyword: "required" });
  return [
    ...parameters.flatMap(({ schema }) => constraintsWithin(schema, "readOnly")),
    ...parameters.filter((one) => one.required && one.in !== "path").map(({ pointer }) => required(pointer)),
    ...(body ? constraintsWithin(body.schema, "readOnly") : []),
    ...(body?.required ? [required(body.pointer)] : []),
    ...(body ? [{ pointer: child(body.pointer, "content", body.mediaType), keyword: "content" }] : []),
    ...security.map(({ pointer }) => ({ pointer, keyword: "security" })),
  ];
}

/** Every response of a status code tests all constraints of its schema. */
function ofResponses(operation: Operation, responses: ReadonlyMap<string, number>): ConstraintReport[] {
  return operation.responses.flatMap(({ pointer, content }) => {
    const schemas = [...content.values()].filter((schema) => schema !== undefined);
    return schemas
      .flatMap((schema) => constraintsWithin(schema, "writeOnly"))
      .map((constraint) => ({ ...constraint, positive: responses.get(pointer) ?? 0, negative: 0 }));
  });
}
