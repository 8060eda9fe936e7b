/** Test cases of missing and wrong credentials. */
import { everyNth } from "../lists.ts";
import { fullestBody, smallestBody, withCanary } from "./body.ts";
import { buildCases, type Difference } from "./builder.ts";
import type { GenerationContext } from "./context.ts";
import { type Presented, wrongCredentials } from "./credential.ts";
import type { TestCase } from "./test-case.ts";

/** Requests without the right credential; some of them with a full body, which a server may look at first. */
export function authCases(context: GenerationContext): TestCase[] {
  const { body, security } = context.operation;
  if (security.length === 0) return [];
  const every = wrongCredentials(context.operation);
  const asCase = (presented: Presented, title: string, body: unknown): Difference => ({
    expects: "unauthorized",
    title,
    pointer: presented.pointer,
    body,
    presented,
  });
  const plain = body?.required ? smallestBody(context) : undefined;
  const full = withCanary(context, fullestBody(context));
  return [
    ...every.map((presented) => asCase(presented, presented.title, plain)),
    ...(body ? everyNth(every, 4) : []).map((presented) =>
      asCase(presented, `${presented.title}, with every property`, full),
    ),
  ].flatMap((difference) => buildCases(context, difference));
}
