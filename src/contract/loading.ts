/** Reads an OpenAPI 3.1 document into the operations that the cases are derived from. */

/** A JSON object. */
export type JsonObject = { [key: string]: unknown };

/** The document can't be used: the message says what is wrong with it. */
export class SpecError extends Error {
  override readonly name: string = "SpecError";
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly explode: boolean;
  /** Where the parameter is in the document. */
  readonly pointer: string;
  /** Where its schema is. */
  readonly schema: string;
  readonly examples: readonly Example[];
}

/** An example and its place in the document. */
export interface Example {
  readonly pointer: string;
  readonly value: unknown;
}

/** The JSON body of an operation's requests. */
export interface RequestBody {
  readonly pointer: string;
  readonly required: boolean;
  readonly mediaType: string;
  readonly schema: string;
  readonly examples: readonly Example[];
}

/** A documented answer: `status` is `200`, `2XX` or `default`. */
export interface DocumentedResponse {
  readonly status: string;
  readonly pointer: string;
  /** The schema's pointer by media type; none when the answer has no body. */
  readonly content: ReadonlyMap<string, string | undefined>;
  readonly headers: readonly { name: string; required: boolean; pointer: string; schema: string }[];
}

/** One way to present a credential. */
export interface SecurityScheme {
  readonly pointer: string;
  readonly kind: "bearer" | "basic" | "header" | "query" | "cookie";
  /** The header, query parameter or cookie that carries it. */
  readonly name: string;
}

/** One operation of the document. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  readonly parameters: readonly Parameter[];
  readonly body: RequestBody | undefined;
  readonly responses: readonly DocumentedResponse[];
  /** The schemes of the first way to be let in; none when the operation is public. */
  readonly security: readonly SecurityScheme[];
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The pointer to a child of what a pointer points at. */
export function child(pointer: string, ...tokens: (string | number)[]): string {
  return pointer + tokens.map((token) => `/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The tokens of a JSON pointer. */
export function tokensOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What a pointer such as `/components/schemas/Error` points at, or `undefined`. */
export function at(document: unknown, pointer: string): unknown {
  let value = document;
  for (const token of tokensOf(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as JsonObject)[token];
  }
  return value;
}

/** The pointer that a `$ref` means. */
export function target(document: unknown, ref: unknown, from: string): string {
  if (typeof ref !== "string" || !ref.startsWith("#")) {
    throw new SpecError(`${from}: $ref ${JSON.stringify(ref)} leaves the document. Bundle it into one file first.`);
  }
  const pointer = decodeURIComponent(ref.slice(1));
  if (at(document, pointer) === undefined) throw new SpecError(`${from}: $ref ${ref} points at nothing.`);
  return pointer;
}

/** Follows the references of anything but a schema. */
function follow(document: unknown, pointer: string): { pointer: string; value: JsonObject } {
  let here = pointer;
  for (let hops = 0; hops < 20; hops++) {
    const value = at(document, here);
    if (!isObject(value)) return { pointer: here, value: {} };
    if (!("$ref" in value)) return { pointer: here, value };
    here = target(document, value["$ref"], here);
  }
  throw new SpecError(`${pointer}: its references go round in a circle.`);
}

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

/** Whether a media type is JSON: `application/json` or `…+json`. */
export function isJson(mediaType: string): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(mediaType);
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

/** The documented answer that a status falls under: its own, its range, or `default`. */
export function responseFor(operation: Operation, status: number): DocumentedResponse | undefined {
  const find = (key: string) => operation.responses.find((response) => response.status.toUpperCase() === key);
  const documented = find(String(status)) ?? find(`${Math.floor(status / 100)}XX`) ?? find("DEFAULT");
  // `default` stands for the errors: another 2xx than the documented ones is read as one of them.
  if (documented?.status !== "default" || status < 200 || status > 299) return documented;
  return successes(operation)[0] ?? documented;
}

/** The documented answers of success. */
export function successes(operation: Operation): DocumentedResponse[] {
  return operation.responses.filter((response) => response.status.startsWith("2"));
}
