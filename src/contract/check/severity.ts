/** How bad a finding is, the worst first. */
export const severities = [
  "security",
  "data loss",
  "wrong state",
  "wrongly accepted",
  "wrongly refused",
  "shape",
] as const;

export type Severity = (typeof severities)[number];
