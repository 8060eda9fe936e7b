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
import { Place } from "./place.ts";
import { child, isObject, type JsonObject, type Omission, parsed, SpecError } from "./pointer.ts";
import { relationsOf } from "./relations.ts";
import { Schema } from "./schema.ts";
import { readScheme, securityOf } from "./security.ts";
import { Validator } from "./validator.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Header parameters that OpenAPI leaves to the media types and to `security`. */
const ignoredHeaders = ["accept", "content-type", "authorization"];

/** What is said of a description that calls for a refusal and documents no response for it. */
const refusalReasons: Readonly<Record<Refusal, string>> = {
  "401": "the operation asks for a credential, and has no response 401",
  "404": "a path parameter must name something that exists (x-reference), and the operation has no response 404",
  "4XX": "requests of the operation can be invalid, and it has no response 4xx",
};

/** An API description, as far as the gate can use it. */
export interface Description {
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

/**
 * Reads a description.
 *
 * @param keyed the security schemes that have keys of their own: where an operation can do with these, it takes them
 * @throws {SpecError} if nothing of it can be used
 */
export function readDescription(document: unknown, keyed: readonly string[] = []): Description {
  if (!isObject(document) || typeof document["openapi"] !== "string")
    throw new SpecError("This is not an OpenAPI description: it has no `openapi`.");
  if (!/^3\.[1-9]/.test(document["openapi"]))
    throw new SpecError(`OpenAPI ${document["openapi"]} is not supported: 3.1 is needed.`);
  return new Loader(document, keyed).load();
}

/** Reads the parts of a description. What can't be read is left out alone, with the reason. */
class Loader {
  readonly #document: JsonObject;
  readonly #keyed: readonly string[];
  readonly #omissions: Omission[] = [];
  readonly #requests: Validator;
  readonly #responses: Validator;

  constructor(document: JsonObject, keyed: readonly string[]) {
    this.#document = document;
    this.#keyed = keyed;
    this.#requests = new Validator(document, "request", this.#omissions);
    this.#responses = new Validator(document, "response", this.#omissions);
  }

  load(): Description {
    const paths = Place.at(this.#document, "").names("paths");
    const operations = withUniqueIds(paths.flatMap((path) => this.#operationsOf(path)));
    const [first] = this.#omissions;
    if (operations.length === 0) throw new SpecError(first?.reason ?? "This OpenAPI description has no operation.");
    return {
      operations,
      paths,
      requests: this.#requests,
      responses: this.#responses,
      omissions: () => distinctBy(this.#omissions, ({ pointer, reason }) => [pointer, reason]),
    };
  }

  #omit(pointer: string, reason: string): void {
    this.#omissions.push({ pointer, reason });
  }

  #unlessBroken<T>(pointer: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      this.#omit(pointer, error.message);
      return undefined;
    }
  }

  #operationsOf(path: string): Operation[] {
    const pointer = child("/paths", path);
    const item = this.#unlessBroken(pointer, () => Place.at(this.#document, pointer));
    const described = methods.filter((method) => isObject(item?.value[method]));
    return described.flatMap(
      (method) => (item && this.#unlessBroken(item.pointerTo(method), () => this.#operation(path, method, item))) ?? [],
    );
  }

  #operation(path: string, method: string, item: Place): Operation {
    const place = item.get(method);
    const { pointer, value } = place;
    const { operationId = `${method} ${path}`, security = this.#document["security"] } = value;
    const parameters = this.#parameters(path, [item, place]);
    const described = {
      id: String(operationId),
      method: method.toUpperCase(),
      path,
      pointer,
      parameters,
      body: value["requestBody"] === undefined ? undefined : this.#body(place.get("requestBody")),
      responses: this.#responsesOf(place),
      ...securityOf(security, (id) => this.#scheme(id), this.#keyed),
      methods: methods.filter((other) => isObject(item.value[other])).map((other) => other.toUpperCase()),
    };
    const operation = { ...described, relations: relationsOf(described) };
    if (operation.responses.length === 0)
      this.#omit(pointer, "the operation has no response: no status code is checked against it");
    for (const refusal of undocumentedRefusals(operation))
      this.#omit(place.pointerTo("responses"), refusalReasons[refusal]);
    return operation;
  }

  /** The parameters of a path, and those of an operation, which replace them. */
  #parameters(path: string, holders: readonly Place[]): Parameter[] {
    const byName = new Map<string, Parameter>();
    for (const holder of holders) {
      const list = holder.value["parameters"];
      for (const index of Array.isArray(list) ? list.keys() : []) {
        const place = holder.get("parameters", index);
        const isRequired = place.value["required"] === true || place.value["in"] === "path";
        const parameter = isRequired
          ? this.#parameter(place)
          : this.#unlessBroken(place.pointer, () => this.#parameter(place));
        if (parameter) byName.set(`${parameter.in} ${parameter.name}`, parameter);
      }
    }
    for (const [, name] of path.matchAll(/\{([^}]*)\}/g)) {
      if (!byName.has(`path ${name}`)) throw new SpecError(`${path}: the path parameter ${name} is not described.`);
    }
    return [...byName.values()];
  }

  #parameter(place: Place): Parameter | undefined {
    const { pointer, value } = place;
    const [name, location] = [String(value["name"]), value["in"] as Parameter["in"]];
    if (location === "header" && ignoredHeaders.includes(name.toLowerCase())) return undefined;
    const style = value["style"] ?? (location === "query" || location === "cookie" ? "form" : "simple");
    if (style !== "form" && style !== "simple") throw new SpecError(`${pointer}: the style ${style} is not supported.`);
    const [mediaType] = place.names("content");
    if (mediaType !== undefined && !isJson(mediaType))
      throw new SpecError(`${pointer}: parameters of ${mediaType} are not supported.`);
    const media = mediaType === undefined ? place : place.get("content", mediaType);
    return {
      name,
      in: location,
      required: value["required"] === true || location === "path",
      explode: typeof value["explode"] === "boolean" ? value["explode"] : style === "form",
      isReference: value["x-reference"] === true,
      isJson: mediaType !== undefined,
      pointer,
      schema: this.#schema(media, this.#requests),
      examples: examplesOf(media),
    };
  }

  #body(place: Place): RequestBody | undefined {
    const required = place.value["required"] === true;
    const content = place.names("content");
    const mediaType = content.find(isJson);
    if (mediaType === undefined) {
      const reason = `${place.pointer}: only bodies of JSON are supported, not of ${content.join(", ") || "nothing"}.`;
      if (required) throw new SpecError(reason);
      this.#omit(place.pointer, reason);
      return undefined;
    }
    const media = place.get("content", mediaType);
    return {
      pointer: place.pointer,
      required,
      mediaType,
      otherMediaTypes: content.filter((type) => type !== mediaType),
      schema: this.#schema(media, this.#requests),
      examples: examplesOf(media),
    };
  }

  #responsesOf(operation: Place): DocumentedResponse[] {
    const responses = operation.entries("responses").filter(([status]) => !status.startsWith("x-"));
    return responses.map(([status, response]) => {
      const schemaOf = (place: Place) => this.#unlessBroken(place.pointer, () => this.#schema(place, this.#responses));
      const content = response
        .entries("content")
        .map(([type, media]): [string, Schema | undefined] => [type.toLowerCase(), schemaOf(media)]);
      const headers = response.entries("headers").flatMap(([name, header]) => {
        const schema = schemaOf(header);
        return schema ? [{ name, required: header.value["required"] === true, pointer: header.pointer, schema }] : [];
      });
      return { status, pointer: response.pointer, content: new Map(content), headers };
    });
  }

  #schema(holder: Place, validator: Validator): Schema {
    const pointer = holder.pointerTo("schema");
    if (holder.value["schema"] === undefined) return Schema.any(this.#document, pointer);
    const schema = Schema.at(this.#document, pointer);
    validator.prepare(schema);
    return schema;
  }

  #scheme(id: string): SecurityScheme | undefined {
    const place = Place.at(this.#document, child("/components/securitySchemes", id));
    const scheme = readScheme(id, place);
    if (!scheme) this.#omit(place.pointer, `${place.pointer}: credentials of this kind can't be presented.`);
    return scheme;
  }
}

function examplesOf(holder: Place): Example[] {
  const single =
    "example" in holder.value ? [{ pointer: holder.pointerTo("example"), value: holder.value["example"] }] : [];
  const named = holder
    .entries("examples")
    .filter(([, example]) => "value" in example.value)
    .map(([, example]) => ({ pointer: example.pointerTo("value"), value: example.value["value"] }));
  return [...single, ...named];
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
