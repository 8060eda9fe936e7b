/** Items of the server: their paths and ids. */
import { isSuccess, type Operation } from "../../../openapi/operation.ts";
import { at } from "../../../openapi/pointer.ts";
import type { ItemSource } from "../../../openapi/resources/item-source.ts";
import { pathUpTo } from "../../../openapi/resources/paths.ts";
import type { Resource, Resources } from "../../../openapi/resources/resources.ts";
import type { Validator } from "../../../openapi/validator.ts";
import type { Exchange } from "../../transport/exchange.ts";

/** The values of path parameters, by the start of the path that each ends: `/projects/{}/tasks/{}`. */
export type PathValues = ReadonlyMap<string, unknown>;

/** Something that a request of the run has created. */
export interface Item {
  readonly resource: Resource;
  readonly values: PathValues;
  /** Its path, such as `/projects/3/tasks/7`. */
  readonly path: string;
  readonly created: Exchange;
}

/** The values of the parameters in a path, which may begin with that of the server's own URL. */
export function valuesOfPath({ path }: Operation, pathname: string): PathValues {
  const names = path.split("/").slice(1);
  const segments = pathname.split("/").slice(-names.length);
  const values = new Map<string, unknown>();
  names.forEach((name, index) => {
    if (/^\{[^}]*\}$/.test(name)) values.set(pathUpTo(path, name.slice(1, -1)), decoded(segments[index] ?? ""));
  });
  return values;
}

/** A path without names, filled with values. */
export function pathOf(path: string, values: PathValues): string {
  let start = "";
  return path
    .split("/")
    .map((segment, index) => {
      start += index === 0 ? segment : `/${segment}`;
      return segment === "{}" ? String(values.get(start)) : segment;
    })
    .join("/");
}

/** The items that a success has created: one that has several paths is there once for each. */
export function itemsCreated(exchange: Exchange, resources: Resources, validator: Validator): Item[] {
  const { testCase, result } = exchange;
  const { operation, template } = testCase;
  if (result.kind === "no-response" || !isSuccess(operation, result.status) || template.method !== operation.method)
    return [];
  return resources.all.flatMap((resource) => {
    const source = resource.sources.find((candidate) => candidate.operation === operation);
    if (!source || (source.isChosen && result.status !== 201)) return [];
    const values = valuesOfPath(operation, exchange.request.url.pathname);
    const id = source.isChosen ? values.get(resource.path) : idIn(exchange, source, resource, validator);
    if (id === undefined) return [];
    const pathValues = new Map([...values, [resource.path, id]]);
    return [{ resource, values: pathValues, path: pathOf(resource.path, pathValues), created: exchange }];
  });
}

/** The id in a success: that of its body, if a path can have it, or the end of its `Location`. */
function idIn({ json, result }: Exchange, { places }: ItemSource, resource: Resource, validator: Validator): unknown {
  const schema = resource.parameter?.schema;
  const fits = (value: unknown) =>
    (typeof value === "string" && value !== "") || typeof value === "number"
      ? [value, String(value), Number(value)].some(
          (reading) => schema === undefined || validator.accepts(schema, reading),
        )
      : false;
  return places.map((place) => at(json?.value, place)).find(fits) ?? [idInLocation(result, resource)].find(fits);
}

/** The id in the `Location` of a response, if that is the path of an item of this kind. */
export function idInLocation(result: Exchange["result"], { path }: Resource): string | undefined {
  const { location = "" } = result.kind === "response" ? result.headers : {};
  if (!URL.canParse(location, "http://any.invalid")) return undefined;
  const pattern = new RegExp(`${path.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll("{}", "([^/]+)")}/?$`);
  const last = pattern.exec(new URL(location, "http://any.invalid").pathname)?.at(-1);
  return last === undefined ? undefined : decoded(last);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The id of an item, as text. */
export const idOf = ({ resource, values }: Item): string => String(values.get(resource.path));

/** Whether a request was accepted, and is still to be carried out. */
export const isPending = ({ result }: Exchange): boolean => result.kind === "response" && result.status === 202;
