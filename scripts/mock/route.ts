/** Finds the operation that a request is for. */

/** What is needed of an operation to find it. */
interface Routed {
  readonly method: string;
  readonly path: string;
}

/** An operation with the values of its path parameters, or the methods of the path when the request's is not one. */
export type Route<T> =
  | { readonly found: true; readonly operation: T; readonly parameters: Readonly<Record<string, string>> }
  | { readonly found: false; readonly allowed: readonly string[] };

/**
 * The route of a request; a path without parameters comes before one with them.
 *
 * @throws {URIError} if the path has a malformed percent-encoding
 */
export function findRoute<T extends Routed>(operations: readonly T[], method: string, path: string): Route<T> {
  const matches = operations.flatMap((operation) => {
    const parameters = match(operation.path, path);
    return parameters ? [{ operation, parameters }] : [];
  });
  const fewest = matches.toSorted((a, b) => Object.keys(a.parameters).length - Object.keys(b.parameters).length);
  const found = fewest.find(({ operation }) => operation.method === method);
  return found ? { found: true, ...found } : { found: false, allowed: matches.map((one) => one.operation.method) };
}

/** The values of a template's parameters in a path, or `undefined` if the path is not of this template. */
function match(template: string, path: string): Record<string, string> | undefined {
  const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name);
  const literals = template.split(/\{[^}]+\}/).map((literal) => literal.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
  const values = new RegExp(`^${literals.join("([^/]+)")}$`).exec(path)?.slice(1);
  return values && Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? "")]));
}
