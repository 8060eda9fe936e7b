/** Finds the properties of requests that name items of the same API. */
import type { Operation, Parameter } from "../operation.ts";
import type { Schema } from "../schema.ts";
import { propertiesWithin } from "./envelopes.ts";
import { naturalKeys } from "./item-source.ts";
import { lastFixed } from "./paths.ts";

/** What tells which names mean the items of a resource: its path, and the parameter for them. */
interface Named {
  readonly path: string;
  readonly parameter: Parameter | undefined;
}

/**
 * The properties of an operation's requests that name items of a resource, such as `customer_id`, `customer` or `customers`
 * those of `/customers`, and `parent_id` another item of its own kind. `undefined`: only the server knows which there are.
 */
export function referencesOf<Resource extends Named>(
  { body }: Operation,
  all: readonly Resource[],
  own: Resource | undefined,
): Map<string, Resource | undefined> {
  const found = new Map<string, Resource | undefined>();
  for (const [name, property] of body ? propertiesWithin(body.schema) : []) {
    const stem = /(.+?)(_?ids?|Ids?|_?uuids?|Uuids?)$/.exec(name)?.[1];
    const named = (resource: Resource) =>
      stem === undefined
        ? resource !== own && isIdOrIds(property) && isNamedBy(name, resource)
        : isPluralOf(stem, lastFixed(resource.path));
    const resource = all.find(named);
    const isTree = stem?.toLowerCase() === "parent";
    if (isTree || resource) found.set(name, isTree || resource === own ? undefined : resource);
  }
  return found;
}

/** Whether a property has the name of a resource, or that of the parameter for its items where this says what it names. */
function isNamedBy(name: string, { path, parameter }: Named): boolean {
  const isOfParameter = name === parameter?.name && name !== "id" && !naturalKeys.includes(name);
  return isOfParameter || isPluralOf(name, lastFixed(path));
}

/** Whether a value may be an id, or several. */
function isIdOrIds(schema: Schema): boolean {
  const isId =
    schema.types.some((type) => type === "string" || type === "integer") && schema.keyword("enum") === undefined;
  return isId || (schema.items !== undefined && isIdOrIds(schema.items));
}

const lettersOf = (name: string) => name.toLowerCase().replaceAll(/[_-]/g, "");

/** Whether the word of a path names many of what a stem names: `/customers`, `/categories` or `/order-lines`. */
function isPluralOf(name: string, word = ""): boolean {
  const stem = lettersOf(name);
  return word !== "" && [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, "ies")].includes(lettersOf(word));
}
