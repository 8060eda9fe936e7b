import type { Reporter, TestCase, TestModule } from "vitest/node";

const shown = 10;

function slowest(tests: readonly TestCase[]): string[] {
  const timed = tests.map((test) => ({ test, seconds: (test.diagnostic()?.duration ?? 0) / 1000 }));
  const sorted = timed.sort((a, b) => b.seconds - a.seconds).slice(0, shown);
  return sorted.map(
    ({ test, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${test.module.relativeModuleId}: ${test.fullName}`,
  );
}

/** How many tests were skipped, for each reason. */
function skipReasons(tests: readonly TestCase[]): string[] {
  const counts = new Map<string, number>();
  for (const test of tests) {
    const result = test.result();
    if (result.state !== "skipped") continue;
    const reason = result.note ?? `no reason given, such as ${test.fullName}`;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `${String(count).padStart(6)}  ${reason}`);
}

/** Ends the run with the slowest tests, the reasons of skipped tests, and one plain line of counts. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const brokenFiles = modules.filter((module) => module.errors().length > 0).length;
    const failed = count("failed") + brokenFiles + unhandledErrors.length;
    const skipped = count("skipped");
    const lines = ["Slowest tests:", ...slowest(tests)];
    if (skipped > 0) lines.push("", "Skipped tests:", ...skipReasons(tests));
    lines.push("", `${count("passed")} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
    // The global teardown prints after this, and the counts must be the last line.
    process.once("exit", () => console.log(`\n${lines.join("\n")}`));
  }
}
