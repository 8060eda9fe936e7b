/** What `--explain` prints. */
import { checkDescriptions } from "../check/codes.ts";
import { UsageError } from "./arguments.ts";

/** The meaning of a code, why it matters, and how to fix it. */
export function explain(code: string): string {
  const check = checkDescriptions.find((description) => description.code === code.toUpperCase());
  if (check === undefined) {
    const codes = checkDescriptions.map((description) => description.code).join(", ");
    throw new UsageError(`--explain takes one of ${codes}, and got ${JSON.stringify(code)}.`);
  }
  const { name, severity, meaning, reason, fix } = check;
  return `${check.code} ${name} (${severity})\n\n${meaning}\n\nWhy it matters: ${reason}\n\nHow to fix it: ${fix}\n`;
}
