import { operations } from "../generated/rules.ts";
import { type Issue, issue, refuse } from "./errors.ts";
import { check, type Rules } from "./input.ts";
import type { CallOptions } from "./options.ts";
import { callOptions, checkCallOptions, type HeaderEntries, type OptionRules } from "./settings.ts";

/** The name of an operation: its method and its path. */
export type OperationName = keyof typeof operations;

interface OperationRules {
  readonly parameters: Readonly<Record<string, Rules>>;
  readonly body?: Rules;
}

/**
 * Checks a request, and returns the headers that its options give.
 *
 * @throws {DariInputError} if it breaks rules of the API description, or its options theirs; all at once
 */
export function checkRequest(
  operation: string,
  ids: Readonly<Record<string, unknown>> | undefined,
  body: unknown,
  options: CallOptions = {},
  optionRules: OptionRules = callOptions,
): HeaderEntries | undefined {
  const issues: Issue[] = [];
  const rules = (operations as Readonly<Record<string, OperationRules>>)[operation];
  if (!rules) issues.push({ field: operation, message: "is not known" });
  for (const name in rules?.parameters) {
    const id = ids?.[name];
    check(id, rules.parameters[name] as Rules, issues, name);
    // It is one path segment: `.` and `..` would leave the path, and half a letter can't be encoded.
    if (id === "." || id === ".." || (typeof id === "string" && !id.isWellFormed())) {
      issues.push(issue(name, 'be well-formed, not "." or ".."'));
    }
  }
  if (rules?.body && body !== undefined) check(body, rules.body, issues, "body");
  const headers = checkCallOptions(options, optionRules, issues);
  refuse(issues);
  return headers;
}
