/** What responses show of items. */
import { isSuccess } from "../../../openapi/operation.ts";
import { at, child, isObject } from "../../../openapi/pointer.ts";
import { listSchemaOf, objectsWithin } from "../../../openapi/resources/envelopes.ts";
import type { Resource } from "../../../openapi/resources/resources.ts";
import type { Schema } from "../../../openapi/schema.ts";
import { schemaOf } from "../../check/documented-response.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { isPending } from "./item.ts";

/** What a body shows, and what the description says of it. */
export interface Shown {
  readonly body: unknown;
  readonly schema: Schema | undefined;
}

/** The items of a list, and the exchange that listed them. */
export interface Listing {
  readonly exchange: Exchange;
  readonly entries: readonly Shown[];
}

/** Whether the run can have items of a resource. */
export const hasItems = ({ sources, parameter }: Resource): boolean => sources.length > 0 || parameter === undefined;

/** Whether a request succeeded, and is carried out. */
export function succeeded(exchange: Exchange): boolean {
  const { testCase, result } = exchange;
  return result.kind === "response" && isSuccess(testCase.operation, result.status) && !isPending(exchange);
}

/** The status code of a response; 0 if there is none. */
export const statusOf = ({ result }: Exchange): number => (result.kind === "response" ? result.status : 0);

export const etagOf = ({ result }: Exchange): string | undefined =>
  result.kind === "response" ? result.headers.etag : undefined;

/** What a response shows. */
export function shownBy(exchange: Exchange): Shown {
  const { result, json } = exchange;
  const schema = result.kind === "response" ? schemaOf(exchange, result) : undefined;
  return { body: json?.value, schema };
}

/** The value of the property of a name, in the body itself or in what an envelope holds. */
export function propertyOf({ body, schema }: Shown, name: string): unknown {
  const holder = schema && objectsWithin(schema).find((object) => object.schema.properties.has(name));
  return holder && at(body, child(holder.place, name));
}

/** The properties that a response shows in its body, and in the objects of it: envelopes may hold them (`data.attributes`). */
export function propertiesShown({ json }: Exchange): [name: string, value: unknown][] {
  const inner = (holders: unknown[]) => holders.filter(isObject).flatMap((holder) => Object.values(holder));
  const [body, ofBody] = [[json?.value], inner([json?.value])];
  return [...body, ...ofBody, ...inner(ofBody)].filter(isObject).flatMap((holder) => Object.entries(holder));
}

/** The entries of a list; `undefined` if the response is no list. */
export function listingOf(exchange: Exchange): Listing | undefined {
  const list = listSchemaOf(exchange.testCase.operation);
  const entries = list && succeeded(exchange) ? at(exchange.json?.value, list.place) : undefined;
  return Array.isArray(entries)
    ? { exchange, entries: entries.map((body) => ({ body, schema: list?.schema })) }
    : undefined;
}
