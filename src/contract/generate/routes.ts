/** Test cases of paths and methods that the description does not have. */

import { wrongCredentials } from "./auth.ts";
import { CANARY, type GenerationContext } from "./context.ts";
import { smallestBody } from "./request/body.ts";
import type { Difference } from "./request/builder.ts";

/** GET may be an operation that the description leaves out, and DELETE might do harm. */
const otherMethods = ["PUT", "PATCH", "PROPFIND", "GET"];

export function routeCases(context: GenerationContext): Difference[] {
  const { path, pointer, method, methods } = context.operation;
  const body = method === "GET" || method === "HEAD" ? undefined : smallestBody(context);
  const base = { expects: "no-route", pointer: "/paths", body } as const;
  const unknown: Difference[] = [`${path}-${CANARY}`, `/${CANARY}`, `${path}/${CANARY}`].map((other, index) => ({
    ...base,
    title: `an unknown path (${index + 1})`,
    path: other,
  }));
  const malformed = path.replace(/\{[^}]+\}/, "%zz");
  const [anonymous] = wrongCredentials(context.operation);
  if (anonymous) {
    // A router that takes these for the documented path may come after a check of the credential that does not.
    const capital = path.replaceAll(/(?<=\/)[^{}/]+/g, (segment) => segment.toUpperCase());
    const paths = {
      "an unknown path": `/${CANARY}/${CANARY}`,
      "a path with a slash at its end": `${path}/`,
      "a path in capital letters": capital,
    };
    for (const [name, other] of Object.entries(paths))
      unknown.push({ ...base, title: `${name}, without a credential`, path: other, presented: anonymous });
  }
  const others = otherMethods
    .filter((other) => !methods.includes(other))
    .map((other): Difference => {
      const sent = other === "GET" ? undefined : body;
      return { ...base, title: `the method ${other}`, pointer, method: other, body: sent };
    });
  const undescribed = unknown.filter((route) => !isDescribed(context, route.path ?? ""));
  if (malformed !== path) undescribed.push({ ...base, title: "a path with a malformed escape (%zz)", path: malformed });
  return [...undescribed, ...others];
}

/** Whether a path is one of those that the description has, with some values of their parameters. */
function isDescribed({ paths }: GenerationContext, path: string): boolean {
  const segments = path.split("/");
  return paths.some((template) => {
    const parts = template.split("/");
    const isAlike = (part: string, index: number) => part.includes("{") || part === segments[index];
    return parts.length === segments.length && parts.every(isAlike);
  });
}
