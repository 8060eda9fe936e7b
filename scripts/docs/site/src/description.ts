/** The description, its operations and their code samples, for the pages of the site. */
import document from "../generated/openapi.json";
import samples from "../generated/samples.json";

export { document };

export interface Sample {
  topic: string;
  tool: string;
  lang: string;
  source: string;
}

export interface Operation {
  operationId: string;
  /** The address of its page in the reference, relative to the front page. */
  href: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  samples: Sample[];
}

type Item = Record<string, { operationId?: string; summary?: string; description?: string }>;

export const operations: Operation[] = Object.entries(document.paths as Record<string, Item>).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, { operationId, summary = "", description = "" }]) => {
    if (operationId === undefined) return [];
    const ofOperation = (samples as Record<string, Sample[]>)[operationId] ?? [];
    const href = `reference/operations/${operationId.toLowerCase()}/`;
    return [{ operationId, href, method: method.toUpperCase(), path, summary, description, samples: ofOperation }];
  }),
);

/** The operation that a page of the reference shows. */
export function operationOfPage(id: string): Operation | undefined {
  return operations.find(({ href }) => href === `${id}/`);
}
