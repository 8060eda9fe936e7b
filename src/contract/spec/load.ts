/** Reads an OpenAPI 3.1 description into the operations that test cases are made for. */

import { parse } from "yaml";
import { distinctBy } from "../lists.ts";
import {
  type DocumentedResponse,
  type Example,
  isJson,
  type Operation,
  type Parameter,
  type Refusal,
  type RequestBody,
  type SecurityScheme,
  undocumentedRefusals,
} from "./operation.ts";
import { at, child, follow, isObject, type JsonObject, parsed, SpecError } from "./pointer.ts";
import { Schema } from "./schema.ts";
import { type Omission, Validator } from "./validator.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** An API description, as far as the gate can use it. */
export interface Description {
  readonly document: JsonObject;
  readonly operations: readonly Operation[];
  /** The path templates of the description. */
  readonly paths: readonly string[];
  /** Validates what is sent, and what comes back. */
  readonly requests: Validator;
  readonly responses: Validator;
  /** What is left out of the description, and why. */
  readonly omissions: () => Omission[];
}

/**
 * Reads a description.
 *
 * @param schemes the security schemes that have keys of their own: where an operation can do with these, it takes them
 * @throws {SpecError} if nothing of it can be used
 */
export function readDescription(document: unknown, schemes: readonly string[] = []): Description {
  return new Loader(versionChecked(document), schemes).load();
}

/**
 * Parses a description in JSON or YAML.
 *
 * @throws {SpecError} if it is neither
 */
export function parseDescription(text: string): unknown {
  const json = parsed(text);
  if (json) return json.value;
  try {
    return parse(text, { maxAliasCount: 1000 });
  } catch (error) {
    throw new SpecError(`The description is neither JSON nor YAML: ${(error as Error).message}`);
  }
}

function versionChecked(document: unknown): JsonObject {
  if (!isObject(document) || typeof document["openapi"] !== "string") {
    throw new SpecError("This is not an OpenAPI description: it has no `openapi`.");
  }
  if (!/^3\.[1-9]/.test(document["openapi"])) {
    throw new SpecError(`OpenAPI ${document["openapi"]} is not supported: 3.1 is needed.`);
  }
  return document;
}

/** What is said of a description that calls for a refusal and documents no response for it. */
const refusalReasons: Readonly<Record<Refusal, string>> = {
  "401": "the operation asks for a credential, and has no response 401",
  "404": "a path parameter must name something that exists (x-reference), and the operation has no response 404",
  "4XX": "requests of the operation can be invalid, and it has no response 4xx",
};

const record = (value: unknown): JsonObject => (isObject(value) ? value : {});

class Loader {
  readonly #document: JsonObject;
  readonly #schemes: readonly string[];
  readonly #requests: Validator;
  readonly #responses: Validator;
  readonly #omissions: Omission[] = [];

  constructor(document: JsonObject, schemes: readonly string[]) {
    this.#document = document;
    this.#schemes = schemes;
    this.#requests = new Validator(document, "request");
    this.#responses = new Validator(document, "response");
  }

  load(): Description {
    const paths = Object.keys(record(this.#document["paths"]));
    const operations = withUniqueIds(paths.flatMap((path) => this.#operationsOf(path)));
    const [first] = this.#omissions;
    if (operations.length === 0) throw new SpecError(first?.reason ?? "This OpenAPI description has no operation.");
    const every = () => [...this.#omissions, ...this.#requests.omissions, ...this.#responses.omissions];
    const omissions = () => distinctBy(every(), ({ pointer, reason }) => [pointer, reason]);
    return {
      document: this.#document,
      operations,
      paths,
      requests: this.#requests,
      responses: this.#responses,
      omissions,
    };
  }

  /** What can't be read is left out alone. */
  #unlessBroken<T>(pointer: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      this.#omissions.push({ pointer, reason: error.message });
      return undefined;
    }
  }

  #operationsOf(path: string): Operation[] {
    const item = this.#unlessBroken(child("/paths", path), () => follow(this.#document, child("/paths", path)));
    if (!item) return [];
    const described = methods.filter((method) => isObject(item.value[method]));
    const upper = described.map((method) => method.toUpperCase());
    return described.flatMap((method) => {
      const pointer = child(item.pointer, method);
      return this.#unlessBroken(pointer, () => this.#operation(path, method, item.pointer, upper)) ?? [];
    });
  }

  #operation(path: string, method: string, item: string, described: readonly string[]): Operation {
    const pointer = child(item, method);
    const value = at(this.#document, pointer) as JsonObject;
    const id = value["operationId"];
    const parameters = this.#parameters([child(item, "parameters"), child(pointer, "parameters")]);
    for (const [, name] of path.matchAll(/\{([^}]*)\}/g)) {
      if (!parameters.some((parameter) => parameter.in === "path" && parameter.name === name))
        throw new SpecError(`${pointer}: the path parameter ${name} is not described.`);
    }
    const operation: Operation = {
      id: typeof id === "string" ? id : `${method} ${path}`,
      method: method.toUpperCase(),
      path,
      pointer,
      parameters,
      body: value["requestBody"] === undefined ? undefined : this.#body(child(pointer, "requestBody")),
      responses: this.#responsesOf(child(pointer, "responses")),
      ...this.#security(pointer, value["security"] ?? this.#document["security"]),
      methods: described,
    };
    if (operation.responses.length === 0)
      this.#omissions.push({ pointer, reason: "the operation has no response: no status code is checked against it" });
    for (const refusal of undocumentedRefusals(operation))
      this.#omissions.push({ pointer: child(pointer, "responses"), reason: refusalReasons[refusal] });
    return operation;
  }

  #schema(holder: string, validator: Validator): Schema {
    const pointer = child(holder, "schema");
    if (at(this.#document, pointer) === undefined) return Schema.any(this.#document, pointer);
    const schema = Schema.at(this.#document, pointer);
    validator.prepare(schema);
    return schema;
  }

  #parameters(lists: string[]): Parameter[] {
    const byName = new Map<string, Parameter>();
    for (const list of lists) {
      const entries = at(this.#document, list);
      for (const index of Array.isArray(entries) ? entries.keys() : []) {
        const { pointer, value } = follow(this.#document, child(list, index));
        const isRequired = value["required"] === true || value["in"] === "path";
        const parameter = isRequired
          ? this.#parameter(pointer, value)
          : this.#unlessBroken(pointer, () => this.#parameter(pointer, value));
        if (parameter) byName.set(`${parameter.in} ${parameter.name}`, parameter);
      }
    }
    return [...byName.values()];
  }

  #parameter(pointer: string, value: JsonObject): Parameter | undefined {
    const place = value["in"] as Parameter["in"];
    const name = String(value["name"]);
    // OpenAPI leaves these to the media types and to `security`.
    if (place === "header" && ["accept", "content-type", "authorization"].includes(name.toLowerCase()))
      return undefined;
    const style = value["style"] ?? (place === "query" || place === "cookie" ? "form" : "simple");
    if (style !== "form" && style !== "simple") throw new SpecError(`${pointer}: the style ${style} is not supported.`);
    const [mediaType] = Object.keys(record(value["content"]));
    if (mediaType !== undefined && !isJson(mediaType))
      throw new SpecError(`${pointer}: parameters of ${mediaType} are not supported.`);
    const holder = mediaType === undefined ? pointer : child(pointer, "content", mediaType);
    return {
      name,
      in: place,
      required: value["required"] === true || place === "path",
      explode: typeof value["explode"] === "boolean" ? value["explode"] : style === "form",
      isReference: value["x-reference"] === true,
      isJson: mediaType !== undefined,
      pointer,
      schema: this.#schema(holder, this.#requests),
      examples: this.#examples(holder),
    };
  }

  #body(place: string): RequestBody | undefined {
    const { pointer, value } = follow(this.#document, place);
    const content = Object.keys(record(value["content"]));
    const mediaType = content.find(isJson);
    if (mediaType === undefined) {
      const reason = `${pointer}: only bodies of JSON are supported, not of ${content.join(", ") || "nothing"}.`;
      if (value["required"] === true) throw new SpecError(reason);
      this.#omissions.push({ pointer, reason });
      return undefined;
    }
    const media = child(pointer, "content", mediaType);
    return {
      pointer,
      required: value["required"] === true,
      mediaType,
      otherMediaTypes: content.filter((type) => type !== mediaType),
      schema: this.#schema(media, this.#requests),
      examples: this.#examples(media),
    };
  }

  #examples(holder: string): Example[] {
    const { value } = follow(this.#document, holder);
    const examples: Example[] =
      "example" in value ? [{ pointer: child(holder, "example"), value: value["example"] }] : [];
    for (const name of Object.keys(record(value["examples"]))) {
      const example = follow(this.#document, child(holder, "examples", name));
      if ("value" in example.value)
        examples.push({ pointer: child(example.pointer, "value"), value: example.value["value"] });
    }
    return examples;
  }

  #responsesOf(holder: string): DocumentedResponse[] {
    const statuses = Object.keys(record(at(this.#document, holder))).filter((name) => !name.startsWith("x-"));
    return statuses.map((status) => {
      const { pointer, value } = follow(this.#document, child(holder, status));
      const schemaOf = (place: string) => this.#unlessBroken(place, () => this.#schema(place, this.#responses));
      const content = Object.keys(record(value["content"])).map((type): [string, Schema | undefined] => [
        type.toLowerCase(),
        schemaOf(child(pointer, "content", type)),
      ]);
      const headers = Object.keys(record(value["headers"])).flatMap((name) => {
        const header = follow(this.#document, child(pointer, "headers", name));
        const schema = schemaOf(header.pointer);
        const required = header.value["required"] === true;
        return schema ? [{ name, required, pointer: header.pointer, schema }] : [];
      });
      return { status, pointer, content: new Map(content), headers };
    });
  }

  /** The first alternative that can be presented: one whose schemes have keys of their own, if there is one. */
  #security(operation: string, requirements: unknown): Pick<Operation, "security" | "otherSecurity"> {
    const alternatives = (Array.isArray(requirements) ? requirements : []).map((requirement) =>
      Object.keys(record(requirement)),
    );
    if (alternatives.length === 0 || alternatives.some((names) => names.length === 0))
      return { security: [], otherSecurity: [] };
    const schemes = alternatives.map((names) => names.map((name) => this.#scheme(name)));
    const presentable = schemes.filter((alternative) => alternative.every((scheme) => scheme !== undefined));
    const chosen =
      presentable.find((schemes) => schemes.every(({ id }) => this.#schemes.includes(id))) ?? presentable[0];
    if (!chosen)
      throw new SpecError(`${operation}: no credential of ${alternatives.flat().join(", ")} can be presented.`);
    return { security: chosen, otherSecurity: presentable.flat().filter((scheme) => !chosen.includes(scheme)) };
  }

  #scheme(id: string): SecurityScheme | undefined {
    const { pointer, value } = follow(this.#document, child("/components/securitySchemes", id));
    const scheme = String(value["scheme"]).toLowerCase();
    if (value["type"] === "apiKey")
      return { id, pointer, kind: value["in"] as SecurityScheme["kind"], name: String(value["name"]) };
    const isBasic = value["type"] === "http" && scheme === "basic";
    const isBearer =
      (value["type"] === "http" && scheme === "bearer") ||
      value["type"] === "oauth2" ||
      value["type"] === "openIdConnect";
    if (isBasic || isBearer) return { id, pointer, kind: isBasic ? "basic" : "bearer", name: "Authorization" };
    this.#omissions.push({ pointer, reason: `${pointer}: credentials of this kind can't be presented.` });
    return undefined;
  }
}

/** Two operations may have one id by mistake: the later ones are told apart by their methods and paths. */
function withUniqueIds(operations: readonly Operation[]): Operation[] {
  const ids = new Set<string>();
  return operations.map((operation) => {
    const id = ids.has(operation.id) ? `${operation.id} (${operation.method} ${operation.path})` : operation.id;
    ids.add(id);
    return { ...operation, id };
  });
}
