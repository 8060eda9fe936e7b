/** Finds the operation that a request is for. */

/** What is needed of an operation to find it. */
interface Routed {
  readonly method: string;
  readonly path: string;
}

/** An operation of the request's path, with the values of its path parameters. */
export interface Route<T> {
  readonly operation: T;
  readonly parameters: Readonly<Record<string, string>>;
  /** What the path has before the operation's own: empty, or the path of a base URL. */
  readonly prefix: string;
}

/**
 * The routes of a path, one for each method; a path without parameters comes before one with them. A path with a
 * malformed percent-encoding has no route.
 */
export function routesOf<T extends Routed>(operations: readonly T[], path: string): Route<T>[] {
  const routes = operations.flatMap((operation) => match(operation, path) ?? []);
  return routes.toSorted((a, b) => Object.keys(a.parameters).length - Object.keys(b.parameters).length);
}

function match<T extends Routed>(operation: T, path: string): Route<T> | undefined {
  const names = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name);
  const literals = operation.path.split(/\{[^}]+\}/).map((literal) => literal.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
  const [found, prefix = "", ...values] = new RegExp(`^(.*?)${literals.join("([^/]+)")}$`).exec(path) ?? [];
  if (found === undefined) return undefined;
  try {
    const parameters = names.map((name, index) => [name, decodeURIComponent(values[index] ?? "")]);
    return { operation, parameters: Object.fromEntries(parameters), prefix };
  } catch {
    return undefined;
  }
}
