/** What the client needs of the description at run time: the rules of a request, and the validator of a session. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { rolldown } from "rolldown";
import { type Document, operationsOf, resolve, type Schema } from "./document.ts";
import { root } from "./run.ts";

type Json = Record<string, unknown>;

/** The keywords and the types that src/input.ts checks. */
const checked = ["type", "minLength", "pattern"];
const types: unknown[] = ["string", "boolean", "object"];
/** `writeOnly` becomes `secretFields`. */
const annotations = ["writeOnly", "title", "description", "example", "examples", "deprecated"];
const entry = "session-validator";

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A schema without what the client doesn't check; a keyword that nobody decided about stops the generation. */
function rulesOf(document: Document, schema: Schema, where: string): Json {
  const rules: Json = {};
  for (const [keyword, value] of Object.entries(resolve(document, schema))) {
    const place = `${where}/${keyword}`;
    if (keyword === "properties" && isObject(value)) {
      const named = Object.entries(value).map(([name, property]) => [
        name,
        rulesOf(document, property as Schema, `${place}/${name}`),
      ]);
      rules[keyword] = Object.fromEntries(named);
    } else if (keyword === "propertyNames" || (keyword === "additionalProperties" && isObject(value))) {
      rules[keyword] = rulesOf(document, value as Schema, place);
    } else if (checked.includes(keyword) && (keyword !== "type" || types.includes(value))) {
      if (value !== 0) rules[keyword] = value;
    } else if (!annotations.includes(keyword) && !keyword.startsWith("x-") && value !== 0 && value !== true) {
      throw new Error(
        `${place}: the client can't check this yet. Teach src/input.ts, or name it in ${import.meta.filename}.`,
      );
    }
  }
  return rules;
}

/** The properties of a body that are `writeOnly`. */
function secretFields(document: Document, body: Schema): string[] {
  const { properties = {} } = resolve(document, body);
  const names = Object.keys(properties);
  return names.filter((name) => resolve(document, properties[name] as Schema)["writeOnly"] === true);
}

/** The JSON texts of the patterns in rules. */
const patterns = /("pattern": )("(?:[^"\\]|\\.)*")/g;

/** As JSON Schema reads it: with the flag `u`. */
function regExp(pattern: string): RegExp {
  return new RegExp(pattern, "u");
}

/** The text of generated/rules.ts. */
export function clientRules(document: Document): string {
  const rules: Json = {};
  const secrets = new Set<string>();
  for (const { path, method, operation, parameters } of operationsOf(document)) {
    const name = `${method.toUpperCase()} ${path}`;
    const inPath = parameters.map((parameter) => resolve(document, parameter)).filter((each) => each.in === "path");
    const named = inPath.map((each) => [each.name, rulesOf(document, each.schema ?? {}, `${name} ${each.name}`)]);
    const requestBody = operation.requestBody && resolve(document, operation.requestBody);
    const body = requestBody?.content["application/json"]?.schema;
    rules[name] = {
      parameters: Object.fromEntries(named),
      ...(body && { body: rulesOf(document, body, `${name} body`) }),
    };
    for (const field of body ? secretFields(document, body) : []) secrets.add(field);
  }
  const declare = (name: string, value: unknown, comment: string) => {
    const code = JSON.stringify(value, null, 2).replace(
      patterns,
      (_, key, text) => `${key}${regExp(JSON.parse(text))} as RegExp`,
    );
    return `/** ${comment} */\nexport const ${name} = ${code} as const;\n`;
  };
  return [
    declare("server", document.servers?.[0]?.url, "Where the API is."),
    declare("operations", rules, "What the path parameters and the body of a request must be, by method and path."),
    declare("secretFields", [...secrets], "The fields of bodies that must never be shown."),
  ].join("\n");
}

/** The text of generated/session-validator.js: Ajv's own code for the schema `Session`, with all that it calls. */
export async function sessionValidator(document: Json): Promise<string> {
  const ajv = new Ajv2020({ allErrors: true, strict: false, code: { source: true, esm: true } });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: "openapi" });
  const validate = ajv.compile({ $ref: "openapi#/components/schemas/Session" });
  const bundle = await rolldown({
    cwd: root,
    input: entry,
    platform: "neutral",
    plugins: [
      {
        name: entry,
        resolveId: (id) => (id === entry ? path.join(root, `${entry}.js`) : undefined),
        load: (id) => (id.endsWith(`${entry}.js`) ? standaloneCode.default(ajv, validate) : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ comments: false });
  const license = readFileSync(path.join(root, "node_modules/ajv/LICENSE"), "utf8").trim();
  return `/*\nParts of this file come from Ajv and ajv-formats:\n\n${license}\n*/\n${output[0].code}`;
}

/** The text of generated/session-validator.d.ts. */
export const sessionValidatorTypes = `/** A rule that a value breaks: where, as a JSON pointer, and which. */
export interface ErrorObject {
  readonly instancePath: string;
  readonly params: { readonly missingProperty?: string };
  readonly message: string;
}

/** Whether a value is what the schema \`Session\` says; if not, \`errors\` says why until the next call. */
export declare const validate: {
  (value: unknown): boolean;
  readonly errors: readonly ErrorObject[] | null;
};
`;
