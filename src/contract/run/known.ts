/** Refuses known values that nothing takes. */
import type { Operation } from "../../openapi/operation.ts";
import { knownPlace } from "../generate/request/builder.ts";
import { OptionError } from "../options.ts";

/**
 * Refuses known values whose names nothing in the description has: they are misspelt.
 *
 * @throws {OptionError} which names the value
 */
export function checkKnown(known: Readonly<Record<string, string>>, operations: readonly Operation[]): void {
  const names = new Set(operations.flatMap(namesOf));
  const unused = Object.keys(known).find((name) => !names.has(name));
  if (unused === undefined) return;
  const parameters = [...names].filter((name) => name.includes(":")).join(", ") || "none";
  throw new OptionError("known", `has ${unused}, which no parameter takes; the description has ${parameters}`);
}

/** What a known value may be called: a parameter by its name or its place, or a reference in a body. */
function namesOf({ path, parameters, body }: Operation): string[] {
  const references = [...(body?.schema.properties ?? [])].filter(([, { isReference }]) => isReference);
  return [
    ...parameters.flatMap((parameter) => [knownPlace(path, parameter), parameter.name]),
    ...references.map(([name]) => name),
  ];
}
