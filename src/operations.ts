import { operations } from "../generated/rules.ts";
import { type Issue, issue, refuse } from "./errors.ts";
import { check, checkSegment, type Rules } from "./input.ts";
import type { CallOptions } from "./options.ts";
import { checkCallOptions } from "./settings.ts";

/** The name of an operation: its method and its path. */
export type OperationName = keyof typeof operations;

interface OperationRules {
  readonly parameters: Readonly<Record<string, Rules>>;
  readonly body?: Rules;
}

const rulesByName: Readonly<Record<string, OperationRules>> = operations;

/** @throws {DariInputError} if a request breaks rules of the API description, or its options theirs; all at once */
export function checkRequest(
  operation: string,
  ids: Readonly<Record<string, unknown>> | undefined,
  body: unknown,
  options: CallOptions | undefined,
): void {
  const issues: Issue[] = [];
  const rules = rulesByName[operation];
  if (!rules) issues.push(issue("path", "be one of the API, with its method"));
  for (const name in rules?.parameters) checkSegment(ids?.[name], rules.parameters[name] as Rules, issues, name);
  if (rules?.body && body !== undefined) check(body, rules.body, issues, "params");
  if (options) checkCallOptions(options, issues);
  refuse(issues);
}
