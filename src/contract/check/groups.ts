/** Groups findings, so that one fault of the server is reported once. */
import { groupBy } from "../../lists.ts";
import type { Finding } from "./finding.ts";

const causeOf = ({ check, cause, pointer }: Finding) => `${check.name} ${cause ?? pointer}`;

/** The findings by cause; those of the cause itself stand before its consequences. */
export function groupByCause(findings: readonly Finding[]): Finding[][] {
  const causes = new Set(findings.map(causeOf));
  const groups = groupBy(findings, (finding) => {
    const implying = `${finding.check.name} ${finding.impliedBy}`;
    return causes.has(implying) ? implying : causeOf(finding);
  });
  return [...groups].flatMap(([cause, group]) =>
    splitByProperties(group.toSorted((a, b) => Number(causeOf(a) !== cause) - Number(causeOf(b) !== cause))),
  );
}

/**
 * The findings of one cause, by the properties of the smallest requests: what happened to a request with some
 * properties explains what happened to one with more.
 */
function splitByProperties(findings: readonly Finding[]): Finding[][] {
  const groups: Finding[][] = [];
  for (const finding of findings.toSorted((a, b) => propertiesOf(a).length - propertiesOf(b).length)) {
    const properties = propertiesOf(finding);
    const group = groups.find(
      ([smallest]) => smallest && propertiesOf(smallest).every((name) => properties.includes(name)),
    );
    if (group) group.push(finding);
    else groups.push([finding]);
  }
  return groups;
}

const propertiesOf = ({ properties = [] }: Finding) => properties;
