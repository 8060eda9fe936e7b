/**
 * The settings of `npm run test:mutation`.
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  testRunner: "vitest",
  vitest: { configFile: "scripts/mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  // What is computed once, when a module loads, would need every test for each mutant.
  ignoreStatic: true,
  // The sandbox is a copy of the project.
  ignorePatterns: ["dist", "reports", "scripts/docs/site"],
  reporters: ["clear-text"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: "reports/stryker",
  concurrency: 2,
  // A mutant that changes a delay may wait for it.
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 90, break: 90 },
};
