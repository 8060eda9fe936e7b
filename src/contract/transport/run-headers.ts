/** Header fields that every request of a run carries, besides those that the description asks for. */
import type { Operation } from "../../openapi/operation.ts";
import { wrongCredentials } from "../generate/auth.ts";
import { rightCredential } from "../generate/request/credential.ts";

export type RunHeaders = Readonly<Record<string, string>>;

/** Header fields that the gate or HTTP itself sets. */
const alwaysSet = ["accept", "connection", "content-length", "content-type", "host", "transfer-encoding", "user-agent"];

const namesSecret = /auth|cookie|credential|key|password|secret|session|token/i;

/** The names, in lower case, of the header fields that the gate sets itself. */
export function reservedHeaders(operations: readonly Operation[]): Set<string> {
  return new Set([...alwaysSet, ...operations.flatMap(headersOf)]);
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
