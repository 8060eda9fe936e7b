/** Finds out which references of a body the server knows. */
import { isSuccess } from "../check/documented-response.ts";
import type { GenerationContext } from "../generate/context.ts";
import { referenceCases } from "../generate/positive.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { HttpResult } from "../transport/exchange.ts";
import type { Parts } from "./scheduler.ts";

/** References whose example the server refuses: it names nothing that exists there. */
export async function unknownReferences(context: GenerationContext, parts: Parts): Promise<Set<string>> {
  const { sender, budget, checker, outcomes } = parts;
  const unknown = new Set<string>();
  for (const { name, withReference, withoutReference } of referenceCases(context)) {
    if (!budget.take(withReference)) break;
    const exchange = await sender.send(withReference);
    if (!(await refusesReference(exchange.result, withoutReference, parts))) continue;
    unknown.add(name);
    const findings = checker.findings(exchange);
    const reason = `${name}: the server does not know the value of the example; --known ${name}=VALUE gives another`;
    if (findings.length > 0) outcomes.tested(exchange, findings);
    else outcomes.skipped(withReference, reason);
  }
  return unknown;
}

/** Whether a refusal is that of a reference: by its status code, or because the same request without it succeeds. */
async function refusesReference(
  result: HttpResult,
  withoutReference: TestCase,
  { sender, budget }: Parts,
): Promise<boolean> {
  if (result.kind === "no-response" || result.status < 400 || result.status >= 500) return false;
  if (result.status === 403 || result.status === 404) return true;
  if ([401, 407, 429].includes(result.status) || !budget.take(withoutReference)) return false;
  const without = (await sender.send(withoutReference)).result;
  return without.kind === "response" && isSuccess(withoutReference.operation, without.status);
}
