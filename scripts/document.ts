/** The parts of a bundled API description that the documentation and the client's rules are made of. */

/** A schema of the description; `$ref` points into `components`. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  [keyword: string]: unknown;
}

/** A body in one media type, with its examples by name. */
export interface Media {
  schema?: Schema;
  examples?: Record<string, { summary?: string; value?: unknown }>;
}

/** An answer of an operation. */
export interface Response {
  $ref?: string;
  description?: string;
  headers?: Record<string, { $ref?: string; description?: string; schema?: Schema }>;
  content?: Record<string, Media>;
}

/** A parameter of an operation. */
export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

/** An operation; its `operationId` is there because the linter demands it. */
export interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { $ref?: string; description?: string; required?: boolean; content: Record<string, Media> };
  responses: Record<string, Response>;
  "x-codeSamples"?: { lang: string; label: string; source: string }[];
}

type Method = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

/** A bundled API description. */
export interface Document {
  info: { title: string; version: string; summary?: string; description?: string };
  servers?: { url: string; description?: string }[];
  tags?: { name: string; description?: string }[];
  externalDocs?: { url: string; description?: string };
  paths: Record<string, { parameters?: Parameter[] } & Partial<Record<Method, Operation>>>;
  components: {
    schemas?: Record<string, Schema>;
    responses?: Record<string, Response>;
    securitySchemes?: Record<string, { description?: string }>;
  };
}

const methods: Method[] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Every operation with its path, its method, and the parameters of its path before its own. */
export function operationsOf(
  document: Document,
): { path: string; method: string; operation: Operation; parameters: Parameter[] }[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      return [{ path, method, operation, parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])] }];
    }),
  );
}

/** What a `$ref` into the document points at; anything else is returned as it is. */
export function resolve<T extends { $ref?: string }>(document: Document, value: T): T {
  if (value.$ref === undefined) return value;
  const keys = value.$ref.slice(2).split("/");
  const target = keys.reduce<unknown>(
    (at, key) => (at as Record<string, unknown> | undefined)?.[key.replaceAll("~1", "/").replaceAll("~0", "~")],
    document,
  );
  if (typeof target !== "object") throw new Error(`${value.$ref} leads nowhere.`);
  const { $ref: _, ...siblings } = value;
  return { ...resolve(document, target as T), ...siblings } as T;
}
