/** Reads the parameters of an operation. */
import { examplesOf } from "./content.ts";
import type { DescriptionObject } from "./description-object.ts";
import type { Parameter } from "./operation.ts";
import { SpecError } from "./pointer.ts";
import type { Reader } from "./reader.ts";

/** Where a parameter may be. Cookies are only sent as credentials. */
const locations = ["path", "query", "header"] as const;

/** Header parameters that OpenAPI leaves to the media types and to `security`. */
const ignoredHeaders = ["accept", "content-type", "authorization"];

/** The parameters of a path, and those of an operation, which replace them. */
export function readParameters(reader: Reader, path: string, holders: readonly DescriptionObject[]): Parameter[] {
  const byName = new Map<string, Parameter>();
  for (const holder of holders) {
    const list = holder.value["parameters"];
    for (const index of Array.isArray(list) ? list.keys() : []) {
      const source = holder.get("parameters", index);
      const read = () => readParameter(reader, source);
      const parameter = isRequired(source) ? read() : reader.unlessUnusable(source.pointer, read);
      if (parameter) byName.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  for (const [, name] of path.matchAll(/\{([^}]*)\}/g)) {
    if (!byName.has(`path ${name}`)) throw new SpecError(`${path}: the path parameter ${name} is not described.`);
  }
  return [...byName.values()];
}

const isRequired = ({ value }: DescriptionObject) => value["required"] === true || value["in"] === "path";

function readParameter(reader: Reader, source: DescriptionObject): Parameter | undefined {
  const { pointer, value } = source;
  const name = String(value["name"]);
  const location = locations.find((supported) => supported === value["in"]);
  if (location === undefined) throw new SpecError(`${pointer}: parameters in ${value["in"]} are not supported.`);
  if (location === "header" && ignoredHeaders.includes(name.toLowerCase())) return undefined;
  const style = value["style"] ?? (location === "query" ? "form" : "simple");
  if (style !== "form" && style !== "simple") throw new SpecError(`${pointer}: the style ${style} is not supported.`);
  const [mediaType] = source.names("content");
  if (mediaType !== undefined) throw new SpecError(`${pointer}: parameters of ${mediaType} are not supported.`);
  return {
    name,
    in: location,
    required: isRequired(source),
    explode: typeof value["explode"] === "boolean" ? value["explode"] : style === "form",
    isReference: value["x-reference"] === true,
    pointer,
    schema: reader.schema(source),
    examples: examplesOf(source),
  };
}
