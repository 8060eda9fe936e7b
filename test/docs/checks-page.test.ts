import { expect, test } from "vitest";
import { checks } from "../../src/contract/check/finding.ts";

/** The page as the list of checks says it; `npx vitest -u --config test/vitest.config.ts test/docs/checks-page` writes it. */
function page(): string {
  const rows = checks.map(({ code, name, severity, meaning }) => [
    `[${code}](#${code.toLowerCase()}-${name})`,
    severity,
    meaning,
  ]);
  const sections = checks.map(
    ({ code, name, meaning, reason, fix }) =>
      `## ${code} ${name}\n\n${meaning}\n\n**Why it matters:** ${reason}\n\n**How to fix it:** ${fix}\n`,
  );
  return `# Checks and codes

Each check of [the contract gate](contract-gate.md) looks for one kind of violation and has a code that never changes.
\`--explain CODE\` prints the same. Findings are reported in this order, the most severe first.

${table(["Code", "Severity", "Meaning"], rows)}

${sections.join("\n")}`;
}

/** A table in Markdown, as Biome formats it. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const rule = widths.map((width) => "-".repeat(width));
  return [head, rule, ...rows]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`)
    .join("\n");
}

test("the page of checks says what the list of checks says", async () => {
  await expect(page()).toMatchFileSnapshot("../../openapi/guides/checks.md");
});
