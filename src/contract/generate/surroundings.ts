/** Cases of what surrounds a body: parameters, media types, credentials, paths and methods. */

import type { Parameter, RequestBody } from "../spec/operation.ts";
import { child } from "../spec/pointer.ts";
import { schemaAt } from "../spec/schema.ts";
import { wrongCredentials } from "./auth.ts";
import { type Basis, type Draft, key } from "./basis.ts";
import { MARK } from "./context.ts";
import { validEdges } from "./schema/boundary.ts";
import { invalidEdges } from "./schema/mutation.ts";
import { isHeader, isSegment, readable, wire } from "./serialization.ts";

/** Parameters at the edges of their rules, beyond them, and left out. */
export function parameterDrafts(basis: Basis): Draft[] {
  const drafts: Draft[] = [];
  const body = basis.smallest();
  for (const parameter of basis.operation.parameters) {
    const schema = schemaAt(basis.kit.document, parameter.schema);
    const path = parameter.in === "path";
    const sends = (value: unknown) =>
      wire(value) !== undefined && (!path || isSegment(value)) && (parameter.in !== "header" || isHeader(wire(value)));
    const edges = validEdges(basis.kit, schema, false).filter((edge) => sends(edge.value));
    if (!parameter.required)
      drafts.push({
        expects: "accepted",
        title: `${parameter.name}: its example`,
        pointer: parameter.pointer,
        body,
        parameters: { [key(parameter)]: basis.known(parameter) },
      });
    const plus = { pointer: schema.pointer, title: "a plus sign", value: `${MARK}+a` };
    if (path && basis.kit.validator.accepts(schema.pointer, plus.value)) edges.unshift(plus);
    for (const [index, edge] of edges.entries()) {
      const open = path || edge.open === true;
      drafts.push({
        expects: open ? "open" : "accepted",
        title: `${parameter.name}: ${edge.title}`,
        pointer: edge.pointer,
        body: index % 2 === 0 ? body : basis.marked(basis.fullest()),
        parameters: { [key(parameter)]: edge.value },
      });
    }
    drafts.push(...wrongValues(basis, parameter, sends));
    if (parameter.required && !path)
      drafts.push({
        expects: "refused",
        title: `without ${parameter.name}`,
        pointer: child(parameter.pointer, "required"),
        body,
        parameters: { [key(parameter)]: undefined },
      });
  }
  return drafts;
}

/** Values of a parameter that break one rule each, and are no valid value however a server reads them. */
function wrongValues(basis: Basis, parameter: Parameter, sends: (value: unknown) => boolean): Draft[] {
  const drafts: Draft[] = [];
  const body = basis.smallest();
  const schema = schemaAt(basis.kit.document, parameter.schema);
  for (const edge of invalidEdges(basis.kit, schema, false)) {
    if (edge.value === "" && parameter.in === "path")
      drafts.push({
        expects: "no-route",
        title: `${parameter.name}: empty`,
        pointer: edge.pointer,
        body,
        parameters: { [key(parameter)]: "" },
      });
    if (!sends(edge.value) || edge.value === null || readable(basis.kit, schema, wire(edge.value))) continue;
    drafts.push({
      expects: "refused",
      title: `${parameter.name}: ${edge.title}`,
      pointer: edge.pointer,
      body,
      parameters: { [key(parameter)]: edge.value },
      exact: false,
    });
  }
  return drafts;
}

/** Ways to ask for and to announce JSON. */
export function mediaDrafts(basis: Basis): Draft[] {
  if (!basis.body) return [];
  const { spec } = basis.body;
  const pointer = child(spec.pointer, "content", spec.mediaType);
  const body = basis.marked(basis.fullest());
  const accepting = ["", "*/*"].map(
    (accept): Draft => ({
      expects: "accepted",
      title: accept === "" ? "no Accept header" : "any media type accepted",
      pointer: basis.operation.pointer,
      body,
      headers: { Accept: accept },
    }),
  );
  return [...accepting, ...charsets(basis, pointer, body)];
}

function charsets(basis: Basis, pointer: string, body: unknown): Draft[] {
  const { mediaType } = (basis.body as { spec: RequestBody }).spec;
  return ["; charset=utf-8", ";charset=UTF-8"].map((charset) => ({
    expects: "accepted",
    title: `the media type with ${charset.replace(/; ?/, "")}`,
    pointer,
    body,
    headers: { "Content-Type": mediaType + charset },
  }));
}

/** Requests without the right credential. */
export function credentialDrafts(basis: Basis): Draft[] {
  return wrongCredentials(basis.operation).flatMap((presented, index) => {
    const draft: Draft = { expects: "unauthorized", title: presented.title, pointer: presented.pointer, presented };
    const full: Draft = {
      ...draft,
      title: `${presented.title}, with every property`,
      body: basis.marked(basis.fullest()),
    };
    const plain: Draft = basis.body?.spec.required ? { ...draft, body: basis.smallest() } : draft;
    return basis.body && index % 4 === 0 ? [plain, full] : [plain];
  });
}

/** Paths and methods that the document does not have. */
export function protocolDrafts(basis: Basis): Draft[] {
  const { path, pointer, method } = basis.operation;
  const body = basis.smallest();
  const documented = new Set(basis.kit.methods(path));
  const routes: Draft[] = [`${path}-${MARK}`, `/${MARK}`, `${path}/${MARK}`].map((unknown, index) => ({
    expects: "no-route",
    title: `an unknown path (${index + 1})`,
    pointer: "/paths",
    path: unknown,
    body,
  }));
  const [anonymous] = wrongCredentials(basis.operation);
  if (anonymous)
    routes.push({
      expects: "no-route",
      title: `an unknown path, with ${anonymous.title}`,
      pointer: "/paths",
      path: `/${MARK}/${MARK}`,
      body,
      presented: anonymous,
    });
  // GET may be another operation that the document leaves out, and DELETE might do harm.
  for (const other of ["PUT", "PATCH", "PROPFIND", "GET"]) {
    if (documented.has(other) || other === method) continue;
    routes.push({
      expects: "no-route",
      title: `the method ${other}`,
      pointer,
      method: other,
      body: other === "GET" ? undefined : body,
    });
  }
  return routes;
}
