/** What a run leaves out on purpose. */
import type { Finding } from "../check/finding.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Ignored } from "../options.ts";

/** The entry by which a test case is not sent. */
export function exclusionOf(testCase: TestCase, ignore: readonly Ignored[]): Ignored | undefined {
  return ignore.find(({ code, text = "" }) => code === undefined && isIn(text, testCase));
}

/** The entry by which a finding doesn't fail the run. */
export function entryFor({ check, exchange, title, pointer }: Finding, ignore: readonly Ignored[]) {
  const { testCase } = exchange;
  return ignore.find(
    ({ code, text = "" }) => code === check.code && (isIn(text, testCase) || isIn(text, { title, pointer })),
  );
}

const isIn = (text: string, { id = "", title, pointer }: { id?: string; title: string; pointer: string }) =>
  [id, title, pointer].some((other) => other.includes(text));

/** Why a case or a finding is left out. */
export const reasonOfEntry = ({ code, text, reason }: Ignored): string =>
  reason ??
  (code === undefined ? `"${text}" is excluded` : `${code}${text === undefined ? "" : `:${text}`} is ignored`);
