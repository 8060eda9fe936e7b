/** What the generators of an operation's test cases share. */
import type { Description } from "../../openapi/document.ts";
import type { Operation } from "../../openapi/operation.ts";
import { type Omission, SpecError } from "../../openapi/pointer.ts";
import type { Resources } from "../../openapi/resources/resources.ts";
import { type Canary, ValueInputs } from "../values/inputs.ts";

/** Stands for the canary of the request in every case; replaced when it is sent, so that leaks can be told apart. */
export const CANARY = "canary000";

/** Stands for the canary in a value that has to be a UUID. */
export const CANARY_UUID = "ca4a4900-0000-4000-8000-000000000000";

/** Stands for a secret in every case; replaced when it is sent by one that only this run knows. */
export const SECRET = "testsecret";

/** Stands for a number in the place of a secret. */
export const SECRET_NUMBER = 918273645;

const placeholders: Canary = { text: CANARY, uuid: CANARY_UUID, secret: SECRET, secretNumber: SECRET_NUMBER };

export interface GenerationContext {
  readonly operation: Operation;
  /** The path templates of the description. */
  readonly paths: readonly string[];
  readonly resources: Resources;
  /** What the values of the cases are made with. */
  readonly inputs: ValueInputs;
  /** How many cases have an id so far. */
  readonly ids: Map<string, number>;
  /** What no case could be made for, and why. */
  readonly omissions: Omission[];
}

export function inputsOf(
  { requests }: Pick<Description, "requests">,
  { seed, known }: { readonly seed: number; readonly known: Readonly<Record<string, string>> },
): ValueInputs {
  return new ValueInputs({
    validator: requests,
    seed,
    known: new Map(Object.entries(known)),
    references: new Map(),
    canary: placeholders,
  });
}

export function contextOf(
  { paths, resources }: Pick<Description, "paths" | "resources">,
  operation: Operation,
  inputs: ValueInputs,
  references: ValueInputs["references"] = referencesOf(resources, operation),
): GenerationContext {
  // Values are made once for all operations, but where properties name what the run creates.
  const own = references.size === 0 ? inputs : new ValueInputs({ ...inputs, references });
  return { operation, paths, resources, inputs: own, ids: new Map(), omissions: [] };
}

/** The references of an operation's requests: those that a run can create have a value then. */
function referencesOf(resources: Resources, operation: Operation): ValueInputs["references"] {
  const named = [...resources.references(operation)];
  return new Map(named.map(([name, resource]) => [name, resource && resource.sources.length > 0 ? {} : undefined]));
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
