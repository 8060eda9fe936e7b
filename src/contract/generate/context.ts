/** What the generators of an operation's test cases share. */
import type fc from "fast-check";
import type { Description } from "../../openapi/document.ts";
import type { Operation } from "../../openapi/operation.ts";
import { type Omission, SpecError } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import type { Validator } from "../../openapi/validator.ts";
import type { ResolvedOptions } from "../options.ts";

/** Stands for the canary of the request in every case; replaced when it is sent, so that leaks can be told apart. */
export const CANARY = "canary000";

/** Stands for a secret in every case; replaced when it is sent by one that only this run knows. */
export const SECRET = "testsecret";

/** Stands for a number in the place of a secret. */
export const SECRET_NUMBER = 918273645;

/** The text by which a value of a schema is recognised. */
export const canaryOf = ({ isSecret }: Schema): string => (isSecret ? SECRET : CANARY);

/** What the generators of an operation's test cases share. */
export interface GenerationContext {
  readonly operation: Operation;
  /** The path templates of the description. */
  readonly paths: readonly string[];
  readonly validator: Validator;
  readonly seed: number;
  /** Values by name for what must exist on the server, such as the id of an agent. */
  readonly known: ReadonlyMap<string, string>;
  /** References that the server does not know: left out of every request. */
  readonly unknownReferences: ReadonlySet<string>;
  /** Values that were made before: making them again takes time. */
  readonly arbitraries: Map<Schema, fc.Arbitrary<unknown> | undefined>;
  readonly smallest: Map<Schema, unknown>;
  readonly fullest: Map<Schema, unknown>;
  /** How many cases have an id so far. */
  readonly ids: Map<string, number>;
  /** What no case could be made for, and why. */
  readonly omissions: Omission[];
}

/** Makes the context of an operation's test cases. */
export function contextOf(
  { paths, requests }: Pick<Description, "paths" | "requests">,
  operation: Operation,
  { seed, known }: Pick<ResolvedOptions, "seed" | "known">,
  unknownReferences: ReadonlySet<string> = new Set(),
): GenerationContext {
  return {
    operation,
    paths,
    validator: requests,
    seed,
    known: new Map(Object.entries(known)),
    unknownReferences,
    arbitraries: new Map(),
    smallest: new Map(),
    fullest: new Map(),
    ids: new Map(),
    omissions: [],
  };
}

/** What is made; nothing, and the reason among the omissions, where the description is in the way. */
export function orOmission<T>(context: GenerationContext, make: () => T[]): T[] {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    context.omissions.push({ pointer: context.operation.pointer, reason: error.message });
    return [];
  }
}

/** No value has optional properties deeper than this, and none has required ones deeper than twice this. */
export const maxDepth = 4;

/** The properties of a request: those the server alone sets are left out, as are references it does not know. */
export function sendable(context: GenerationContext, schema: Schema): Map<string, Schema> {
  const required = schema.required;
  const properties = [...schema.properties].filter(
    ([name, property]) =>
      property.keyword("readOnly") !== true &&
      !context.unknownReferences.has(name) &&
      (property.depth <= maxDepth || required.has(name)),
  );
  return new Map(properties);
}
