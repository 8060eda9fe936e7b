import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { checks } from "../../src/contract/check/finding.ts";
import { examples } from "./checks/examples.ts";

const read = (name: string) => readFileSync(path.join(import.meta.dirname, `checks/${name}.js`), "utf8");

/** The page as the checks say it; `npx vitest -u --config test/vitest.config.ts test/docs/checks-page` writes it. */
function page(): string {
  const rows = checks.map(({ code, name, severity }) => [`[${code}](#${code.toLowerCase()}-${name})`, name, severity]);
  const sections = checks.map(
    ({ code, name, meaning, reason, fix }) =>
      `## ${code} ${name}\n\n${meaning}\n\n**Why it matters:** ${reason}\n\n**How to fix it:** ${fix}\n\n${exampleOf(name)}`,
  );
  return `# Checks and codes

Each check of [the contract gate](contract-gate.md) looks for one kind of violation and has a code that never changes.
\`--explain CODE\` prints what is said here, and takes the name as well. Findings are reported in this order, the most
severe first.

${table(["Code", "Name", "Severity"], rows)}

Below, each check has one line of [a server](#the-server-of-the-examples): with the line that begins with a minus sign the
check finds it, with the other one it passes. What a server holds is shown by [another one](#the-server-that-holds-notes).

A secret or a key counts as returned when all of it is in a response, in any of its encodings (JSON, percent, base64,
hexadecimal), or three quarters of it in one piece of at least 8 characters. A shorter piece, such as the last four
characters of a key, is no finding. A secret or a key with fewer than 8 characters counts where it stands alone; a key with
fewer than 4 is not looked for.

${sections.join("\n")}
## The server of the examples

It passes. \`respond\` takes a request as \`{ method, path, headers, text }\`.

\`\`\`js
${read("server")}\`\`\`

## The server that holds notes

It passes, too. A note has a \`text\`, may be \`pinned\`, and has an \`id\` and an \`author\` that are \`readOnly\`.

\`\`\`js
${read("notes")}\`\`\`
`;
}

function exampleOf(name: (typeof checks)[number]["name"]): string {
  const { mended, broken, note } = examples[name];
  const [minus, plus] = [broken, mended].map((line) => line.trim());
  return `${note === undefined ? "" : `${note}\n\n`}\`\`\`diff\n- ${minus}\n+ ${plus}\n\`\`\`\n`;
}

/** A table in Markdown, as Biome formats it. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const rule = widths.map((width) => "-".repeat(width));
  return [head, rule, ...rows]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`)
    .join("\n");
}

test("the page of checks says what the checks say", async () => {
  await expect(page()).toMatchFileSnapshot("../../openapi/guides/checks.md");
});
