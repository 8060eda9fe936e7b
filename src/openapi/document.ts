/** Reads an OpenAPI 3.1 description into the operations that test cases are made for. */
import { parse } from "yaml";
import { distinctBy } from "../lists.ts";
import { readBody, readResponses } from "./content.ts";
import { DescriptionObject } from "./description-object.ts";
import { type Operation, type Refusal, type SecurityScheme, undocumentedRefusals } from "./operation.ts";
import { readParameters } from "./parameters.ts";
import { child, isObject, type JsonObject, type Omission, parsed, SpecError } from "./pointer.ts";
import { Reader } from "./reader.ts";
import { relationsOf } from "./relations.ts";
import { Resources } from "./resources/resources.ts";
import { readScheme, securityOf } from "./security.ts";
import type { Validator } from "./validator.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** What is said of a description that calls for a refusal and documents no response for it. */
const refusalReasons: Readonly<Record<Refusal, string>> = {
  "401": "the operation asks for a credential, and has no response 401",
  "404": "a path parameter must name something that exists (x-reference), and the operation has no response 404",
  "4XX": "requests of the operation can be invalid, and it has no response that refuses them",
};

export interface Description {
  readonly operations: readonly Operation[];
  /** The path templates of the description. */
  readonly paths: readonly string[];
  readonly resources: Resources;
  /** The path with which the URLs of its servers begin, such as `/v1`; empty if they have none. */
  readonly basePath: string;
  /** Validates what is sent, and what comes back. */
  readonly requests: Validator;
  readonly responses: Validator;
  /** What is left out of the description, and why. */
  readonly omissions: readonly Omission[];
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

/** A description in OpenAPI 3.1 or later. */
function supported(document: unknown): JsonObject {
  if (!isObject(document) || (document["openapi"] ?? document["swagger"]) === undefined)
    throw new SpecError("This is not an OpenAPI description: it has neither `openapi` nor `swagger`.");
  const version = String(document["openapi"] ?? `${document["swagger"]} (Swagger)`);
  if (/^3\.[1-9]/.test(version)) return document;
  const next = "Next: npx @scalar/cli document upgrade FILE -o openapi.json, and use that file.";
  throw new SpecError(`OpenAPI ${version} is not supported: 3.1 is needed.${/^[23]/.test(version) ? ` ${next}` : ""}`);
}

/**
 * Reads a description.
 *
 * @param keyed the security schemes that have keys of their own: where an operation can do with these, it takes them
 * @throws {SpecError} if nothing of it can be used
 */
export function readDescription(document: unknown, keyed: readonly string[] = []): Description {
  const reader = new Reader(supported(document));
  const paths = DescriptionObject.at(reader.document, "").names("paths");
  const operations = withUniqueIds(paths.flatMap((path) => operationsOf(reader, path, keyed)));
  const last = reader.omissions.at(-1);
  if (operations.length === 0) throw new SpecError(last?.reason ?? "This OpenAPI description has no operation.");
  return {
    operations,
    paths,
    basePath: basePathOf(reader.document),
    resources: new Resources(reader.document, operations),
    requests: reader.validator("request"),
    responses: reader.validator("response"),
    omissions: distinctBy(reader.omissions, ({ pointer, reason }) => [pointer, reason]),
  };
}

function basePathOf({ servers }: JsonObject): string {
  const [server] = Array.isArray(servers) ? servers.filter(isObject) : [];
  const url = String(server?.["url"] ?? "");
  if (url.includes("{") || !URL.canParse(url, "http://any.invalid")) return "";
  return new URL(url, "http://any.invalid").pathname.replace(/\/+$/, "");
}

function operationsOf(reader: Reader, path: string, keyed: readonly string[]): Operation[] {
  const pointer = child("/paths", path);
  const item = reader.unlessUnusable(pointer, () => DescriptionObject.at(reader.document, pointer));
  if (!item) return [];
  const operations = methodsOf(item).map((method) =>
    reader.unlessUnusable(item.pointerTo(method), () => readOperation(reader, path, method, item, keyed)),
  );
  return operations.filter((operation) => operation !== undefined);
}

const methodsOf = ({ value }: DescriptionObject) => methods.filter((method) => isObject(value[method]));

function readOperation(
  reader: Reader,
  path: string,
  method: string,
  item: DescriptionObject,
  keyed: readonly string[],
): Operation {
  const source = item.get(method);
  const { pointer, value } = source;
  const { operationId = `${method} ${path}`, security = reader.document["security"] } = value;
  const described = {
    id: String(operationId),
    method: method.toUpperCase(),
    path,
    pointer,
    parameters: readParameters(reader, path, [item, source]),
    body: value["requestBody"] === undefined ? undefined : readBody(reader, source.get("requestBody")),
    responses: readResponses(reader, source),
    ...securityOf(security, (id) => schemeOf(reader, id), keyed),
    methods: methodsOf(item).map((other) => other.toUpperCase()),
  };
  const operation = { ...described, relations: relationsOf(described) };
  if (operation.responses.length === 0)
    reader.omit(pointer, "the operation has no response: no status code is checked against it");
  for (const refusal of undocumentedRefusals(operation))
    reader.omit(source.pointerTo("responses"), refusalReasons[refusal]);
  return operation;
}

function schemeOf(reader: Reader, id: string): SecurityScheme | undefined {
  const source = DescriptionObject.at(reader.document, child("/components/securitySchemes", id));
  const scheme = readScheme(id, source);
  if (!scheme) reader.omit(source.pointer, `${source.pointer}: credentials of this kind can't be presented.`);
  return scheme;
}

/** Two operations may have one id by mistake: the later ones are told apart by their methods and paths. */
function withUniqueIds(operations: readonly Operation[]): Operation[] {
  const ids = operations.map(({ id }) => id);
  return operations.map((operation, index) => {
    const { id, method, path } = operation;
    return ids.indexOf(id) === index ? operation : { ...operation, id: `${id} (${method} ${path})` };
  });
}
