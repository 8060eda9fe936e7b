/** Small descriptions that the gate read wrongly once, and a correct server for any of them. */
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Handler, Received } from "./handler.ts";

export const describedKey = "described-key-0123456789";

interface Parameter {
  readonly name: string;
  readonly in: "query" | "header";
  readonly schema: { readonly type?: string; readonly items?: object };
}

/** One operation: what it takes, and how it responds. */
interface Described {
  readonly method: "get" | "post";
  readonly parameters?: readonly Parameter[];
  readonly body?: { readonly required: boolean; readonly schema: object };
  readonly security?: readonly Readonly<Record<string, readonly never[]>>[];
  /** The documented status codes. */
  readonly responses: readonly string[];
}

const securitySchemes = {
  user: { type: "http", scheme: "basic" },
  token: { type: "http", scheme: "bearer" },
  header: { type: "apiKey", in: "header", name: "X-API-Key" },
  query: { type: "apiKey", in: "query", name: "api_key" },
};

const post = (schema: object, required = true): Described => ({
  method: "post",
  body: { required, schema },
  responses: ["204", "4XX"],
});

export const described: Readonly<Record<string, Described>> = {
  "a list of numbers in the query": {
    method: "get",
    parameters: [
      { name: "ids", in: "query", schema: { type: "array", items: { type: "integer", minimum: 1 } } },
      { name: "on", in: "query", schema: { type: "array", items: { type: "boolean" } } },
    ],
    responses: ["204", "4XX"],
  },
  "multiples of a tenth": post({ type: "number", minimum: 0.1, maximum: 0.3, multipleOf: 0.1 }),
  "nullable, which OpenAPI 3.1 does not have": post({
    type: "object",
    properties: { name: { type: "string", nullable: true } },
  }),
  "an optional body of one letter": post({ type: "string", enum: ["a"] }, false),
  "several ways to present a key": {
    method: "get",
    security: [{ user: [] }, { token: [] }, { header: [] }, { query: [] }],
    responses: ["204", "401", "4XX"],
  },
  "nothing about responses": { ...post({ type: "boolean" }), responses: [] },
  "a key, and no documented refusal": { ...post({ type: "integer" }), security: [{ token: [] }], responses: ["204"] },
};

/** The OpenAPI description of an operation. */
export function descriptionOf({ method, parameters = [], body, security = [], responses }: Described): object {
  const requestBody = body && {
    required: body.required,
    content: { "application/json": { schema: body.schema } },
  };
  const operation = {
    operationId: "send",
    parameters,
    security,
    responses: Object.fromEntries(responses.map((status) => [status, { description: status }])),
    ...(requestBody && { requestBody }),
  };
  return {
    openapi: "3.1.1",
    info: { title: "A small API", version: "1" },
    paths: { "/things": { [method]: operation } },
    components: { securitySchemes },
  };
}

const ajv = new Ajv2020({ strict: false });
const isValid = (schema: object, value: unknown) => ajv.validate(schema, value);

/** A server that validates requests as described. */
export function describedServer({ method, parameters = [], body, security = [] }: Described): Handler {
  function statusOf(request: Received): number {
    const { path, query, text } = request;
    if (path !== "/things") return 404;
    if (request.method !== method.toUpperCase()) return 405;
    if (security.length > 0 && !security.some((alternative) => hasKey(Object.keys(alternative), request))) return 401;
    const areRead = parameters.every(({ name, schema }) => {
      const texts = query.getAll(name);
      return texts.length === 0 || isValid(schema, texts.map(readingOf));
    });
    if (!areRead || (body && !isBody(body, text))) return 422;
    return body && text !== "" && !/^application\/json/i.test(request.headers["content-type"] ?? "") ? 415 : 204;
  }

  function isBody({ required, schema }: NonNullable<Described["body"]>, text: string): boolean {
    if (text === "") return !required;
    try {
      return !text.includes("\ufffd") && isValid(schema, JSON.parse(text));
    } catch {
      return false;
    }
  }

  return async (request) => ({ status: statusOf(request), headers: {}, body: undefined });
}

function hasKey(schemes: readonly string[], { headers, query }: Received): boolean {
  const { authorization = "" } = headers;
  const isPresented: Readonly<Record<string, boolean>> = {
    user: authorization === `Basic ${btoa(describedKey)}`,
    token: authorization === `Bearer ${describedKey}`,
    header: headers["x-api-key"] === describedKey,
    query: query.get("api_key") === describedKey,
  };
  return schemes.every((scheme) => isPresented[scheme]);
}

/** The number or boolean that a text of a parameter stands for, or the text. */
function readingOf(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return text.trim() !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
}
