/** Paths without the names of their parameters, by which those of several operations are compared. */

/** A path without the names of its parameters, and without a slash at its end: routers often take both. */
export function nameless(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, "{}").replace(/(?<=.)\/$/, "");
}

/** The start of a path that ends with a parameter, without names. */
export function pathUpTo(path: string, parameter: string): string {
  const segments = path.split("/");
  // An action may stand behind it: /jobs/{id}:cancel.
  const end = segments.findIndex((segment) => segment.split(":")[0] === `{${parameter}}`);
  return end < 0 ? "" : nameless([...segments.slice(0, end), `{${parameter}}`].join("/"));
}

/** The path before the last segment. */
export const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/"));

/** The last segment of a path that is not a parameter. */
export const lastFixed = (path: string) =>
  path.split("/").findLast((segment) => segment !== "" && !segment.includes("{"));
