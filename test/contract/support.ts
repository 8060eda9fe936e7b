import type { CaseList } from "../../src/contract/cases.ts";
import { listCases } from "../../src/contract/cases.ts";
import { describeBody } from "../openapi/support.ts";

export { describeBody };

/** The cases of that description. */
export function casesOfBody(schema: unknown, operation: object = {}, more: object = {}): CaseList {
  return listCases({ spec: describeBody(schema, operation, more) });
}
