/** Groups findings, so that one fault of the server is reported once. */
import { groupBy } from "../../lists.ts";
import type { Finding } from "./finding.ts";

/** The findings by their root causes. In each group the finding to show stands first. */
export function groupByCause(findings: readonly Finding[]): Finding[][] {
  const own = new Set(findings.map(ownCause));
  const groups = groupBy(findings, (finding) => causesOf(finding).find((cause) => own.has(cause)));
  return [...groups].map(([cause, group]) =>
    group.sort(
      (a, b) => rank(a, cause) - rank(b, cause) || crashOf(a) - crashOf(b) || sizeOf(a) - sizeOf(b) || byId(a, b),
    ),
  );
}

const causesOf = ({ check, rootCause, pointer }: Finding) =>
  (rootCause ?? [pointer]).map((cause) => `${check.name} ${cause}`);

const ownCause = (finding: Finding) => causesOf(finding).at(-1);

/**
 * A finding that its request shows alone comes before the others, then one of the cause itself before its consequences,
 * then one that is not random.
 */
function rank(finding: Finding, cause: string | undefined): number {
  const isRandom = finding.exchange.testCase.randomIndex !== undefined;
  return (finding.alone === undefined ? 0 : 4) + (ownCause(finding) === cause ? 0 : 2) + Number(isRandom);
}

/** Where a server takes no connections any more, it is the first request that it may have crashed on. */
const crashOf = ({ exchange: { result, sequence } }: Finding) =>
  result.kind === "no-response" && result.reason === "connection" ? sequence : 0;

/** So that runs with another seed or other options, and so another order of the cases, show the same finding. */
const byId = (a: Finding, b: Finding) => (idOf(a) < idOf(b) ? -1 : 1);
const idOf = ({ exchange }: Finding) => exchange.testCase.id;

const sizeOf = ({ exchange: { testCase } }: Finding) =>
  (testCase.template.body?.length ?? 0) + testCase.template.path.length + testCase.template.query.length;
