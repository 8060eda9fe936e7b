/** Finds out what may create an item of a path, and where its id is. */
import { distinctBy } from "../../lists.ts";
import { DescriptionObject } from "../description-object.ts";
import { hasResponse, type Operation, successes, successSchemas } from "../operation.ts";
import { child, isObject } from "../pointer.ts";
import { objectsWithin } from "./envelopes.ts";
import { lastFixed, nameless, parentOf, pathUpTo } from "./paths.ts";

/** A way to come by an id that the server knows. */
export interface ItemSource {
  /** The operation whose success creates the resource. */
  readonly operation: Operation;
  /** Where in the body of that success the id may be, the likeliest place first; it may be in `Location`, too. */
  readonly places: readonly string[];
  /** Nothing but names says that this operation creates the resource: the read of a created one must confirm it. */
  readonly isGuess: boolean;
  /** The request itself chooses the id: it is the last segment of its path. */
  readonly isChosen: boolean;
}

/** The names of the parameters that name an item, and what reads and replaces it. */
interface ItemOperations {
  readonly names: ReadonlySet<string>;
  readonly read: Operation | undefined;
  readonly replace: Operation | undefined;
}

/** What may create an item: what a link says, a POST beside it, a POST of the same name, a PUT that may create. */
export function sourcesOf(
  document: unknown,
  operations: readonly Operation[],
  path: string,
  { names, read, replace }: ItemOperations,
): ItemSource[] {
  if (names.size === 0) return [];
  const posts = operations.filter((operation) => operation.method === "POST");
  const siblings = posts.filter((operation) => nameless(operation.path) === parentOf(path));
  // A link from elsewhere may name what is there already, such as the customer of an order.
  const linked = (siblings.length > 0 ? siblings : posts).flatMap((operation) => {
    const place = linkedPlace(document, operation, operations, path);
    return place === undefined ? [] : [{ operation, places: [place], isGuess: false, isChosen: false }];
  });
  const source = (operation: Operation, isGuess: boolean): ItemSource[] => {
    const places = idPlaces(operation, [...names].flatMap(idNames));
    const isShown = places.length > 0 || successes(operation).some(({ content }) => content.size === 0);
    return isShown ? [{ operation, places, isGuess, isChosen: false }] : [];
  };
  const named = (operation: Operation): ItemSource => {
    return { operation, places: idPlaces(operation, naturalKeys), isGuess: true, isChosen: false };
  };
  const beside = siblings.flatMap((operation) => [...source(operation, false), named(operation)]);
  const alike = (read ? posts : [])
    .filter((operation) => isOfSameName(operation, path))
    .flatMap((operation) => source(operation, !isConfirmed(read, [...names])));
  const chosen =
    replace && hasResponse(replace, 201) ? [{ operation: replace, places: [], isGuess: false, isChosen: true }] : [];
  return distinctBy([...linked, ...beside, ...alike, ...chosen], ({ operation }) => operation.id);
}

/** Whether a POST to a collection is named as the collection of an item's path. One that needs such an item gives none. */
function isOfSameName({ path }: Operation, itemPath: string): boolean {
  const isElsewhere = !nameless(path).endsWith("}") && !nameless(path).startsWith(itemPath);
  return isElsewhere && lastFixed(path) !== undefined && lastFixed(path) === lastFixed(itemPath);
}

/** Whether the read says that it returns the id of its path. */
function isConfirmed(read: Operation | undefined, names: readonly string[]): boolean {
  return read?.relations.some(({ from }) => names.some((name) => from === `$request.path.${name}`)) === true;
}

/** Where the link of a response says that the id of an item is. */
function linkedPlace(
  document: unknown,
  operation: Operation,
  operations: readonly Operation[],
  path: string,
): string | undefined {
  for (const { pointer } of successes(operation)) {
    for (const [, { value }] of DescriptionObject.at(document, pointer).entries("links")) {
      const target = operations.find(
        (other) => other.id === value["operationId"] || `#${other.pointer}` === value["operationRef"],
      );
      const parameters = isObject(value["parameters"]) ? Object.entries(value["parameters"]) : [];
      for (const [key, expression] of parameters) {
        const place = /^\$response\.body#(\/.*)/.exec(String(expression))?.[1];
        if (target && place !== undefined && pathUpTo(target.path, key.replace(/^path\./, "")) === path) return place;
      }
    }
  }
  return undefined;
}

/** The names of properties that often name an item where there is no id. */
export const naturalKeys: readonly string[] = ["slug", "key", "code", "name", "number"];

/** The names of a property that may hold the id that a parameter takes: its own, without its prefix, `id`, or `_id`. */
export function idNames(parameter: string): string[] {
  const withoutPrefix = parameter.replace(/.*_(?=[^_])/, "").replace(/.*[a-z](?=[A-Z])/, "");
  return [...new Set([parameter, withoutPrefix, withoutPrefix.toLowerCase(), "id", "_id"])];
}

/** The places of the id in the successes of an operation, the likeliest first. */
function idPlaces(operation: Operation, names: readonly string[]): string[] {
  const objects = successSchemas(operation).flatMap((schema) => objectsWithin(schema));
  const places = names.flatMap((name) =>
    objects.filter(({ schema }) => schema.properties.has(name)).map(({ place }) => child(place, name)),
  );
  return [...new Set(places)];
}
