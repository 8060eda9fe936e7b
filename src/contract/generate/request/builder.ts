/** Builds the test cases of an operation. */

import { partition } from "../../../lists.ts";
import { hasResponse, type Operation, type Parameter, stateStatuses } from "../../../openapi/operation.ts";
import { roleOf } from "../../../openapi/resources/parameter-role.ts";
import { exampleOf } from "../../values/example.ts";
import type { GenerationContext } from "../context.ts";
import { type Expectation, expectations } from "../expectation.ts";
import { isSafe, type Template, type TestCase } from "../test-case.ts";
import type { Presented } from "./credential.ts";
import { keyOf, writeParameters } from "./serialization.ts";

/** In what a test case differs from the plainest request of its operation. */
export interface Difference {
  readonly expects: Expectation;
  readonly title: string;
  /** The constraint in the description that the case comes from. */
  readonly pointer: string;
  readonly body?: unknown;
  /** The body as text, where it isn't the JSON of `body`. */
  readonly raw?: string;
  readonly encoding?: "utf8" | "latin1";
  /** Header fields; an empty one is left out. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Values of parameters by their keys; `undefined` leaves a parameter out. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly presented?: Presented;
  readonly method?: string;
  readonly path?: string;
  readonly twice?: boolean;
  readonly randomIndex?: number;
  readonly notBefore?: number;
}

/** The value of a parameter that the server is known to take; `undefined` if there is none. */
export function knownValue(context: GenerationContext, parameter: Parameter): unknown {
  const { inputs, operation } = context;
  const known = inputs.known.get(knownPlace(operation.path, parameter)) ?? inputs.known.get(parameter.name);
  return known ?? parameter.examples[0]?.value ?? exampleOf(inputs, parameter.schema);
}

/** What `--known` calls the place of a parameter: the path up to it, and its name, such as `/orders/{id}:id`. */
export function knownPlace(path: string, { name, in: location }: Pick<Parameter, "name" | "in">): string {
  const end = location === "path" ? path.indexOf(`{${name}}`) : -1;
  return `${end < 0 ? path : path.slice(0, end + name.length + 2)}:${name}`;
}

/** The test case that differs in this from the plainest request; none if a body that must be accepted isn't valid. */
export function buildCases(context: GenerationContext, difference: Difference): TestCase[] {
  const { operation, resources } = context;
  const { validator } = context.inputs;
  const { expects, title, pointer, body, twice = false, randomIndex, notBefore } = difference;
  const isValid = body === undefined || !operation.body || validator.accepts(operation.body.schema, body);
  if (expects === "accepted" && !isValid) {
    context.omissions.push({ pointer, reason: `${title}: the request would not be valid` });
    return [];
  }
  const needed = operation.parameters.filter((parameter) => isNeeded(operation, parameter));
  const [ofState, others] = partition(needed, (parameter) => isFromState(context, parameter));
  const valuesOf = (list: readonly Parameter[]) =>
    Object.fromEntries(list.map((parameter) => [keyOf(parameter), knownValue(context, parameter)]));
  const parameters = { ...valuesOf(others), ...difference.parameters };
  const isOpen = (parameter: Parameter) => !Object.hasOwn(parameters, keyOf(parameter));
  const fromState = valuesOf(ofState.filter(isOpen));
  const isCompared = expectations[expects].isCompared;
  const isTwice = twice && isRepeatable(operation, resources.isOfItem(operation));
  const id = idOf(context, difference);
  const template = templateOf(operation, difference, parameters);
  const sent = isCompared ? { body, parameters } : undefined;
  return [
    { id, operation, expects, title, pointer, template, sent, fromState, twice: isTwice, randomIndex, notBefore },
  ];
}

/** Whether a plain request has a parameter. Where a missing precondition is refused (428), it needs the one of a change. */
function isNeeded(operation: Operation, parameter: Parameter): boolean {
  const isOfChange = roleOf(parameter) === "precondition" && !/none/i.test(parameter.name);
  const isAsked = isOfChange && hasResponse(operation, 428);
  return parameter.required || isAsked;
}

/** Whether a run takes the value of a parameter from what it has created. */
function isFromState({ operation, resources }: GenerationContext, parameter: Parameter): boolean {
  return resources.isOfItems(operation, parameter) || roleOf(parameter) === "precondition";
}

/** Whether the same request, sent twice, gets the same kind of response from every correct server. */
function isRepeatable(operation: Operation, isOfItem: boolean): boolean {
  const { method, parameters } = operation;
  if (isSafe(method)) return true;
  const isConditional = stateStatuses.some((status) => hasResponse(operation, status));
  const isOnce = parameters.some((parameter) => ["precondition", "idempotency key"].includes(roleOf(parameter) ?? ""));
  return !isConditional && !isOnce && (method === "PUT" || (method === "POST" && !isOfItem));
}

function idOf({ operation, ids }: GenerationContext, { expects, title }: Difference): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60);
  const id = `${operation.id}/${expects}/${words}`;
  const count = (ids.get(id) ?? 0) + 1;
  ids.set(id, count);
  return count === 1 ? id : `${id}-${count}`;
}

function templateOf(
  operation: Operation,
  { method = operation.method, path = operation.path, body, raw, encoding = "utf8", headers, presented }: Difference,
  parameters: Readonly<Record<string, unknown>>,
): Template {
  const text = method === "HEAD" ? undefined : (raw ?? (body === undefined ? undefined : JSON.stringify(body)));
  const written = writeParameters(operation, parameters, path);
  return {
    method,
    path: written.path,
    query: written.query,
    headers: {
      Accept: acceptedMediaTypes(operation),
      "User-Agent": "contract-gate",
      ...(text && operation.body && { "Content-Type": operation.body.mediaType }),
      ...headers,
      ...written.headers,
    },
    body: text,
    encoding,
    ...(presented && { presented }),
  };
}

/** The media types that the description documents for responses. */
function acceptedMediaTypes(operation: Operation): string {
  const types = operation.responses.flatMap(({ content }) => [...content.keys()]);
  return [...new Set(types)].join(", ") || "*/*";
}
