import { validate } from "../generated/session-validator.js";
import type { Issue } from "./errors.ts";

/**
 * Holds a value against the schema of a session, down to the format of the date. The rules are compiled from the API
 * description; nothing is evaluated at run time.
 *
 * @returns the rules that it breaks; none if it is a session
 * @example
 * const issues = validateSession(await client.sessions.create("agt_123"));
 */
export function validateSession(value: unknown): Issue[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, params, message }) => {
    const path = [...instancePath.split("/").slice(1), params.missingProperty ?? []].flat();
    return { field: path.join("."), message };
  });
}
