/** Reads which resources a description has: what creates, reads, lists, changes and deletes them, and whence their ids. */
import { distinctBy } from "../lists.ts";
import { Once } from "./once.ts";
import { hasResponse, type Operation, type Parameter, successes, successSchemas } from "./operation.ts";
import { Place } from "./place.ts";
import { child, isObject } from "./pointer.ts";
import type { Schema } from "./schema.ts";

/** A way to come by an id that the server knows. */
export interface IdSource {
  /** The operation whose success creates the resource. */
  readonly operation: Operation;
  /** Where in the body of that success the id may be, the likeliest place first; it may be in `Location`, too. */
  readonly places: readonly string[];
  /** Nothing but names says that this operation creates the resource: the read of a created one must confirm it. */
  readonly isGuess: boolean;
  /** The request itself chooses the id: it is the last segment of its path. */
  readonly isChosen: boolean;
}

/** What the operations of one path are about: items with ids, or a single thing such as settings. */
export interface Resource {
  /** The path without the names of its parameters, such as `/projects/{}/tasks/{}`. */
  readonly path: string;
  /** The parameter that names an item; none of a single thing. */
  readonly parameter: Parameter | undefined;
  /** What may create an item, in the order in which it is tried; none of a single thing. */
  readonly sources: readonly IdSource[];
  readonly lists: readonly Operation[];
  readonly read: Operation | undefined;
  readonly replace: Operation | undefined;
  readonly update: Operation | undefined;
  readonly remove: Operation | undefined;
}

/** The resources of a description, and what each path parameter names. */
export class Resources {
  readonly all: readonly Resource[];
  readonly #byPath: ReadonlyMap<string, Resource>;
  readonly #creates = new Once<Operation, boolean>();

  constructor(document: unknown, operations: readonly Operation[]) {
    const paths = new Set([
      ...operations.flatMap(itemPaths),
      ...operations.filter((operation) => isSingle(operation, operations)).map(({ path }) => nameless(path)),
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
    return this.#byPath.get(nameless(operation.path)) ?? this.all.find(hasList);
  }

  /** Whether a success of an operation creates something, as far as the description tells. */
  isCreate(operation: Operation): boolean {
    return this.#creates.of(operation, () => {
      if (operation.method !== "POST" || listSchemaOf(operation) !== undefined) return false;
      const isSource = this.all.some(({ sources }) => sources.some((source) => source.operation === operation));
      return isSource || operation.relations.some(({ kind }) => kind === "unique") || hasResponse(operation, 201);
    });
  }

  /** The names of the properties that clients write, with this operation or another one of the same resource. */
  writable(operation: Operation): Set<string> {
    const resource = this.of(operation);
    const sources = resource?.sources.map((source) => source.operation) ?? [];
    const writing = [operation, ...sources, resource?.replace, resource?.update];
    return new Set(writing.flatMap((other) => [...(other?.body?.schema.properties.keys() ?? [])]));
  }

  /**
   * The properties of an operation's requests that name items of a resource, such as `customer_id` those of `/customers`,
   * and `parent_id` another item of its own kind. `undefined`: nothing but the server knows which there are.
   */
  references(operation: Operation): Map<string, Resource | undefined> {
    const names = operation.body ? propertyNames(operation.body.schema) : new Set<string>();
    const found = new Map<string, Resource | undefined>();
    for (const name of names) {
      const stem = /^(.+?)(_?ids?|Ids?|_?uuids?|Uuids?)$/.exec(name)?.[1]?.toLowerCase().replaceAll(/[_-]/g, "");
      const isTree = stem === "parent";
      const resource = this.all.find((candidate) => stem !== undefined && isPluralOf(stem, lastFixed(candidate.path)));
      const isOwn = resource !== undefined && resource === this.of(operation);
      if (isTree || resource) found.set(name, isTree || isOwn ? undefined : resource);
    }
    return found;
  }

  /** Whether an operation is about one item, or acts on it; others create or list items, or need none. */
  isOfItem(operation: Operation): boolean {
    const isOfMany = this.all.some(
      ({ sources, lists }) =>
        lists.includes(operation) || sources.some((source) => !source.isChosen && source.operation === operation),
    );
    return !isOfMany && this.created(operation).length > 0;
  }

  /** The path parameters of an operation whose values come from what the run creates, in the order of the path. */
  created(operation: Operation): Parameter[] {
    const startOf = ({ name }: Parameter) => pathUpTo(operation.path, name).length;
    return operation.parameters
      .filter((parameter) => (this.named(operation, parameter)?.sources.length ?? 0) > 0)
      .sort((a, b) => startOf(a) - startOf(b));
  }
}

/** A path without the names of its parameters. */
export function nameless(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, "{}");
}

/** The start of a path that ends with a parameter, without names. */
export function pathUpTo(path: string, parameter: string): string {
  const segments = path.split("/");
  const end = segments.indexOf(`{${parameter}}`);
  return end < 0 ? "" : nameless(segments.slice(0, end + 1).join("/"));
}

const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/"));

/** The last segment of a path that is not a parameter. */
const lastFixed = (path: string) => path.split("/").findLast((segment) => segment !== "" && !segment.includes("{"));

/** The names of all properties within a schema, down to some depth. */
function propertyNames(schema: Schema, depth = 4): Set<string> {
  const names = schema.alternatives.flatMap((alternative) => {
    const inner = [...alternative.properties.values(), alternative.items].filter((held) => held !== undefined);
    const deeper = depth === 0 ? [] : inner.flatMap((held) => [...propertyNames(held, depth - 1)]);
    return [...alternative.properties.keys(), ...deeper];
  });
  return new Set(names);
}

/** Whether the word of a path names many of what a stem names: `/customers`, `/categories` or `/order-lines`. */
function isPluralOf(stem: string, word = ""): boolean {
  const plain = word.toLowerCase().replaceAll(/[_-]/g, "");
  return [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, "ies")].includes(plain) && word !== "";
}

/** The parts of an operation's path that name an item. */
function itemPaths({ path, parameters }: Operation): string[] {
  return parameters
    .filter((parameter) => parameter.in === "path")
    .map(({ name }) => pathUpTo(path, name))
    .filter((start) => start !== "");
}

/** Whether an operation reads a single thing that can be replaced or updated and has no id, such as settings. */
function isSingle({ path, method, methods, ...operation }: Operation, operations: readonly Operation[]): boolean {
  const isChanged = methods.some((other) => other === "PUT" || other === "PATCH");
  const hasItems = operations.some((other) => nameless(other.path).startsWith(`${nameless(path)}/{}`));
  const isList = successSchemas(operation).some(({ types }) => types.includes("array"));
  return method === "GET" && isChanged && !hasItems && !isList && !path.endsWith("}");
}

function resourceOf(document: unknown, operations: readonly Operation[], path: string): Resource {
  const at = (method: string, where: string) =>
    operations.find((operation) => operation.method === method && nameless(operation.path) === where);
  const replace = at("PUT", path);
  const read = at("GET", path);
  const parameters = parametersOf(operations, path);
  const names = new Set(parameters.map(({ name }) => name));
  const sources = sourcesOf(document, operations, path, { names, read, replace });
  const collections = [
    parentOf(path),
    ...sources.filter(({ isChosen }) => !isChosen).map(({ operation }) => nameless(operation.path)),
  ];
  const lists = parameters.length > 0 ? [...new Set(collections)].map((collection) => at("GET", collection)) : [];
  return {
    path,
    parameter: parameters[0],
    sources,
    lists: lists.filter((list) => list !== undefined).filter((list) => listSchemaOf(list) !== undefined),
    read,
    replace,
    update: at("PATCH", path),
    remove: at("DELETE", path),
  };
}

/** The parameters that name an item of a path. */
function parametersOf(operations: readonly Operation[], path: string): Parameter[] {
  return operations.flatMap((operation) =>
    operation.parameters.filter(
      (parameter) => parameter.in === "path" && pathUpTo(operation.path, parameter.name) === path,
    ),
  );
}

/** What may create an item: what a link says, a POST beside it, a POST of the same name, a PUT that may create. */
function sourcesOf(
  document: unknown,
  operations: readonly Operation[],
  path: string,
  { names, read, replace }: Pick<Resource, "read" | "replace"> & { readonly names: ReadonlySet<string> },
): IdSource[] {
  if (names.size === 0) return [];
  const posts = operations.filter((operation) => operation.method === "POST");
  const linked = posts.flatMap((operation) => {
    const place = linkedPlace(document, operation, operations, path);
    return place === undefined ? [] : [{ operation, places: [place], isGuess: false, isChosen: false }];
  });
  const source = (operation: Operation, isGuess: boolean): IdSource[] => {
    const places = [...names].flatMap((name) => idPlaces(operation, name));
    const isShown = places.length > 0 || successes(operation).some(({ content }) => content.size === 0);
    return isShown ? [{ operation, places, isGuess, isChosen: false }] : [];
  };
  const beside = posts
    .filter((operation) => nameless(operation.path) === parentOf(path))
    .flatMap((operation) => source(operation, false));
  const alike = (read ? posts : [])
    .filter((operation) => isOfSameName(operation, path))
    .flatMap((operation) => source(operation, !isConfirmed(read, [...names])));
  const chosen =
    replace && hasResponse(replace, 201) ? [{ operation: replace, places: [], isGuess: false, isChosen: true }] : [];
  return distinctBy([...linked, ...beside, ...alike, ...chosen], ({ operation }) => operation.id);
}

/** Whether a POST to a collection is named as the collection of an item's path. */
function isOfSameName({ path }: Operation, itemPath: string): boolean {
  return !path.endsWith("}") && lastFixed(path) !== undefined && lastFixed(path) === lastFixed(itemPath);
}

/** Whether the read says that it returns the id of its path. */
function isConfirmed(read: Operation | undefined, names: readonly string[]): boolean {
  return (
    read?.relations.some(
      ({ kind, from }) => kind === "returns" && names.some((name) => from === `$request.path.${name}`),
    ) === true
  );
}

/** Where the link of a response says that the id of an item is. */
function linkedPlace(
  document: unknown,
  operation: Operation,
  operations: readonly Operation[],
  path: string,
): string | undefined {
  for (const { pointer } of successes(operation)) {
    for (const [, { value }] of Place.at(document, pointer).entries("links")) {
      const target = operations.find(
        (other) => other.id === value["operationId"] || `#${other.pointer}` === value["operationRef"],
      );
      const parameters = isObject(value["parameters"]) ? Object.entries(value["parameters"]) : [];
      for (const [key, expression] of parameters) {
        const place = /^\$response\.body#(\/.*)$/.exec(String(expression))?.[1];
        if (target && place !== undefined && pathUpTo(target.path, key.replace(/^path\./, "")) === path) return place;
      }
    }
  }
  return undefined;
}

/** The objects that a body of a schema may be, or may have: the body itself, or what an envelope holds. */
export function objectsWithin(schema: Schema, place = "", depth = 2): { place: string; schema: Schema }[] {
  return schema.alternatives.flatMap((alternative) => {
    if (alternative.properties.size === 0) return [];
    const inner =
      depth === 0
        ? []
        : [...alternative.properties].flatMap(([name, property]) =>
            property.types.includes("object") ? objectsWithin(property, child(place, name), depth - 1) : [],
          );
    return [{ place, schema: alternative }, ...inner];
  });
}

/** The names of a property that may hold the id that a parameter takes: its own, without its prefix, or `id`. */
export function idNames(parameter: string): string[] {
  const withoutPrefix = parameter.replace(/^.*_(?=[^_]+$)/, "").replace(/^.*[a-z](?=[A-Z][a-z]*$)/, "");
  return [...new Set([parameter, withoutPrefix, withoutPrefix.toLowerCase(), "id"])];
}

/** The places of the id in the successes of an operation, the likeliest first. */
function idPlaces(operation: Operation, parameter: string): string[] {
  const objects = successSchemas(operation).flatMap((schema) => objectsWithin(schema));
  const places = idNames(parameter).flatMap((name) =>
    objects.filter(({ schema }) => schema.properties.has(name)).map(({ place }) => child(place, name)),
  );
  return [...new Set(places)];
}

/** Where the items of a list are in its body, and their schema; `undefined` if the response is no list of objects. */
export function listSchemaOf(operation: Operation): { place: string; schema: Schema } | undefined {
  for (const schema of successSchemas(operation)) {
    for (const alternative of schema.alternatives) {
      if (alternative.items && isObjectSchema(alternative.items)) return { place: "", schema: alternative.items };
    }
    const lists = objectsWithin(schema).flatMap(({ place, schema: object }) =>
      [...object.properties].flatMap(([name, { items }]) =>
        items && isObjectSchema(items) ? [{ place: child(place, name), schema: items }] : [],
      ),
    );
    // An item may have lists of its own: only an object without an id is a list.
    const isItem = objectsWithin(schema, "", 1).some(({ schema: object }) => object.properties.has("id"));
    if (lists[0] && !isItem) return lists[0];
  }
  return undefined;
}

const isObjectSchema = (schema: Schema) => schema.alternatives.some(({ properties }) => properties.size > 0);
