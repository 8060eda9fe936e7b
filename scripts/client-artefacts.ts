/** What the client needs of the description at run time: the rules of a request, and the validator of a session. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { rolldown } from "rolldown";
import { root } from "./run.ts";

type Json = Record<string, unknown>;

/** The keywords and the types that src/input.ts checks. */
const checked = ["type", "minLength", "pattern"];
const types: unknown[] = ["string", "boolean", "object"];
/** `writeOnly` becomes `secretFields`. */
const annotations = ["writeOnly", "title", "description", "example", "examples", "deprecated"];
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const entry = "session-validator";

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function resolve(document: Json, schema: Json): Json {
  const { $ref, ...siblings } = schema;
  if (typeof $ref !== "string") return schema;
  const keys = $ref.replace(/^#\//, "").split("/");
  const target = keys.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document);
  if (!isObject(target)) throw new Error(`${$ref} leads nowhere.`);
  return { ...resolve(document, target), ...siblings };
}

/** A schema without what the client doesn't check; a keyword that nobody decided about stops the generation. */
function rulesOf(document: Json, schema: Json, where: string): Json {
  const rules: Json = {};
  for (const [keyword, value] of Object.entries(resolve(document, schema))) {
    const place = `${where}/${keyword}`;
    if (keyword === "properties" && isObject(value)) {
      const named = Object.entries(value).map(([name, property]) => [
        name,
        rulesOf(document, property as Json, `${place}/${name}`),
      ]);
      rules[keyword] = Object.fromEntries(named);
    } else if (keyword === "propertyNames" || (keyword === "additionalProperties" && isObject(value))) {
      rules[keyword] = rulesOf(document, value as Json, place);
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
function secretFields(document: Json, body: Json): string[] {
  const { properties = {} } = resolve(document, body);
  const isSecret = ([, property]: [string, unknown]) => resolve(document, property as Json)["writeOnly"] === true;
  return Object.entries(properties as Json)
    .filter(isSecret)
    .map(([name]) => name);
}

/** The operations of a document as the client sends them: by method and path, with what the request must be. */
function operationsOf(document: Json): { rules: Json; secrets: string[] } {
  const rules: Json = {};
  const secrets = new Set<string>();
  for (const [route, item] of Object.entries(document["paths"] as Record<string, Json>)) {
    for (const method of methods.filter((method) => method in item)) {
      const { parameters = [], requestBody } = item[method] as { parameters?: Json[]; requestBody?: Json };
      const given = [...((item["parameters"] as Json[]) ?? []), ...parameters].map((each) => resolve(document, each));
      const inPath = given.filter((parameter) => parameter["in"] === "path");
      const name = `${method.toUpperCase()} ${route}`;
      const parameterRules = inPath.map((parameter) => [
        parameter["name"],
        rulesOf(document, parameter["schema"] as Json, `${name} ${parameter["name"]}`),
      ]);
      const { content } = resolve(document, requestBody ?? {}) as { content?: Record<string, { schema: Json }> };
      const body = content?.["application/json"]?.schema;
      rules[name] = {
        parameters: Object.fromEntries(parameterRules),
        ...(body && { body: rulesOf(document, body, `${name} body`) }),
      };
      for (const field of body ? secretFields(document, body) : []) secrets.add(field);
    }
  }
  return { rules, secrets: [...secrets] };
}

/** The text of generated/rules.ts. */
export function clientRules(document: Json): string {
  const { servers } = document as { servers: { url: string }[] };
  const declare = (name: string, value: unknown, comment: string) =>
    `/** ${comment} */\nexport const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`;
  const { rules, secrets } = operationsOf(document);
  return [
    declare("server", servers[0]?.url, "Where the API is."),
    declare("operations", rules, "What the path parameters and the body of a request must be, by method and path."),
    declare("secretFields", secrets, "The fields of bodies that must never be shown."),
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
