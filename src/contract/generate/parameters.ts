/** Test cases of parameters: at the boundaries of their constraints, beyond them, and left out. */

import { inTurn } from "../../lists.ts";
import type { Parameter } from "../../openapi/operation.ts";
import { child } from "../../openapi/pointer.ts";
import { isOfState } from "../../openapi/resources/parameter-role.ts";
import { nameless, parentOf, pathUpTo } from "../../openapi/resources/paths.ts";
import { boundariesOf } from "../values/boundary.ts";
import { nestedMutationsOf } from "../values/nested-mutation.ts";
import { accepted } from "../values/value.ts";
import { CANARY, type GenerationContext } from "./context.ts";
import { fullestBody, smallestBody } from "./request/body.ts";
import { type Difference, knownValue } from "./request/builder.ts";
import { isPathLike, isReadable, isSendable, keyOf, ofPathValue, serialize } from "./request/serialization.ts";
import { isSafe } from "./test-case.ts";

export function parameterCases(context: GenerationContext): Difference[] {
  return context.operation.parameters.flatMap((parameter) => [
    ...validValues(context, parameter),
    ...invalidValues(context, parameter),
    ...presence(context, parameter),
    ...missingReference(context, parameter),
  ]);
}

function validValues(context: GenerationContext, parameter: Parameter): Difference[] {
  const isPath = parameter.in === "path";
  const values = boundariesOf(context.inputs, parameter.schema).filter(
    ({ value }) => isSendable(parameter, value) && !mayNameAnother(context, parameter, value),
  );
  // A server changes this text if it decodes a path segment like a form, or twice.
  const encoded = accepted(parameter.schema.pointer, "a plus sign and a percent sign", `${CANARY}+%`);
  if (isPath && context.inputs.validator.accepts(parameter.schema, encoded.value)) values.unshift(encoded);
  const bodies = [smallestBody(context), fullestBody(context)];
  return inTurn(values, bodies).map(([{ value, title, pointer, expects }, body]) => ({
    expects: isPath
      ? ofPathValue(parameter, value)
      : isOfState(parameter) || context.resources.isScope(context.operation, parameter)
        ? "ambiguous"
        : expects,
    title: `${parameter.name}: ${title}`,
    pointer,
    body,
    parameters: { [keyOf(parameter)]: value },
  }));
}

/** Whether a case may change an item of another case, because it names one by a value that others may have, too. */
function mayNameAnother({ operation, resources }: GenerationContext, parameter: Parameter, value: unknown): boolean {
  const isChange = !isSafe(operation.method) && resources.created(operation).includes(parameter);
  return isChange && !String(value).includes(CANARY);
}

/** Values that violate one constraint each, and that no server can read as a valid value. */
function invalidValues(context: GenerationContext, parameter: Parameter): Difference[] {
  // Each property of an object is a parameter of its own: nothing is sent by the name of the object.
  if (parameter.schema.types.every((type) => type === "object")) return [];
  const body = smallestBody(context);
  return nestedMutationsOf(context.inputs, parameter.schema).flatMap(
    ({ value, title, pointer, expects }): Difference[] => {
      const difference = { pointer, body, parameters: { [keyOf(parameter)]: value } };
      if (value === "" && parameter.in === "path")
        return isOfList(context, parameter)
          ? []
          : [{ ...difference, expects: "no-route", title: `${parameter.name}: empty` }];
      const text = serialize(parameter, value);
      const isTold = value !== null && text !== undefined && !isReadable(context, parameter, value);
      if (!isTold || !isSendable(parameter, value)) return [];
      // A server may take an empty value for none, and routers differ about slashes and dots.
      const isOpen = text === "" || (parameter.in === "path" && isPathLike(text));
      return [{ ...difference, expects: isOpen ? "unspecified" : expects, title: `${parameter.name}: ${title}` }];
    },
  );
}

/** Whether a path with nothing for a parameter is that of a list: routers may read `/todos/` as `/todos`. */
function isOfList({ operation, paths }: GenerationContext, { name }: Parameter): boolean {
  const item = pathUpTo(operation.path, name);
  return item === nameless(operation.path) && paths.some((path) => nameless(path) === parentOf(item));
}

/** An optional parameter with its example, or a request without a required one. */
function presence(context: GenerationContext, parameter: Parameter): Difference[] {
  const { name, pointer, required } = parameter;
  const body = smallestBody(context);
  if (required && parameter.in === "path") return [];
  if (required) {
    const parameters = { [keyOf(parameter)]: undefined };
    const title = `a request without ${name}`;
    return [{ expects: "refused", title, pointer: child(pointer, "required"), body, parameters }];
  }
  const value = knownValue(context, parameter);
  if (!isSendable(parameter, value)) return [];
  const expects = isOfState(parameter) ? "ambiguous" : "accepted";
  return [{ expects, title: `${name}: its example`, pointer, body, parameters: { [keyOf(parameter)]: value } }];
}

/** The name of nothing that exists, which begins like one that does. */
function missingReference(context: GenerationContext, parameter: Parameter): Difference[] {
  if (!parameter.isReference || parameter.in !== "path") return [];
  const value = `${knownValue(context, parameter)}-${CANARY}`;
  if (!context.inputs.validator.accepts(parameter.schema, value)) return [];
  const pointer = child(parameter.pointer, "x-reference");
  const parameters = { [keyOf(parameter)]: value };
  const title = `${parameter.name} of nothing that exists`;
  return [{ expects: "not-found", title, pointer, body: smallestBody(context), parameters }];
}
