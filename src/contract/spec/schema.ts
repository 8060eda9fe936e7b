/** Reads schemas for what they say, and proves with Ajv what a value keeps and breaks. */

import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { at, child, isObject, type JsonObject, target, tokensOf } from "./pointer.ts";

/** A schema together with all that its `$ref` and `allOf` add to it. */
export interface Schema {
  readonly pointer: string;
  readonly facets: readonly { readonly pointer: string; readonly schema: JsonObject }[];
}

/** One keyword at one place. */
export interface Rule {
  readonly pointer: string;
  readonly value: unknown;
}

export type Type = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

const id = "https://spec.invalid/openapi.json";

/** The form of RFC 3339: the package for formats also takes a space for the T, and an offset without its colon. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const realDateTime = formats.default.get("date-time") as { validate: (text: string) => boolean };

/** The schema at a pointer, flattened. */
export function schemaAt(document: unknown, pointer: string): Schema {
  const facets: { pointer: string; schema: JsonObject }[] = [];
  const seen = new Set<string>();
  const visit = (here: string) => {
    if (seen.has(here)) return;
    seen.add(here);
    const value = at(document, here);
    if (value === false) facets.push({ pointer: here, schema: { not: {} } });
    if (!isObject(value)) return;
    facets.push({ pointer: here, schema: value });
    if ("$ref" in value) visit(target(document, value["$ref"], here));
    if (Array.isArray(value["allOf"])) value["allOf"].forEach((_, index) => void visit(child(here, "allOf", index)));
  };
  visit(pointer);
  return { pointer, facets };
}

/** The first statement of a keyword. */
export function rule(schema: Schema, keyword: string): Rule | undefined {
  const facet = schema.facets.find((facet) => keyword in facet.schema);
  return facet && { pointer: child(facet.pointer, keyword), value: facet.schema[keyword] };
}

export function keyword(schema: Schema, name: string): unknown {
  return rule(schema, name)?.value;
}

/** The types that a schema allows by `type`, `const` or `enum`; all when it says nothing. */
export function typesOf(schema: Schema): Type[] {
  const type = keyword(schema, "type");
  if (typeof type === "string") return [type as Type];
  if (Array.isArray(type)) return type as Type[];
  const values = rule(schema, "const") ? [keyword(schema, "const")] : keyword(schema, "enum");
  if (Array.isArray(values)) return [...new Set(values.map(typeOf))];
  if (keyword(schema, "properties") !== undefined) return ["object"];
  return ["null", "boolean", "number", "string", "array", "object"];
}

export function typeOf(value: unknown): Type {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as Type;
}

/** The properties that a request may send. */
export function propertiesOf(document: unknown, schema: Schema): Map<string, Schema> {
  const properties = new Map<string, Schema>();
  for (const { pointer, schema: facet } of schema.facets) {
    for (const name of isObject(facet["properties"]) ? Object.keys(facet["properties"]) : []) {
      if (!properties.has(name)) properties.set(name, schemaAt(document, child(pointer, "properties", name)));
    }
  }
  return properties;
}

export function requiredOf(schema: Schema): Set<string> {
  return new Set(schema.facets.flatMap((facet) => (facet.schema["required"] ?? []) as string[]));
}

/** The schema under a keyword that holds one, such as `items`. */
export function under(document: unknown, schema: Schema, name: string): Schema | undefined {
  const found = rule(schema, name);
  return found && isObject(found.value) ? schemaAt(document, found.pointer) : undefined;
}

/** Judges values by the schemas of a document; `without` takes one keyword out of it first. */
export class Validator {
  readonly document: unknown;
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #without = new Map<string, Validator>();

  constructor(document: unknown) {
    this.document = document;
    this.#ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false, allErrors: false });
    formats.default(this.#ajv);
    this.#ajv.addFormat("date-time", (text) => dateTime.test(text) && realDateTime.validate(text));
    this.#ajv.addSchema(document as JsonObject, id);
  }

  static #last: { text: string; validator: Validator } | undefined;

  /** The validator of a document; the last one is kept, for runs against one server after another. */
  static of(document: unknown): Validator {
    const text = JSON.stringify(document);
    if (Validator.#last?.text !== text) Validator.#last = { text, validator: new Validator(JSON.parse(text)) };
    return Validator.#last.validator;
  }

  /** The first reason why a value does not fit the schema at a pointer, or `undefined`. */
  error(pointer: string, value: unknown): ErrorObject | undefined {
    let validate = this.#compiled.get(pointer);
    if (validate === undefined) {
      const fragment = tokensOf(pointer).map(
        (token) => `/${encodeURIComponent(token.replaceAll("~", "~0").replaceAll("/", "~1"))}`,
      );
      validate = this.#ajv.compile({ $ref: `${id}#${fragment.join("")}` });
      this.#compiled.set(pointer, validate);
    }
    return validate(value) ? undefined : validate.errors?.[0];
  }

  accepts(pointer: string, value: unknown): boolean {
    return this.error(pointer, value) === undefined;
  }

  /** Whether a value breaks the rule at `keyword` and nothing else. */
  breaksOnly(keyword: string, pointer: string, value: unknown): boolean {
    return !this.accepts(pointer, value) && this.without(keyword).accepts(pointer, value);
  }

  without(keyword: string): Validator {
    let validator = this.#without.get(keyword);
    if (validator === undefined) {
      const document = structuredClone(this.document);
      const tokens = tokensOf(keyword);
      const last = tokens.pop() ?? "";
      delete (at(document, child("", ...tokens)) as JsonObject)[last];
      validator = new Validator(document);
      this.#without.set(keyword, validator);
    }
    return validator;
  }
}
