/** The reference in Markdown, for assistants and for whoever reads in a terminal. */
import {
  type Document,
  type Media,
  operationsOf,
  type Parameter,
  type Response,
  resolve,
  type Schema,
} from "./document.ts";

const json = (value: unknown) => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
const oneLine = (text = "") => text.trim().replaceAll(/\s*\n\s*/g, " ");
const code = (value: unknown) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

/** What a keyword demands, in the words of the table of properties. */
const rules: Record<string, (value: unknown) => string> = {
  writeOnly: () => "write-only: never returned",
  format: (value) => `format ${code(value)}`,
  pattern: (value) => `matches ${code(value)}`,
  minLength: (value) => (value === 1 ? "not empty" : `at least ${value} characters`),
  maxLength: (value) => `at most ${value} characters`,
  minimum: (value) => `at least ${value}`,
  maximum: (value) => `at most ${value}`,
  minItems: (value) => `at least ${value} items`,
  maxItems: (value) => `at most ${value} items`,
  enum: (value) => `one of ${(value as unknown[]).map(code).join(", ")}`,
  const: (value) => `always ${code(value)}`,
  default: (value) => `${code(value)} by default`,
  "x-extensible-enum": (value) => `known words: ${(value as unknown[]).map(code).join(", ")}`,
};

function rulesOf(schema: Schema): string[] {
  return Object.entries(rules).flatMap(([keyword, say]) => (keyword in schema ? [say(schema[keyword])] : []));
}

function typeOf(document: Document, schema: Schema): string {
  const types = [schema.type ?? "any JSON"].flat().join(" or ");
  if (schema.items) return `${types} of ${typeOf(document, resolve(document, schema.items))}`;
  if (typeof schema.additionalProperties !== "object") return types;
  return `${types} of ${typeOf(document, resolve(document, schema.additionalProperties))} values`;
}

/** What a map demands of its names and values. */
function entries(document: Document, schema: Schema): string[] {
  const about = (what: string, part: Schema | boolean | undefined) => {
    if (typeof part !== "object") return [];
    const found = rulesOf(resolve(document, part));
    return found.length > 0 ? [`${what}: ${found.join(", ")}`] : [];
  };
  return [...about("each name", schema.propertyNames), ...about("each value", schema.additionalProperties)];
}

function property(document: Document, name: string, given: Schema, required: boolean, indent = ""): string[] {
  const schema = resolve(document, given);
  const facts = [
    typeOf(document, schema),
    required ? "required" : "optional",
    ...rulesOf(schema),
    ...entries(document, schema),
  ];
  const description = schema.description?.trim().replaceAll("\n", `\n${indent}  `) ?? "";
  const line = `${indent}- \`${name}\` (${facts.join("; ")}): ${description}`;
  return [line, ...properties(document, schema, `${indent}  `)];
}

function properties(document: Document, schema: Schema, indent = ""): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) =>
    property(document, name, value, schema.required?.includes(name) ?? false, indent),
  );
}

function body(document: Document, content: Record<string, Media> = {}): string[] {
  return Object.entries(content).flatMap(([mediaType, { schema, examples }]) => [
    `Body: \`${mediaType}\``,
    schema ? properties(document, resolve(document, schema)).join("\n") : "",
    ...Object.values(examples ?? {}).flatMap((example) => [`Example: ${example.summary}`, json(example.value)]),
  ]);
}

function parameters(document: Document, given: Parameter[]): string[] {
  if (given.length === 0) return [];
  const lines = given.map((one) => {
    const { name, in: place, required, description, schema = {} } = resolve(document, one);
    const facts = [typeOf(document, resolve(document, schema)), place, required ? "required" : "optional"];
    return `- \`${name}\` (${[...facts, ...rulesOf(resolve(document, schema))].join("; ")}): ${oneLine(description)}`;
  });
  return ["### Parameters", lines.join("\n")];
}

/** Statuses that share one answer are told together. */
function responses(document: Document, given: Record<string, Response>): string[] {
  const groups = new Map<string, string[]>();
  for (const [status, { $ref = status }] of Object.entries(given))
    groups.set($ref, [...(groups.get($ref) ?? []), status]);
  return [...groups.values()].flatMap((same) => {
    const response = resolve(document, given[same[0] ?? ""] ?? {});
    const headers = Object.entries(response.headers ?? {}).map(
      ([name, header]) => `- header \`${name}\`: ${oneLine(resolve(document, header).description)}`,
    );
    return [
      `### ${same.join(" or ")}`,
      response.description?.trim() ?? "",
      headers.join("\n"),
      ...body(document, response.content),
    ];
  });
}

/** The whole reference as one Markdown text. */
export function referenceInMarkdown(document: Document): string {
  const { info, servers = [], components } = document;
  const operations = operationsOf(document).flatMap(({ path, method, operation, parameters: given }) => [
    `## ${operation.summary ?? operation.operationId}`,
    `\`${method.toUpperCase()} ${path}\``,
    operation.description?.trim() ?? "",
    ...parameters(document, given),
    ...(operation.requestBody ? ["### Request body", oneLine(operation.requestBody.description)] : []),
    ...body(document, operation.requestBody?.content),
    ...responses(document, operation.responses),
    ...(operation["x-codeSamples"] ?? []).flatMap(({ label, lang, source }) => [
      `### ${label}`,
      `\`\`\`${lang}\n${source.trimEnd()}\n\`\`\``,
    ]),
  ]);
  const schemes = Object.values(components.securitySchemes ?? {}).map((scheme) => oneLine(scheme.description));
  const parts = [
    `# ${info.title}`,
    info.summary ?? "",
    info.description?.trim() ?? "",
    ...servers.map(({ url, description }) => `${description ?? "Server"}: <${url}>`),
    "## Authentication",
    ...schemes,
    ...operations,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
