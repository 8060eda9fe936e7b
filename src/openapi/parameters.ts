/** Reads the parameters of an operation. */
import { examplesOf } from "./content.ts";
import type { Parameter } from "./operation.ts";
import type { Place } from "./place.ts";
import { SpecError } from "./pointer.ts";
import type { Reader } from "./reader.ts";

/** Where a parameter may be. Cookies are only sent as credentials. */
const locations = ["path", "query", "header"] as const;

/** Header parameters that OpenAPI leaves to the media types and to `security`. */
const ignoredHeaders = ["accept", "content-type", "authorization"];

/** The parameters of a path, and those of an operation, which replace them. */
export function readParameters(reader: Reader, path: string, holders: readonly Place[]): Parameter[] {
  const byName = new Map<string, Parameter>();
  for (const holder of holders) {
    const list = holder.value["parameters"];
    for (const index of Array.isArray(list) ? list.keys() : []) {
      const place = holder.get("parameters", index);
      const read = () => readParameter(reader, place);
      const parameter = isRequired(place) ? read() : reader.unlessUnusable(place.pointer, read);
      if (parameter) byName.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  for (const [, name] of path.matchAll(/\{([^}]*)\}/g)) {
    if (!byName.has(`path ${name}`)) throw new SpecError(`${path}: the path parameter ${name} is not described.`);
  }
  return [...byName.values()];
}

const isRequired = ({ value }: Place) => value["required"] === true || value["in"] === "path";

function readParameter(reader: Reader, place: Place): Parameter | undefined {
  const { pointer, value } = place;
  const name = String(value["name"]);
  const location = locations.find((supported) => supported === value["in"]);
  if (location === undefined) throw new SpecError(`${pointer}: parameters in ${value["in"]} are not supported.`);
  if (location === "header" && ignoredHeaders.includes(name.toLowerCase())) return undefined;
  const style = value["style"] ?? (location === "query" ? "form" : "simple");
  if (style !== "form" && style !== "simple") throw new SpecError(`${pointer}: the style ${style} is not supported.`);
  const [mediaType] = place.names("content");
  if (mediaType !== undefined) throw new SpecError(`${pointer}: parameters of ${mediaType} are not supported.`);
  return {
    name,
    in: location,
    required: isRequired(place),
    explode: typeof value["explode"] === "boolean" ? value["explode"] : style === "form",
    isReference: value["x-reference"] === true,
    pointer,
    schema: reader.schema(place),
    examples: examplesOf(place),
  };
}
