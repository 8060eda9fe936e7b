/** Reads which resources a description has: what creates, reads, lists, changes and deletes them, and whence their ids. */
import { Once } from "../once.ts";
import { hasResponse, type Operation, type Parameter, responseFor, successSchemas } from "../operation.ts";
import { isSameSchema, listSchemaOf, objectsWithin } from "./envelopes.ts";
import { type ItemSource, naturalKeys, sourcesOf } from "./item-source.ts";
import { nameless, parentOf, pathUpTo } from "./paths.ts";
import { referencesOf } from "./references.ts";

/** What the operations of one path are about: items with ids, or a single thing such as settings. */
export interface Resource {
  /** The path without the names of its parameters, such as `/projects/{}/tasks/{}`; items may have no operation of it. */
  readonly path: string;
  /** The parameter that names an item; none of a single thing, and of items that have no path. */
  readonly parameter: Parameter | undefined;
  /** What may create an item, in the order in which it is tried; none of a single thing. */
  readonly sources: readonly ItemSource[];
  readonly lists: readonly Operation[];
  readonly read: Operation | undefined;
  readonly replace: Operation | undefined;
  readonly update: Operation | undefined;
  readonly remove: Operation | undefined;
  /** What acts on an item, such as `/payments/{}/capture`. */
  readonly actions: readonly Operation[];
}

/** Whether an operation acts on an item: what it allows depends on what the server holds. */
export function isAction(operation: Operation): boolean {
  return operation.method === "POST" && /\}[/:][^/{}]+$/.test(nameless(operation.path)) && !hasResponse(operation, 201);
}

/** Whether a PUT or POST may create something where there is nothing: 201 is documented, or no response is a 404. */
export function mayCreate(operation: Operation): boolean {
  return hasResponse(operation, 201) || responseFor(operation, 404) === undefined;
}

/** The resources of a description, and what each path parameter names. */
export class Resources {
  readonly all: readonly Resource[];
  readonly #byPath: ReadonlyMap<string, Resource>;
  readonly #creates = new Once<Operation, boolean>();
  readonly #about = new Once<Operation, Resource | undefined>();
  readonly #created = new Once<Operation, readonly Parameter[]>();

  constructor(document: unknown, operations: readonly Operation[]) {
    const paths = new Set([
      ...operations.flatMap(itemPaths),
      ...operations.filter((operation) => isSingle(operation, operations)).map(({ path }) => nameless(path)),
      ...operations
        .filter((operation) => listedId(operation, operations) !== undefined)
        .map(({ path }) => `${nameless(path)}/{}`),
    ]);
    this.all = [...paths]
      .map((path) => resourceOf(document, operations, path))
      .sort((a, b) => a.path.split("/").length - b.path.split("/").length);
    this.#byPath = new Map(this.all.map((resource) => [resource.path, resource]));
  }

  /** The resource of which a path parameter names an item. */
  named(operation: Operation, parameter: Parameter): Resource | undefined {
    return parameter.in === "path" ? this.#byPath.get(pathUpTo(operation.path, parameter.name)) : undefined;
  }

  /** The resource that an operation is about: the item, or the list that has it. */
  of(operation: Operation): Resource | undefined {
    const hasList = ({ sources, lists }: Resource) =>
      lists.includes(operation) || sources.some((source) => source.operation === operation);
    return this.#about.of(operation, () => this.#byPath.get(nameless(operation.path)) ?? this.all.find(hasList));
  }

  /** Whether a success of an operation creates something, as far as the description tells. */
  isCreate(operation: Operation): boolean {
    return this.#creates.of(operation, () => {
      if (operation.method !== "POST" || listSchemaOf(operation) !== undefined) return false;
      const isSource = this.all.some(({ sources }) => sources.some((source) => source.operation === operation));
      return isSource || operation.relations.some(({ kind }) => kind === "unique") || hasResponse(operation, 201);
    });
  }

  /**
   * Whether a status code may refuse a valid request for a value that another item has already: a documented 409, and for
   * items that are stored, as a read or a list shows, a documented 400 or 422.
   */
  mayConflict(operation: Operation, status: number): boolean {
    if (![400, 409, 422].includes(status) || !hasResponse(operation, status)) return false;
    const { read, lists = [] } = this.of(operation) ?? {};
    return status === 409 || (operation.body !== undefined && (read !== undefined || lists.length > 0));
  }

  /** The names of the properties that clients write, with this operation or another one of the same resource. */
  writable(operation: Operation): Set<string> {
    const resource = this.of(operation);
    const sources = resource?.sources.map((source) => source.operation) ?? [];
    const writing = [operation, ...sources, resource?.replace, resource?.update];
    return new Set(writing.flatMap((other) => [...(other?.body?.schema.properties.keys() ?? [])]));
  }

  /** The properties of an operation's requests that name items, and of which resource. */
  references(operation: Operation): Map<string, Resource | undefined> {
    return referencesOf(operation, this.all, this.of(operation));
  }

  /** Whether an operation is about one item, or acts on it; others create or list items, or need none. */
  isOfItem(operation: Operation): boolean {
    const isOfMany = this.all.some(
      ({ sources, lists }) =>
        lists.includes(operation) || sources.some((source) => !source.isChosen && source.operation === operation),
    );
    return !isOfMany && this.created(operation).length > 0;
  }

  /** Whether the items that an operation names were created within the value of a parameter, such as a tenant. */
  isScope(operation: Operation, { name, in: location, required }: Parameter): boolean {
    const sources = this.created(operation).flatMap((created) => this.named(operation, created)?.sources ?? []);
    const isOfCreate = sources.some((source) =>
      source.operation.parameters.some((other) => other.name === name && other.in === location),
    );
    return required && location !== "path" && isOfCreate;
  }

  /** Whether a path parameter names what the run creates, or that in which it creates something, such as a tenant. */
  isOfItems(operation: Operation, { name, in: location }: Parameter): boolean {
    const start = pathUpTo(operation.path, name);
    const isIn = (path: string) => path === start || path.startsWith(`${start}/`);
    return location === "path" && this.all.some(({ path, sources }) => sources.length > 0 && isIn(path));
  }

  /** The path parameters of an operation whose values come from what the run creates, in the order of the path. */
  created(operation: Operation): readonly Parameter[] {
    const startOf = ({ name }: Parameter) => pathUpTo(operation.path, name).length;
    return this.#created.of(operation, () =>
      operation.parameters
        .filter((parameter) => (this.named(operation, parameter)?.sources.length ?? 0) > 0)
        .sort((a, b) => startOf(a) - startOf(b)),
    );
  }
}

/** The parts of an operation's path that name an item. */
function itemPaths({ path, parameters }: Operation): string[] {
  return parameters.map(({ name }) => pathUpTo(path, name)).filter((start) => start !== "");
}

/** Whether an operation reads a single thing that can be replaced or updated and has no id, such as settings. */
function isSingle({ path, method, methods, ...operation }: Operation, operations: readonly Operation[]): boolean {
  const isChanged = methods.some((other) => other === "PUT" || other === "PATCH");
  const hasItems = operations.some((other) => nameless(other.path).startsWith(`${nameless(path)}/{}`));
  const isList = successSchemas(operation).some(({ types }) => types.includes("array"));
  return method === "GET" && isChanged && !hasItems && !isList && !nameless(path).endsWith("}");
}

/**
 * The property that names the items which an operation creates and only a list on the same path shows, such as the comments
 * of an article; `undefined` if it creates none.
 */
function listedId(
  { path, method, body, ...operation }: Operation,
  operations: readonly Operation[],
): string | undefined {
  const list = operations.find((other) => other.method === "GET" && other.path === path);
  const entry = list && listSchemaOf(list)?.schema;
  const created = successSchemas(operation).flatMap((schema) => objectsWithin(schema));
  if (method !== "POST" || !created.some(({ schema }) => isSameSchema(schema, entry))) return undefined;
  const ofServer = naturalKeys.filter((name) => !body?.schema.properties.has(name));
  return ["id", "_id", ...ofServer].find((name) => entry?.properties.has(name));
}

function resourceOf(document: unknown, operations: readonly Operation[], path: string): Resource {
  const at = (method: string, where: string) =>
    operations.find((operation) => operation.method === method && nameless(operation.path) === where);
  const shown = (operation: Operation) => successSchemas(operation)[0];
  const replace = at("PUT", path);
  const read = at("GET", path);
  const parameters = parametersOf(operations, path);
  const isOfItems = path.endsWith("{}");
  const create = operations.find(
    (operation) => operation.method === "POST" && `${nameless(operation.path)}/{}` === path,
  );
  const listed = parameters.length === 0 && create && listedId(create, operations);
  const names = new Set(listed ? [listed] : parameters.map(({ name }) => name));
  const sources = sourcesOf(document, operations, path, { names, read, replace });
  const collections = [
    parentOf(path),
    ...sources.filter(({ isChosen }) => !isChosen).map(({ operation }) => nameless(operation.path)),
  ];
  const lists = isOfItems ? [...new Set(collections)].map((collection) => at("GET", collection)) : [];
  return {
    path,
    parameter: parameters[0],
    sources,
    lists: lists.filter((list) => list !== undefined).filter((list) => listSchemaOf(list) !== undefined),
    read,
    replace,
    update:
      at("PATCH", path) ?? [at("POST", path)].find((post) => read && post && isSameSchema(shown(post), shown(read))),
    remove: at("DELETE", path),
    actions: operations.filter((operation) => isAction(operation) && itemOf(operation) === path),
  };
}

/** The path of the item that an action acts on. */
const itemOf = ({ path }: Operation) => nameless(path).replace(/[/:][^/{}]+$/, "");

/** The parameters that name an item of a path. */
function parametersOf(operations: readonly Operation[], path: string): Parameter[] {
  return operations.flatMap((operation) =>
    operation.parameters.filter(
      (parameter) => parameter.in === "path" && pathUpTo(operation.path, parameter.name) === path,
    ),
  );
}
