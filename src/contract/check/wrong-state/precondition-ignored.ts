import type { Check } from "../check.ts";

export const preconditionIgnored: Check<"precondition-ignored"> = {
  code: "DS159",
  name: "precondition-ignored",
  severity: "wrong state",
  meaning:
    "A condition on an ETag was not evaluated: a stale, missing or raced one was accepted, or a right one refused.",
  reason: "Two callers overwrite each other's changes without noticing (lost update).",
  fix: "Compare `If-Match` with the current ETag in the same transaction as the write, and give each version an ETag of its own.",
};
