/** Header fields that every request of a run carries, besides those that the description asks for. */
import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Operation } from "../../openapi/operation.ts";
import { wrongCredentials } from "../generate/auth.ts";
import { rightCredential } from "../generate/request/credential.ts";
import { OptionError } from "../options.ts";

export type RunHeaders = Readonly<Record<string, string>>;

/** Header fields that the gate or HTTP itself sets. */
const alwaysSet = ["accept", "connection", "content-length", "content-type", "host", "transfer-encoding", "user-agent"];

const namesSecret = /auth|cookie|credential|key|password|secret|session|token/i;

/**
 * Refuses header fields that the gate sets itself, and malformed ones.
 *
 * @throws {OptionError} which names the header field
 */
export function checkRunHeaders(headers: RunHeaders, operations: readonly Operation[]): void {
  const set = new Set([...alwaysSet, ...operations.flatMap(headersOf)]);
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (error) {
      throw new OptionError(`The header ${name} can't be sent: ${(error as Error).message}.`);
    }
    if (set.has(name.toLowerCase()))
      throw new OptionError(`The header ${name} can't be given: the gate sets it itself.`);
  }
}

/** The names of the header fields that the requests of an operation carry, in lower case. */
function headersOf(operation: Operation): string[] {
  const parameters = operation.parameters.filter((parameter) => parameter.in === "header");
  const credentials = [...rightCredential(operation), ...wrongCredentials(operation).flatMap(({ parts }) => parts)];
  const fields = [...parameters, ...credentials.filter((part) => part.in === "header")];
  return fields.map(({ name }) => name.toLowerCase());
}

/** The header fields whose values are secrets, by their names, with the variable that stands for each in command lines. */
export function secretHeaders(headers: RunHeaders): { name: string; value: string; variable: string }[] {
  return Object.entries(headers)
    .filter(([name]) => namesSecret.test(name))
    .map(([name, value]) => ({ name, value, variable: `HTTP_${name.toUpperCase().replaceAll(/\W/g, "_")}` }));
}
