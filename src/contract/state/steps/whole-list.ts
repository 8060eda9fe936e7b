/** Reads lists to their end, page by page. */
import type { Operation, Parameter } from "../../../openapi/operation.ts";
import { isObject } from "../../../openapi/pointer.ts";
import { type ParameterRole, roleOf } from "../../../openapi/resources/parameter-role.ts";
import { keyOf } from "../../generate/request/serialization.ts";
import type { Exchange } from "../../transport/exchange.ts";
import type { Item } from "../items/item.ts";
import { type Listing, listingOf, propertiesShown, type Shown } from "../items/response-values.ts";
import { idShown } from "./sequence.ts";
import type { Steps } from "./steps.ts";

/** A list that has more pages is not read to its end. */
const maxPages = 30;
/** A page with no parameter for the next one may be cut at a round number of items from this one on. */
const shortestCut = 10;

/** A list as far as it was read. */
export interface WholeList {
  readonly pages: readonly Listing[];
  readonly entries: readonly Shown[];
  /** Whether it was read to its end. */
  readonly isWhole: boolean;
  readonly exchange: Exchange;
}

/** Query parameters by their role. */
export function pagingOf({ parameters }: Operation): Partial<Record<ParameterRole, Parameter>> {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const role = roleOf(parameter);
      return role === undefined || parameter.in !== "query" ? [] : [[role, parameter]];
    }),
  );
}

/** Whether a list needs a value that chooses among its items: nothing is known of what it must show then. */
export function isChosenList({ parameters }: Operation): boolean {
  return parameters.some(
    (parameter) => parameter.required && parameter.in !== "path" && roleOf(parameter) === undefined,
  );
}

/**
 * A list with all its pages, of this size if one is given; `undefined` if a response is no list, or nothing is known of
 * what the list must show.
 */
export async function readList(
  steps: Steps,
  item: Item,
  list: Operation,
  size?: number,
  filter: Readonly<Record<string, unknown>> = {},
): Promise<WholeList | undefined> {
  if (isChosenList(list)) return undefined;
  const paging = pagingOf(list);
  const fixed = paging.limit && size !== undefined ? { [keyOf(paging.limit)]: size } : {};
  const first = paging.page?.required ? { [keyOf(paging.page)]: firstNumber(paging.page) ?? 1 } : {};
  const pages: Listing[] = [];
  const known = new Set<string>();
  let number = paging.page ? (firstNumber(paging.page) ?? 0) : 0;
  let next: Readonly<Record<string, unknown>> | undefined = first;
  while (next && pages.length < maxPages) {
    const parameters = { ...filter, ...fixed, ...next };
    const page = listingOf(await steps.send(item, list, { title: "a list", parameters }));
    if (!page) return undefined;
    const ids = page.entries.map((entry) => idShown(steps.resource, entry));
    const isNew = ids.some((id) => id !== undefined && !known.has(id));
    for (const id of ids) if (id !== undefined) known.add(id);
    // Where the description doesn't say with which number pages begin, page 1 may be the one that was read first.
    const isAgain = !isNew && number === 1 && paging.page !== undefined && firstNumber(paging.page) === undefined;
    if (!isAgain) pages.push(page);
    number += 1;
    next = isNew || isAgain ? nextPage(steps, list, { pages, size, number }) : undefined;
  }
  const last = pages.at(-1);
  if (!last) return undefined;
  const entries = pages.flatMap((page) => page.entries);
  return { pages, entries, isWhole: !next && !isCut(paging, last), exchange: last.exchange };
}

/** The number of the first page, or of the first item; `undefined` where the description does not say it. */
function firstNumber({ schema }: Parameter): number | undefined {
  const stated = schema.keyword("default") ?? schema.limit("minimum");
  return typeof stated === "number" ? stated : undefined;
}

/** What was read of a list so far, with pages of this size. */
interface ReadSoFar {
  readonly pages: readonly Listing[];
  readonly size: number | undefined;
  /** The number of the next page. */
  readonly number: number;
}

/** The parameters of the page after those that were read; `undefined` after the last one. */
function nextPage(
  { resource }: Steps,
  list: Operation,
  { pages, size, number }: ReadSoFar,
): Record<string, unknown> | undefined {
  const { cursor, offset, page } = pagingOf(list);
  const last = pages.at(-1);
  if (!last) return undefined;
  const linked = parametersOfLink(list, last.exchange);
  if (linked) return linked;
  if (cursor) {
    const shown = cursorIn(last.exchange, cursor);
    const isId = /after/i.test(cursor.name) && shown === undefined && saysMore(last.exchange);
    const entry = last.entries.at(-1);
    const value = shown ?? (isId && entry ? idShown(resource, entry) : undefined);
    return value === undefined ? undefined : { [keyOf(cursor)]: value };
  }
  const count = pages.reduce((sum, { entries }) => sum + entries.length, 0);
  if (offset)
    return { [keyOf(offset)]: (firstNumber(offset) ?? 0) + (size === undefined ? count : size * pages.length) };
  return page ? { [keyOf(page)]: number } : undefined;
}

const linkHeader = ({ result }: Exchange) => (result.kind === "response" ? String(result.headers["link"] ?? "") : "");

/** The parameters in the link to the next page, of those that the description has. */
function parametersOfLink(list: Operation, exchange: Exchange): Record<string, unknown> | undefined {
  const inHeader = /<([^>]*)>\s*;[^,]*rel="?next"?/.exec(linkHeader(exchange))?.[1];
  const inBody = propertiesShown(exchange)
    .filter(([name]) => /next/i.test(name))
    .map(([, value]) => (isObject(value) ? value["href"] : value))
    .find(isLink);
  const link = inHeader ?? inBody;
  if (typeof link !== "string" || !URL.canParse(link, "http://any.invalid")) return undefined;
  const { searchParams } = new URL(link, "http://any.invalid");
  const linked = list.parameters.filter((parameter) => parameter.in === "query" && searchParams.has(parameter.name));
  return linked.length === 0
    ? undefined
    : Object.fromEntries(linked.map((parameter) => [keyOf(parameter), searchParams.get(parameter.name)]));
}

const isLink = (value: unknown) => typeof value === "string" && /^(https?:\/)?\/|^\?/.test(value);

/** What a response gives as the cursor of the next page. */
function cursorIn(exchange: Exchange, { name }: Parameter): unknown {
  const isNext = (key: string) => /next/i.test(key) || key === name || /^cursor$/i.test(key);
  const isCursor = (value: unknown) => typeof value === "string" && value !== "" && !isLink(value);
  return propertiesShown(exchange).find(([key, value]) => isNext(key) && isCursor(value))?.[1];
}

/** Whether a response says that there is more. */
function saysMore(exchange: Exchange): boolean {
  const says = propertiesShown(exchange).some(([key, value]) =>
    /more|truncated/i.test(key) ? value === true : /next/i.test(key) && Boolean(value),
  );
  return says || /rel="?next/.test(linkHeader(exchange));
}

/** Whether the last page that could be read may not be the last one. */
function isCut({ cursor, offset, page, limit }: ReturnType<typeof pagingOf>, { entries, exchange }: Listing): boolean {
  if (cursor || offset || page) return saysMore(exchange) && entries.length > 0;
  const asked = limit && exchange.request.url.searchParams.get(limit.name);
  const isFull = asked ? entries.length >= Number(asked) : entries.length >= shortestCut && entries.length % 5 === 0;
  return isFull || saysMore(exchange);
}
