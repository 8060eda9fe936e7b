/** What `--explain` prints. */
import { checks } from "../check/finding.ts";
import { UsageError } from "./arguments.ts";

/** The meaning of a check, by its code or its name, why it matters, and how to fix it. */
export function explain(text: string): string {
  // A heading shows both, as "DS121 invalid-accepted".
  const words = text.toLowerCase().split(/\s+/);
  const check = checks.find(({ code, name }) => words.includes(code.toLowerCase()) || words.includes(name));
  if (check === undefined) {
    const known = checks.map(({ code, name }) => `  ${code}  ${name}`).join("\n");
    throw new UsageError(`--explain takes one of these codes or names, and got ${JSON.stringify(text)}:\n${known}`);
  }
  const { code, name, severity, meaning, reason, fix } = check;
  return `${code} ${name} (${severity})\n\n${meaning}\n\nWhy it matters: ${reason}\n\nHow to fix it: ${fix}\n`;
}
