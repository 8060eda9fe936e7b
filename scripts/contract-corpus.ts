/**
 * Lists the cases of schemas that nobody wrote for the gate: `npm run contract:corpus -- --folder <path>` takes a folder with
 * tests of the JSON Schema Test Suite, or with OpenAPI descriptions, and prints what crashed, or took too long.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { listCases } from "../src/contract/generate/case-list.ts";
import { parseDescription } from "../src/openapi/document.ts";
import { SpecError } from "../src/openapi/pointer.ts";
import { readOptions } from "./options.ts";

interface Entry {
  readonly name: string;
  readonly description: unknown;
}

const mostMilliseconds = { schema: 1000, description: 10_000 };

/** A description whose one request body is a schema of the suite; its references are to the schema itself. */
function ofSchema(schema: unknown): unknown {
  const place = "#/components/schemas/Tested";
  const text = JSON.stringify(schema).replaceAll(/"\$ref":"#(?=[/"])/g, `"$ref":"${place}`);
  return {
    openapi: "3.1.1",
    info: { title: "A schema", version: "1" },
    paths: {
      "/": {
        post: {
          operationId: "send",
          requestBody: { required: true, content: { "application/json": { schema: { $ref: place } } } },
          responses: { "204": { description: "Taken" } },
        },
      },
    },
    components: { schemas: { Tested: JSON.parse(text) } },
  };
}

function* entriesOf(folder: string): Generator<Entry> {
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!/\.(json|ya?ml)$/.test(file)) continue;
    const parsed = parseDescription(readFileSync(path.join(folder, file), "utf8"));
    if (!Array.isArray(parsed)) yield { name: file, description: parsed };
    for (const { description, schema } of Array.isArray(parsed) ? parsed : [])
      yield { name: `${file}: ${description}`, description: ofSchema(schema) };
  }
}

/** What went wrong with an entry, or `undefined`. */
function problemOf({ name, description }: Entry, counts: Record<string, number>): string | undefined {
  const most = name.includes(": ") ? mostMilliseconds.schema : mostMilliseconds.description;
  const start = performance.now();
  let outcome = "listed";
  try {
    const { cases } = listCases({ spec: description });
    if (cases.length === 0) outcome = "no case";
  } catch (error) {
    if (!(error instanceof SpecError)) return `${name}: ${(error as Error).stack}`;
    outcome = "refused";
  }
  counts[outcome] = (counts[outcome] ?? 0) + 1;
  const milliseconds = Math.round(performance.now() - start);
  return milliseconds > most ? `${name}: ${milliseconds} ms` : undefined;
}

const { folder } = readOptions("Lists the test cases of schemas and descriptions that nobody wrote for the gate.", {
  folder: { type: "string", value: "path", help: "A folder of the JSON Schema Test Suite, or of descriptions." },
});
if (folder === undefined) {
  process.stderr.write("Which folder? Next: npm run contract:corpus -- --folder <path>\n");
  process.exitCode = 2;
} else {
  const counts: Record<string, number> = {};
  const problems = [...entriesOf(folder)].map((entry) => problemOf(entry, counts)).filter((one) => one !== undefined);
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  process.stdout.write(
    [...problems, `${JSON.stringify(counts)}, ${problems.length} problems, ${megabytes} MB`, ""].join("\n"),
  );
  process.exitCode = problems.length > 0 ? 1 : 0;
}
