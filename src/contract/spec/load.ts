/** Reads an OpenAPI 3.1 document into the operations that the cases are derived from. */
import {
  type DocumentedResponse,
  type Example,
  isJson,
  type Operation,
  type Parameter,
  type RequestBody,
  type SecurityScheme,
} from "./operation.ts";
import { at, child, follow, isObject, type JsonObject, SpecError } from "./pointer.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** The operations of a document, in its order. */
export function loadOperations(document: unknown): Operation[] {
  if (!isObject(document) || typeof document["openapi"] !== "string") {
    throw new SpecError("This is not an OpenAPI document: it has no `openapi`.");
  }
  if (!/^3\.[1-9]/.test(document["openapi"])) {
    throw new SpecError(`OpenAPI ${document["openapi"]} is not supported: 3.1 is needed.`);
  }
  const operations: Operation[] = [];
  for (const path of Object.keys(isObject(document["paths"]) ? document["paths"] : {})) {
    const item = follow(document, child("/paths", path));
    for (const method of methods) {
      if (isObject(item.value[method])) operations.push(loadOperation(document, path, method, item.pointer));
    }
  }
  if (operations.length === 0) throw new SpecError("This OpenAPI document has no operation.");
  return operations;
}

function loadOperation(document: JsonObject, path: string, method: string, item: string): Operation {
  const pointer = child(item, method);
  const value = at(document, pointer) as JsonObject;
  const id = value["operationId"];
  return {
    id: typeof id === "string" ? id : `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    pointer,
    parameters: loadParameters(document, [child(item, "parameters"), child(pointer, "parameters")]),
    body: value["requestBody"] === undefined ? undefined : loadBody(document, child(pointer, "requestBody")),
    responses: loadResponses(document, child(pointer, "responses")),
    security: loadSecurity(document, value["security"] ?? document["security"]),
  };
}

function loadParameters(document: unknown, lists: string[]): Parameter[] {
  const byName = new Map<string, Parameter>();
  for (const list of lists) {
    const entries = at(document, list);
    for (const index of Array.isArray(entries) ? entries.keys() : []) {
      const { pointer, value } = follow(document, child(list, index));
      const place = value["in"] as Parameter["in"];
      byName.set(`${place} ${value["name"]}`, {
        name: String(value["name"]),
        in: place,
        required: value["required"] === true || place === "path",
        explode: typeof value["explode"] === "boolean" ? value["explode"] : place === "query" || place === "cookie",
        pointer,
        schema: child(pointer, "schema"),
        examples: loadExamples(document, pointer),
      });
    }
  }
  return [...byName.values()];
}

function loadBody(document: unknown, at: string): RequestBody | undefined {
  const { pointer, value } = follow(document, at);
  const content = isObject(value["content"]) ? Object.keys(value["content"]) : [];
  const mediaType = content.find(isJson);
  if (mediaType === undefined) return undefined;
  const media = child(pointer, "content", mediaType);
  return {
    pointer,
    required: value["required"] === true,
    mediaType,
    schema: child(media, "schema"),
    examples: loadExamples(document, media),
  };
}

function loadExamples(document: unknown, holder: string): Example[] {
  const { value } = follow(document, holder);
  const examples: Example[] =
    "example" in value ? [{ pointer: child(holder, "example"), value: value["example"] }] : [];
  for (const name of isObject(value["examples"]) ? Object.keys(value["examples"]) : []) {
    const example = follow(document, child(holder, "examples", name));
    if ("value" in example.value)
      examples.push({ pointer: child(example.pointer, "value"), value: example.value["value"] });
  }
  return examples;
}

function loadResponses(document: unknown, holder: string): DocumentedResponse[] {
  const responses = at(document, holder);
  return Object.keys(isObject(responses) ? responses : {}).map((status) => {
    const { pointer, value } = follow(document, child(holder, status));
    const content = isObject(value["content"]) ? value["content"] : {};
    const headers = isObject(value["headers"]) ? Object.keys(value["headers"]) : [];
    return {
      status,
      pointer,
      content: new Map(
        Object.entries(content).map(([type, media]) => [
          type.toLowerCase(),
          isObject(media) && "schema" in media ? child(pointer, "content", type, "schema") : undefined,
        ]),
      ),
      headers: headers.map((name) => {
        const header = follow(document, child(pointer, "headers", name));
        const required = header.value["required"] === true;
        return { name, required, pointer: header.pointer, schema: child(header.pointer, "schema") };
      }),
    };
  });
}

function loadSecurity(document: JsonObject, requirements: unknown): SecurityScheme[] {
  if (!Array.isArray(requirements) || requirements.length === 0) return [];
  if (requirements.some((one) => isObject(one) && Object.keys(one).length === 0)) return [];
  return Object.keys(requirements[0]).map((name) => {
    const { pointer, value } = follow(document, child("/components/securitySchemes", name));
    if (value["type"] === "apiKey") {
      return { pointer, kind: value["in"] as SecurityScheme["kind"], name: String(value["name"]) };
    }
    const basic = value["type"] === "http" && String(value["scheme"]).toLowerCase() === "basic";
    return { pointer, kind: basic ? "basic" : "bearer", name: "Authorization" };
  });
}
