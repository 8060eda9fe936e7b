/** What `--explain` prints. */
import { checks } from "../check/finding.ts";
import { UsageError } from "./arguments.ts";

/** The meaning of a code, why it matters, and how to fix it. */
export function explain(code: string): string {
  const check = checks.find((one) => one.code === code.toUpperCase());
  if (check === undefined) {
    const codes = checks.map((one) => one.code).join(", ");
    throw new UsageError(`--explain takes one of ${codes}, and got ${JSON.stringify(code)}.`);
  }
  const { name, severity, meaning, reason, fix } = check;
  return `${check.code} ${name} (${severity})\n\n${meaning}\n\nWhy it matters: ${reason}\n\nHow to fix it: ${fix}\n`;
}
