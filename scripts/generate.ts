/** `npm run generate` compiles openapi/ into generated/; with `--check` it only compares. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import openapiTS, { astToString, type SchemaObject } from "openapi-typescript";
import ts from "typescript";
import { clientConstraints } from "./generate/client-constraints.ts";
import { responses } from "./generate/responses.ts";
import { readOptions } from "./lib/options.ts";
import { root, run } from "./lib/run.ts";

const header = "// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit.\n\n";

/** Keeps an open set of words open and still suggested: `"idle" | "running" | (string & {})`. */
function openSet(schema: SchemaObject): ts.TypeNode | undefined {
  const words: unknown = (schema as Record<string, unknown>)["x-extensible-enum"];
  if (!Array.isArray(words)) return undefined;
  const { factory } = ts;
  const anyOther = factory.createParenthesizedType(
    factory.createIntersectionTypeNode([
      factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
      factory.createTypeLiteralNode([]),
    ]),
  );
  const known = words.map((word) => factory.createLiteralTypeNode(factory.createStringLiteral(String(word))));
  const nullable = Array.isArray(schema.type) && schema.type.includes("null");
  const absent = nullable ? [factory.createLiteralTypeNode(factory.createNull())] : [];
  return factory.createUnionTypeNode([...known, anyOther, ...absent]);
}

/** Lets optional properties be `undefined`, also for those who compile with `exactOptionalPropertyTypes`. */
function allowUndefined(node: ts.Node): ts.Node {
  const { factory } = ts;
  return ts.transform(node, [
    (context) => (root) => {
      const visit = (each: ts.Node): ts.Node => {
        const visited = ts.visitEachChild(each, visit, context);
        if (!ts.isPropertySignature(visited) || !visited.questionToken || !visited.type) return visited;
        if (visited.type.kind === ts.SyntaxKind.NeverKeyword) return visited;
        const type = factory.createUnionTypeNode([
          visited.type,
          factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword),
        ]);
        const { modifiers, name, questionToken } = visited;
        return factory.updatePropertySignature(visited, modifiers, name, questionToken, type);
      };
      return visit(root);
    },
  ]).transformed[0] as ts.Node;
}

/** Compiles the description, and returns the text of each file of generated/. */
async function compile(): Promise<Record<string, string>> {
  const folder = mkdtempSync(path.join(tmpdir(), "dari-generated-"));
  try {
    const bundle = path.join(folder, "openapi.json");
    run("redocly", ["lint", "dari"], "Correct openapi/openapi.yaml where it says so, then: npm run generate");
    run("redocly", ["bundle", "dari", "--output", bundle]);
    const text = readFileSync(bundle, "utf8");
    const document = JSON.parse(text);
    const types = await openapiTS(document, { alphabetize: false, transform: openSet });
    return {
      "openapi.json": text,
      "openapi.ts": header + astToString(types.map(allowUndefined)),
      "constraints.ts": header + clientConstraints(document),
      "responses.ts": header + responses(document),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { check } = readOptions("Compiles openapi/ into generated/.", {
  check: { type: "boolean", help: "Only compare: fail if a file in generated/ is stale." },
});
for (const [name, text] of Object.entries(await compile())) {
  const file = path.join(root, "generated", name);
  if (!check) {
    writeFileSync(file, text);
    console.log(`wrote generated/${name}`);
  } else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    console.error(`generated/${name} is stale: run \`npm run generate\` and commit the result.`);
    process.exitCode = 1;
  }
}
