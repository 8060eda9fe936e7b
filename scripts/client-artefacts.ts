/** What the client needs of the description at run time: the rules of a request, and the validator of a session. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { rolldown } from "rolldown";
import { root } from "./run.ts";

type Json = Record<string, unknown>;

/** The keywords that src/input.ts checks. */
const checked = ["type", "minLength", "pattern"];
/** `writeOnly` becomes `secretFields`. */
const annotations = ["writeOnly", "title", "description", "example", "examples", "deprecated"];
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
    } else if (checked.includes(keyword)) {
      if (value !== 0) rules[keyword] = value;
    } else if (!annotations.includes(keyword) && !keyword.startsWith("x-") && value !== 0 && value !== true) {
      throw new Error(
        `${place}: the client can't check this yet. Teach src/input.ts, or name it in ${import.meta.filename}.`,
      );
    }
  }
  return rules;
}

/** The properties of a create's body that are `writeOnly`. */
function secretFields(document: Json): string[] {
  const { properties } = resolve(document, { $ref: "#/components/schemas/CreateSessionRequest" });
  const isSecret = ([, property]: [string, unknown]) => resolve(document, property as Json)["writeOnly"] === true;
  return Object.entries(properties as Json)
    .filter(isSecret)
    .map(([name]) => name);
}

/** The text of generated/rules.ts. */
export function clientRules(document: Json): string {
  const { components, servers } = document as {
    components: { schemas: Record<string, Json> };
    servers: { url: string }[];
  };
  const declare = (name: string, value: unknown, comment: string) =>
    `/** ${comment} */\nexport const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`;
  const rules = (name: string) => rulesOf(document, components.schemas[name] ?? {}, name);
  return [
    declare("server", servers[0]?.url, "Where the API is."),
    declare("agentIdRules", rules("AgentId"), "What an agent id must be."),
    declare("requestRules", rules("CreateSessionRequest"), "What the body of a create must be."),
    declare("secretFields", secretFields(document), "The fields of that body which must never be shown."),
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
