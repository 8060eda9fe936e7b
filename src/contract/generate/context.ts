/** What making values needs, and what the schemas say about the values to make. */
import { keyword, propertiesOf, type Schema, schemaAt, typesOf, under, type Validator } from "../spec/schema.ts";

/** Stands for a word of the request's own in every case; replaced when it is sent, so that leaks can be told apart. */
export const MARK = "runmark00";

/** Stands for a secret in every case; replaced when it is sent by one that only this run knows. */
export const SECRET = "testsecret";

/** Stands for a number in the place of a secret. */
export const SECRET_NUMBER = 918273645;

/** What making values needs. */
export interface Kit {
  readonly document: unknown;
  readonly validator: Validator;
  readonly seed: number;
  /** Values by name for what must exist on the server, such as the id of an agent. */
  readonly known: Readonly<Record<string, string>>;
  /** The methods that the document describes for a path. */
  readonly methods: (path: string) => string[];
  /** What was made before: making it again takes time. */
  readonly made: Map<string, unknown>;
  /** References that the server did not know: left out of every request. */
  readonly unknown: ReadonlySet<string>;
}

export function isSecret(schema: Schema): boolean {
  return keyword(schema, "writeOnly") === true;
}

/** Names something that must exist on the server: another value than the known one may be refused. */
export function isReference(schema: Schema): boolean {
  return keyword(schema, "x-reference") === true;
}

/** The properties of a request: those the server alone sets are left out, as are references it does not know. */
export function sendable(kit: Kit, schema: Schema): Map<string, Schema> {
  const properties = propertiesOf(kit.document, schema);
  for (const [name, property] of properties) {
    if (keyword(property, "readOnly") === true || kit.unknown.has(name)) properties.delete(name);
  }
  return properties;
}

export function once<T>(kit: Kit, name: string, make: () => T): T {
  if (!kit.made.has(name)) kit.made.set(name, make());
  return kit.made.get(name) as T;
}

export function examplesOf(schema: Schema): unknown[] {
  const several = keyword(schema, "examples");
  const choices = keyword(schema, "enum");
  return ["const", "example", "default"]
    .map((name) => keyword(schema, name))
    .concat(Array.isArray(several) ? several : [], Array.isArray(choices) ? choices : [])
    .filter((value) => value !== undefined);
}

/** The schema of a map's values. */
export function entryOf(kit: Kit, schema: Schema): Schema {
  return under(kit.document, schema, "additionalProperties") ?? schemaAt(kit.document, "/nothing");
}

/** A map: an object whose properties are not named by the document. */
export function isMap(kit: Kit, schema: Schema): boolean {
  return typesOf(schema).includes("object") && under(kit.document, schema, "additionalProperties") !== undefined;
}
