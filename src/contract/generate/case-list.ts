/** The cases that a run would send. */

import type { ContractOptions } from "../options.ts";
import { loadOperations } from "../spec/load.ts";
import { at, type JsonObject } from "../spec/pointer.ts";
import { Validator } from "../spec/schema.ts";
import type { Kit } from "./context.ts";
import type { Case } from "./test-case.ts";
import { Deriver } from "./test-cases.ts";

/** The cases that a run would send, without sending them. */
export function listCases(options: Omit<ContractOptions, "baseUrl">): Case[] {
  const validator = Validator.of(options.spec);
  return loadOperations(options.spec).flatMap((operation) =>
    new Deriver(kitOf(options, validator, new Set()), operation)
      .all(options.runs ?? 30)
      .filter((one) => isWanted(one, options.only)),
  );
}

/** What the cases of a run have in common. */
export function kitOf(
  options: Omit<ContractOptions, "baseUrl">,
  validator: Validator,
  unknown: ReadonlySet<string>,
): Kit {
  const paths = at(options.spec, "/paths") as Record<string, JsonObject>;
  const methods = (path: string) => Object.keys(paths[path] ?? {}).map((name) => name.toUpperCase());
  return {
    document: options.spec,
    validator,
    seed: options.seed ?? 1,
    known: options.known ?? {},
    unknown,
    methods,
    made: new Map(),
  };
}

/** Whether a case is among those that were asked for. */
export function isWanted(one: Case, only: string | undefined): boolean {
  return only === undefined || one.id.includes(only) || one.pointer.includes(only) || one.title.includes(only);
}
