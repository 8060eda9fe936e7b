/** Reads which credentials an operation asks for. */

import type { DescriptionObject } from "./description-object.ts";
import type { Operation, SecurityScheme } from "./operation.ts";
import { isObject, SpecError } from "./pointer.ts";

/** A security scheme; `undefined` for a kind that can't be presented, such as mutual TLS. */
export function readScheme(id: string, { pointer, value }: DescriptionObject): SecurityScheme | undefined {
  const { type, scheme, name, in: kind } = value;
  if (type === "apiKey") return { id, pointer, kind: kind as SecurityScheme["kind"], name: String(name) };
  const httpScheme = type === "http" ? String(scheme).toLowerCase() : "";
  const authorization = { id, pointer, name: "Authorization" } as const;
  if (httpScheme === "basic") return { ...authorization, kind: "basic" };
  const isBearer = httpScheme === "bearer" || type === "oauth2" || type === "openIdConnect";
  return isBearer ? { ...authorization, kind: "bearer" } : undefined;
}

/**
 * The first alternative of a `security` that can be presented: one whose schemes have keys of their own, if there is one.
 *
 * @param schemeOf reads a security scheme by its name
 * @param keyed the schemes that have keys of their own
 * @throws {SpecError} if none can be presented
 */
export function securityOf(
  requirements: unknown,
  schemeOf: (id: string) => SecurityScheme | undefined,
  keyed: readonly string[],
): Pick<Operation, "security" | "otherSecurity"> {
  const alternatives = (Array.isArray(requirements) ? requirements : []).map((requirement) =>
    isObject(requirement) ? Object.keys(requirement) : [],
  );
  if (alternatives.length === 0 || alternatives.some((ids) => ids.length === 0))
    return { security: [], otherSecurity: [] };
  const presentable = alternatives
    .map((ids) => ids.map(schemeOf))
    .filter((schemes) => schemes.every((scheme) => scheme !== undefined));
  const security = presentable.find((schemes) => schemes.every(({ id }) => keyed.includes(id))) ?? presentable[0];
  if (!security) throw new SpecError(`no credential of ${alternatives.flat().join(", ")} can be presented.`);
  return { security, otherSecurity: presentable.flat().filter((scheme) => !security.includes(scheme)) };
}
