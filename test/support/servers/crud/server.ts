/** A server of items with ids, in the many ways in which APIs differ, and its description. */
import { randomUUID } from "node:crypto";
import type { Handler, Received, Reply } from "../handler.ts";
import { validatorOf } from "../validator.ts";

type Json = Record<string, unknown>;

/** How an API does what descriptions leave open, or say. */
export interface CrudOptions {
  readonly id?: "integer" | "uuid" | "string";
  /** The name of the id in a body, and of the path parameter. */
  readonly idName?: string;
  readonly parameter?: string;
  /** Responses have the item in an envelope. */
  readonly envelope?: string;
  /** Requests have it in one, too. */
  readonly requestEnvelope?: string;
  readonly list?: "array" | "items" | "nested" | "none";
  readonly pages?: "offset" | "page" | "page from 0" | "cursor" | "after" | "link";
  readonly pageSize?: number;
  readonly filters?: readonly string[];
  /** The parameters of filters are named as in JSON:API: `filter[done]`. */
  readonly isFilterInBrackets?: boolean;
  readonly methods?: readonly ("GET" | "PUT" | "PATCH" | "DELETE")[];
  readonly put?: "replaces" | "merges" | "creates";
  /** What the response to a create shows. */
  readonly created?: "item" | "location" | "id" | "link";
  /** What the response to a PUT or PATCH shows. */
  readonly written?: "item" | "nothing";
  readonly removed?: "nothing" | "item" | "200";
  /** What becomes of a deleted item. */
  readonly deleted?: "404" | "410" | "kept";
  /** A second DELETE succeeds, too. */
  readonly isIdempotent?: boolean;
  readonly etag?: "If-Match" | "required" | "428";
  /** A write has to name its item, or the version that it changes. */
  readonly repeats?: "id" | "version";
  /** A property of which no two items have the same value. */
  readonly unique?: string;
  /** The items stand in others. */
  readonly parent?: "nested" | "flat";
  /** The values as they are stored. */
  readonly store?: (values: Json) => Json;
  /** A missing value is shown as null. */
  readonly showsNull?: boolean;
  /** Reads of an item that still show the old state after a write. */
  readonly staleReads?: number;
  readonly security?: boolean;
  /** The schema of the properties, and those that are required. */
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly readOnly?: Readonly<Record<string, Json>>;
  readonly writeOnly?: Readonly<Record<string, Json>>;
  readonly isOpen?: boolean;
  readonly actions?: readonly string[];
  /** The status of an action that the state of its item does not allow. */
  readonly refusedAction?: 409 | 422;
}

const text = (more: Json = {}): Json => ({ type: "string", ...more });

/** The properties of an item where none are given. */
export const usualProperties: Readonly<Record<string, Json>> = {
  title: text({ minLength: 1, maxLength: 80 }),
  done: { type: "boolean" },
  priority: { type: "integer", minimum: 0, maximum: 9 },
  note: { type: ["string", "null"], maxLength: 200 },
  tags: { type: "array", items: text({ minLength: 1, maxLength: 20 }), maxItems: 5 },
};

/** An item as it is stored. */
export interface Stored {
  readonly id: string;
  readonly parent: string;
  values: Json;
  version: number;
  readonly createdAt: number;
  isDeleted: boolean;
  /** What reads show until it is up to date. */
  old: { values: Json; reads: number } | undefined;
}

export interface State {
  readonly items: Map<string, Stored>;
  readonly parents: Set<string>;
  last: number;
}

/** The parts of the server that a fault replaces. */
export interface CrudParts {
  newId(state: State): string;
  /** What of a valid body is taken. */
  take(body: Json): Json;
  /** The values that are stored for a new item, a replaced and an updated one. */
  create(values: Json, state: State): Json;
  replace(item: Stored, values: Json, state: State): Json;
  update(item: Stored, values: Json, state: State): Json;
  find(state: State, id: string, parent: string | undefined): Stored | undefined;
  remove(state: State, item: Stored): void;
  /** An item as a response shows it. */
  show(item: Stored, where: "create" | "read" | "list" | "write", state: State): Json;
  select(items: readonly Stored[], query: URLSearchParams, state: State): readonly Stored[];
  /** The items of a page: those from one on, at most so many. */
  page(items: readonly Stored[], from: number, size: number): readonly Stored[];
  etag(item: Stored): string;
  /** The status with which a condition fails; `undefined` if it holds. */
  condition(header: string | undefined, item: Stored, state: State): number | undefined;
  /** What a refused write leaves behind. */
  refuse(item: Stored | undefined, body: unknown, state: State): void;
  /** Whether `If-None-Match` says that the caller of a read has the item already. */
  isNotModified(header: string | undefined, item: Stored): boolean;
  /** Whether `If-None-Match` lets an item be replaced. */
  isReplaceable(header: string | undefined): boolean;
  /** The id in the `Location` of a create. */
  location(item: Stored): string;
  knowsParent(state: State, parent: string, method: string): boolean;
  /** The ETag in the response to a write. */
  writtenEtag(item: Stored): string;
  /** The values of an item after an action. */
  act(item: Stored, state: State): Json;
  /** Whether a write names the current version. */
  isCurrent(version: unknown, item: Stored): boolean;
  /** How many items a list says that there are. */
  total(count: number): number;
  admits(method: string, item: Stored | undefined): boolean;
}

/** A fault: the parts that differ from the correct ones. */
export type CrudFault = (parts: CrudParts, options: CrudOptions) => Partial<CrudParts>;

const day = "2026-03-31T18:40:00.000Z";

/** A server and the description of it. */
export function crud(
  options: CrudOptions = {},
  fault: CrudFault = () => ({}),
): { spec: object; handler: () => Handler } {
  const spec = describe(options);
  return { spec, handler: () => serve(spec, options, fault) };
}

const json = (schema: Json) => ({ content: { "application/json": { schema } } });
const wrapped = (name: string | undefined, schema: Json): Json =>
  name === undefined ? schema : { type: "object", required: [name], properties: { [name]: schema } };

function describe(options: CrudOptions): { paths: Record<string, Json>; components: Json } & Json {
  const { properties = usualProperties, required = ["title"], idName = "id", parameter = "id" } = options;
  const { readOnly = {}, writeOnly = {}, methods = ["GET", "PUT", "PATCH", "DELETE"] } = options;
  const idSchema = {
    integer: { type: "integer", minimum: 1 },
    uuid: text({ format: "uuid" }),
    string: text({ minLength: 1 }),
  }[options.id ?? "integer"] as Json;
  const repeated = { id: [idName], version: ["version"], none: [] }[options.repeats ?? "none"];
  const input = (needed: readonly string[]): Json => ({
    type: "object",
    ...(needed.length > 0 && { required: needed }),
    properties: {
      ...properties,
      ...(needed.includes(idName) && { [idName]: idSchema }),
      ...(needed.includes("version") && { version: { type: "integer", minimum: 1 } }),
      ...writeOnly,
      ...Object.fromEntries(Object.entries(readOnly).map(([name, schema]) => [name, { ...schema, readOnly: true }])),
    },
    ...(!options.isOpen && { additionalProperties: false }),
  });
  const item: Json = {
    type: "object",
    required: [idName],
    properties: {
      [idName]: { ...idSchema, readOnly: true },
      ...Object.fromEntries(
        Object.entries(properties).map(([name, schema]) => [
          name,
          options.showsNull ? { ...schema, type: [...new Set([schema["type"], "null"].flat())] } : schema,
        ]),
      ),
      ...(options.repeats === "version" && { version: { type: "integer", readOnly: true } }),
      created_at: text({ format: "date-time", readOnly: true }),
      updated_at: text({ format: "date-time", readOnly: true }),
      ...Object.fromEntries(Object.entries(readOnly).map(([name, schema]) => [name, { ...schema, readOnly: true }])),
    },
  };
  const shown = { $ref: "#/components/schemas/Item" };
  const ok = (schema?: Json, headers?: Json) => ({
    description: "Done",
    ...(schema && json(schema)),
    ...(headers && { headers }),
  });
  const problem = ok({ type: "object", required: ["error"], properties: { error: text() } });
  const problems = {
    "404": problem,
    "422": problem,
    ...(options.security && { "401": problem }),
    ...(options.deleted === "410" && { "410": problem }),
  };
  const conflict = options.unique === undefined && options.repeats === undefined ? {} : { "409": problem };
  const envelope = (schema: Json) => wrapped(options.envelope, schema);
  const body = (needed: readonly string[]) => ({
    required: true,
    ...json(wrapped(options.requestEnvelope, input(needed))),
  });
  const tag = options.etag && { ETag: { schema: text() } };
  const conditions = options.etag
    ? {
        "412": problem,
        ...(options.etag === "428" && { "428": problem }),
        ...(options.etag === "required" && { "400": problem }),
      }
    : {};
  const ifMatch = options.etag
    ? { parameters: [{ name: "If-Match", in: "header", required: options.etag === "required", schema: text() }] }
    : {};
  const collection = options.parent ? "/projects/{project_id}/items" : "/items";
  const single = `${options.parent === "flat" ? "/items" : collection}/{${parameter}}`;
  const createdBody = {
    item: envelope(shown),
    location: undefined,
    id: { type: "object", required: [idName], properties: { [idName]: idSchema } },
    link: envelope(shown),
  }[options.created ?? "item"];
  const link =
    options.created === "link"
      ? {
          links: {
            read: {
              operationId: "readItem",
              parameters: { [parameter]: `$response.body#/${options.envelope ? `${options.envelope}/` : ""}${idName}` },
            },
          },
        }
      : {};
  const written = options.written === "nothing" ? { "204": ok() } : { "200": ok(envelope(shown), tag) };
  const projects = options.parent
    ? {
        "/projects": {
          post: {
            operationId: "createProject",
            requestBody: {
              required: true,
              ...json({ type: "object", required: ["name"], properties: { name: text({ minLength: 1 }) } }),
            },
            responses: {
              "201": ok({
                type: "object",
                required: ["id", "name"],
                properties: { id: { type: "integer" }, name: text() },
              }),
              "422": problem,
            },
          },
        },
      }
    : {};
  const projectParameter = { name: "project_id", in: "path", required: true, schema: { type: "integer", minimum: 1 } };
  const query = queryOf(options);
  const operations: Json = {
    get: {
      operationId: "readItem",
      ...(options.etag && { parameters: [{ name: "If-None-Match", in: "header", schema: text() }] }),
      responses: { "200": ok(envelope(shown), tag), ...(options.etag && { "304": ok() }), ...problems },
    },
    put: {
      operationId: "replaceItem",
      ...(options.etag && options.put === "creates"
        ? { parameters: [...(ifMatch.parameters ?? []), { name: "If-None-Match", in: "header", schema: text() }] }
        : ifMatch),
      requestBody: body([...required, ...repeated]),
      responses: {
        ...(options.put === "creates" && { "201": ok(envelope(shown), tag) }),
        ...written,
        ...problems,
        ...conflict,
        ...conditions,
      },
    },
    patch: {
      operationId: "updateItem",
      ...ifMatch,
      requestBody: body(repeated),
      responses: { ...written, ...problems, ...conflict, ...conditions },
    },
    delete: {
      operationId: "deleteItem",
      ...ifMatch,
      responses: {
        ...(options.removed === "item"
          ? { "200": ok(envelope(shown)) }
          : options.removed === "200"
            ? { "200": ok() }
            : { "204": ok() }),
        ...problems,
        ...conditions,
      },
    },
  };
  return {
    openapi: "3.1.1",
    info: { title: "Items", version: "1" },
    ...(options.security && { security: [{ key: [] }] }),
    paths: {
      ...projects,
      [collection]: {
        ...(options.parent && { parameters: [projectParameter] }),
        ...(options.list !== "none" && {
          get: {
            operationId: "listItems",
            parameters: query,
            responses: {
              "200": ok(
                listSchema(options, shown),
                options.pages === "link" ? { Link: { schema: text() } } : undefined,
              ),
              ...problems,
            },
          },
        }),
        ...(options.put !== "creates" && {
          post: {
            operationId: "createItem",
            requestBody: body(required),
            responses: {
              "201": {
                ...ok(
                  createdBody as Json | undefined,
                  options.created === "location" ? { Location: { required: true, schema: text() } } : tag,
                ),
                ...link,
              },
              ...problems,
              ...conflict,
            },
          },
        }),
      },
      [single]: {
        parameters: [
          ...(options.parent === "nested" ? [projectParameter] : []),
          { name: parameter, in: "path", required: true, schema: idSchema },
        ],
        ...Object.fromEntries(
          Object.entries(operations).filter(([method]) =>
            (methods as readonly string[]).includes(method.toUpperCase()),
          ),
        ),
      },
      ...Object.fromEntries(
        (options.actions ?? []).map((action) => [
          `${single}/${action}`,
          {
            parameters: [{ name: parameter, in: "path", required: true, schema: idSchema }],
            post: {
              operationId: action,
              responses: { "200": ok(envelope(shown)), [options.refusedAction ?? 409]: problem, ...problems },
            },
          },
        ]),
      ),
    },
    components: {
      schemas: { Item: item },
      ...(options.security && { securitySchemes: { key: { type: "http", scheme: "bearer" } } }),
    },
  };
}

const filterName = ({ isFilterInBrackets }: CrudOptions, name: string) =>
  isFilterInBrackets ? `filter[${name}]` : name;

function queryOf(options: CrudOptions): Json[] {
  const { pages, filters = [], properties = usualProperties } = options;
  const parameter = (name: string, schema: Json) => ({ name, in: "query", required: false, schema });
  const limit = parameter("limit", { type: "integer", minimum: 1, maximum: 50 });
  const paging: Record<NonNullable<CrudOptions["pages"]>, Json[]> = {
    offset: [limit, parameter("offset", { type: "integer", minimum: 0 })],
    page: [
      parameter("per_page", { type: "integer", minimum: 1, maximum: 50 }),
      parameter("page", { type: "integer", minimum: 1 }),
    ],
    "page from 0": [
      parameter("size", { type: "integer", minimum: 1, maximum: 50 }),
      parameter("page", { type: "integer", minimum: 0, default: 0 }),
    ],
    cursor: [limit, parameter("cursor", text())],
    after: [limit, parameter("starting_after", text())],
    link: [
      parameter("per_page", { type: "integer", minimum: 1, maximum: 50 }),
      parameter("page", { type: "integer", minimum: 1 }),
    ],
  };
  return [
    ...(pages ? paging[pages] : []),
    ...filters.map((name) =>
      parameter(filterName(options, name), {
        ...(properties[name] ?? text()),
        type: [properties[name]?.["type"]].flat()[0],
      }),
    ),
  ];
}

function listSchema({ list = "array", pages }: CrudOptions, item: Json): Json {
  const items = { type: "array", items: item };
  if (list === "nested")
    return {
      type: "object",
      required: ["data"],
      properties: {
        data: items,
        meta: {
          type: "object",
          properties: {
            total: { type: "integer" },
            next_cursor: { type: ["string", "null"] },
            has_more: { type: "boolean" },
          },
        },
      },
    };
  if (list === "items" || pages === "cursor" || pages === "after")
    return {
      type: "object",
      required: ["items"],
      properties: {
        items,
        next_cursor: { type: ["string", "null"] },
        has_more: { type: "boolean" },
        total: { type: "integer" },
      },
    };
  return items;
}

const key = "crud-key-0123456789";

function serve(spec: Json, options: CrudOptions, fault: CrudFault): Handler {
  const {
    idName = "id",
    envelope,
    requestEnvelope,
    properties = usualProperties,
    readOnly = {},
    writeOnly = {},
  } = options;
  const isValid = validatorOf(spec);
  const state: State = { items: new Map(), parents: new Set(), last: 0 };
  const correct: CrudParts = {
    newId: (state) => {
      state.last += 1;
      return options.id === "uuid"
        ? randomUUID()
        : options.id === "string"
          ? `itm_${state.last.toString(36)}x`
          : String(state.last);
    },
    take: (body) =>
      Object.fromEntries(
        Object.entries(body).filter(([name]) => !(name in readOnly) && name !== idName && name !== "version"),
      ),
    create: (values) => (options.store ?? ((same) => same))(values),
    replace: (item, values) =>
      (options.store ?? ((same) => same))(options.put === "merges" ? { ...item.values, ...values } : values),
    update: (item, values) => (options.store ?? ((same) => same))({ ...item.values, ...values }),
    find: (state, id, parent) => {
      const item = state.items.get(id);
      return item && (parent === undefined || options.parent !== "nested" || item.parent === parent) ? item : undefined;
    },
    remove: (state, item) => {
      if (options.deleted === "410" || options.deleted === "kept") item.isDeleted = true;
      else state.items.delete(item.id);
    },
    show: (item) => {
      const missing = options.showsNull ? Object.fromEntries(Object.keys(properties).map((name) => [name, null])) : {};
      const values = item.old && item.old.reads-- > 0 ? item.old.values : item.values;
      const own = Object.fromEntries(
        Object.entries(values).filter(([name]) => !(name in writeOnly) && !(name in readOnly)),
      );
      return {
        [idName]: options.id === undefined || options.id === "integer" ? Number(item.id) : item.id,
        ...missing,
        ...own,
        ...(options.repeats === "version" && { version: item.version }),
        created_at: new Date(item.createdAt).toISOString(),
        updated_at: new Date(item.createdAt + item.version).toISOString(),
        ...Object.fromEntries(
          Object.keys(readOnly).map((name) => [
            name,
            item.values[name] ??
              (readOnly[name]?.["type"] === "integer"
                ? 7
                : readOnly[name]?.["format"] === "date-time"
                  ? day
                  : "server"),
          ]),
        ),
        ...(item.isDeleted && { deleted_at: day }),
      };
    },
    select: (items, query) =>
      items.filter(({ values }) =>
        (options.filters ?? []).every((name) => {
          const asked = query.get(filterName(options, name));
          return asked === null || String(values[name]) === asked;
        }),
      ),
    page: (items, from, size) => items.slice(from, from + size),
    etag: ({ id, version }) => `"${id}-${version}"`,
    condition: (header, item) => {
      if (header === undefined) return options.etag === "428" ? 428 : undefined;
      return header === "*" || header.split(/\s*,\s*/).includes(parts.etag(item)) ? undefined : 412;
    },
    refuse: () => {},
    knowsParent: (state, parent) => state.parents.has(parent),
    writtenEtag: (item) => parts.etag(item),
    act: ({ values }) => ({ ...values, done: true }),
    isCurrent: (version, item) => version === item.version,
    total: (count) => count,
    isNotModified: (header, item) => header === parts.etag(item),
    isReplaceable: (header) => header !== "*",
    location: ({ id }) => id,
    admits: (_method, item) => item !== undefined && !item.isDeleted,
  };
  const parts: CrudParts = { ...correct, ...fault(correct, options) };
  const reply = (status: number, body?: unknown, headers: Record<string, string> = {}): Reply => ({
    status,
    headers,
    body,
  });
  const refuse = (status: number, error: string) => reply(status, { error });
  const enveloped = (value: unknown) => (envelope === undefined ? value : { [envelope]: value });
  const collection = options.parent ? "/projects/{project_id}/items" : "/items";
  const single = `${options.parent === "flat" ? "/items" : collection}/{${options.parameter ?? "id"}}`;
  const pointerOf = (...tokens: string[]) =>
    tokens.map((token) => `/${encodeURIComponent(token.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");

  function read(request: Received, path: string, method: string): Json | undefined {
    if (request.headers["content-type"] !== undefined && !/^application\/json/i.test(request.headers["content-type"]))
      return undefined;
    try {
      const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(request.bytes));
      if (!isValid(pointerOf("paths", path, method, "requestBody", "content", "application/json", "schema"), value))
        return undefined;
      const body = requestEnvelope === undefined ? value : (value[requestEnvelope] as Json);
      return parts.take(body);
    } catch {
      return undefined;
    }
  }

  /** What a body has of an item, whether it is valid or not. */
  function anyBody(request: Received): unknown {
    try {
      const value = JSON.parse(request.text);
      return requestEnvelope === undefined ? value : value[requestEnvelope];
    } catch {
      return undefined;
    }
  }

  const isTaken = (values: Json, own?: Stored) => {
    const { unique } = options;
    if (unique === undefined || values[unique] === undefined) return false;
    return [...state.items.values()].some(
      (item) =>
        item !== own && !item.isDeleted && JSON.stringify(item.values[unique]) === JSON.stringify(values[unique]),
    );
  };

  function created(id: string, parent: string, values: Json): Reply {
    const item: Stored = {
      id,
      parent,
      values: parts.create(values, state),
      version: 1,
      createdAt: Date.now(),
      isDeleted: false,
      old: undefined,
    };
    state.items.set(id, item);
    const location = {
      Location: `http://127.0.0.1${single.replace("{project_id}", parent).replace(/\{[^}]*\}$/, encodeURIComponent(parts.location(item)))}`,
    };
    const tag = options.etag ? { ETag: parts.etag(item) } : {};
    if (options.created === "location") return reply(201, undefined, location);
    if (options.created === "id") return reply(201, { [idName]: parts.show(item, "create", state)[idName] });
    return reply(201, enveloped(parts.show(item, "create", state)), { ...tag, ...location });
  }

  function list(request: Received, parent: string | undefined): Reply {
    const { query } = request;
    const parameters = queryOf(options);
    for (const [index, parameter] of parameters.entries()) {
      const text = query.get(String(parameter["name"]));
      if (text === null) continue;
      const readings = [
        text,
        ...(text.trim() === "" ? [] : [Number(text)]),
        ...(text === "true" || text === "false" ? [text === "true"] : []),
      ];
      if (
        !readings.some((value) =>
          isValid(pointerOf("paths", collection, "get", "parameters", String(index), "schema"), value),
        )
      )
        return refuse(422, "invalid query");
    }
    const present = [...state.items.values()].filter(
      (item) => parts.admits("LIST", item) && (parent === undefined || item.parent === parent),
    );
    const items = parts.select(present, query, state);
    const { pages, pageSize = 20 } = options;
    const size = Number(query.get("limit") ?? query.get("per_page") ?? query.get("size") ?? pageSize);
    if (!pages) return reply(200, listBody(items));
    const cursor = query.get("cursor") ?? query.get("starting_after");
    let from = Number(query.get("offset") ?? 0);
    if (pages === "page" || pages === "link") from = (Number(query.get("page") ?? 1) - 1) * size;
    if (pages === "page from 0") from = Number(query.get("page") ?? 0) * size;
    if (cursor !== null) {
      const index = items.findIndex(
        (item) => (pages === "after" ? item.id : Buffer.from(item.id).toString("base64url")) === cursor,
      );
      if (index < 0) return refuse(422, "no such cursor");
      from = index + 1;
    }
    const page = parts.page(items, from, size);
    const last = page.at(-1);
    const isMore = from + size < items.length;
    const next = isMore && last && pages === "cursor" ? Buffer.from(last.id).toString("base64url") : null;
    const number = Number(query.get("page") ?? 1);
    const link =
      pages === "link" && isMore
        ? { Link: `<http://127.0.0.1/items?page=${number + 1}&per_page=${size}>; rel="next"` }
        : {};
    return reply(
      200,
      listBody(page, { next, isMore, total: parts.total(items.length) }),
      link as Record<string, string>,
    );
  }

  function listBody(
    items: readonly Stored[],
    {
      next = null,
      isMore = false,
      total = items.length,
    }: { next?: string | null; isMore?: boolean; total?: number } = {},
  ): unknown {
    const shown = items.map((item) => parts.show(item, "list", state));
    const { list = "array", pages } = options;
    if (list === "nested")
      return {
        data: shown,
        meta: {
          total,
          ...(pages === "cursor" && { next_cursor: next }),
          ...(pages === "after" && { has_more: isMore }),
        },
      };
    if (list === "items" || pages === "cursor" || pages === "after")
      return {
        items: shown,
        ...(pages === "cursor" && { next_cursor: next }),
        ...(pages === "after" && { has_more: isMore }),
        total,
      };
    return shown;
  }

  function one(request: Received, id: string, parent: string | undefined): Reply {
    const { method } = request;
    const idValue = options.id === undefined || options.id === "integer" ? Number(id) : id;
    const parameters = (spec["paths"] as Record<string, Json>)[single]?.["parameters"] as Json[];
    if (!isValid(pointerOf("paths", single, "parameters", String(parameters.length - 1), "schema"), idValue))
      return refuse(422, "invalid id");
    const found = parts.find(state, id, parent);
    const item = parts.admits(method, found) ? found : undefined;
    const missing = found?.isDeleted && options.deleted === "410" ? refuse(410, "gone") : refuse(404, "no such item");
    const body = method === "PUT" || method === "PATCH" ? read(request, single, method.toLowerCase()) : {};
    if (!body) {
      parts.refuse(item, anyBody(request), state);
      return refuse(422, "invalid");
    }
    if (!item) {
      if (method === "PUT" && options.put === "creates") {
        if (isTaken(body)) return refuse(409, "taken");
        return options.etag && request.headers["if-match"] !== undefined
          ? refuse(412, "no such item")
          : created(id, parent ?? "", body);
      }
      return method === "DELETE" && options.isIdempotent ? reply(204) : missing;
    }
    if (method === "GET") {
      const tag: Record<string, string> = options.etag ? { ETag: parts.etag(item) } : {};
      if (options.etag && parts.isNotModified(request.headers["if-none-match"] as string | undefined, item))
        return reply(304, undefined, tag);
      return reply(200, enveloped(parts.show(item, "read", state)), tag);
    }
    if (options.etag) {
      const header = request.headers["if-match"] as string | undefined;
      if (header === undefined && options.etag === "required") return refuse(400, "If-Match is missing");
      const status = parts.condition(header, item, state);
      if (status !== undefined) return refuse(status, "condition");
    }
    if (method === "DELETE") {
      parts.remove(state, item);
      return options.removed === "item"
        ? reply(200, enveloped(parts.show(item, "write", state)))
        : reply(options.removed === "200" ? 200 : 204);
    }
    if (method === "PUT" && !parts.isReplaceable(request.headers["if-none-match"] as string | undefined))
      return refuse(412, "there is such an item");
    const stated = (anyBody(request) ?? {}) as Json;
    const isOther =
      (options.repeats === "version" && !parts.isCurrent(stated["version"], item)) ||
      (options.repeats === "id" && String(stated[idName]) !== item.id);
    if (isOther || isTaken(body, item)) return refuse(409, "taken");
    const before = item.values;
    item.values = method === "PUT" ? parts.replace(item, body, state) : parts.update(item, body, state);
    item.version += 1;
    const shown = parts.show(item, "write", state);
    if (options.staleReads) item.old = { values: before, reads: options.staleReads };
    return options.written === "nothing"
      ? reply(204)
      : reply(200, enveloped(shown), options.etag ? { ETag: parts.writtenEtag(item) } : {});
  }

  return async (request) => {
    const { method, path } = request;
    const segments = path.split("/").slice(1).map(decoded);
    if (segments.includes("\0")) return refuse(404, "no such path");
    if (options.security && request.headers.authorization !== `Bearer ${key}`) return refuse(401, "no key");
    if (options.parent && path === "/projects") return project(request);
    let parent: string | undefined;
    if (options.parent && segments[0] === "projects") {
      parent = segments[1];
      if (!/^[1-9]\d*$/.test(parent ?? "")) return refuse(422, "invalid project");
      segments.splice(0, 2);
      if (segments.length === 2 && options.parent === "flat") return refuse(404, "no such path");
      if (!parts.knowsParent(state, parent ?? "", method)) return refuse(404, "no such project");
    } else if (options.parent && (options.parent === "nested" || segments.length === 1))
      return refuse(404, "no such path");
    if (segments[0] !== "items" || segments.length > 3 || segments.length === 0) return refuse(404, "no such path");
    const [, id, action] = segments;
    if (id === undefined) {
      if (method === "GET" && options.list !== "none") return list(request, parent);
      if (method !== "POST" || options.put === "creates") return refuse(405, "no such method");
      const body = read(request, collection, "post");
      if (!body) {
        parts.refuse(undefined, anyBody(request), state);
        return refuse(422, "invalid");
      }
      return isTaken(body) ? refuse(409, "taken") : created(parts.newId(state), parent ?? "", body);
    }
    if (action !== undefined) {
      if (!options.actions?.includes(action)) return refuse(404, "no such path");
      if (method !== "POST") return refuse(405, "no such method");
      const idValue = options.id === undefined || options.id === "integer" ? Number(id) : id;
      if (options.id === undefined && !Number.isInteger(idValue)) return refuse(422, "invalid id");
      const item = parts.find(state, id, parent);
      if (!item || !parts.admits("POST", item)) return refuse(404, "no such item");
      if (item.values["done"] === true) return refuse(options.refusedAction ?? 409, "done already");
      const shown = parts.show({ ...item, values: { ...item.values, done: true } }, "write", state);
      item.values = parts.act(item, state);
      return reply(200, enveloped(shown));
    }
    if (id === "") return refuse(404, "no such path");
    const methods = options.methods ?? ["GET", "PUT", "PATCH", "DELETE"];
    return (methods as readonly string[]).includes(method) ? one(request, id, parent) : refuse(405, "no such method");
  };

  function project(request: Received): Reply {
    if (request.method !== "POST") return refuse(405, "no such method");
    const body = read(request, "/projects", "post");
    if (typeof body?.["name"] !== "string") return refuse(422, "invalid");
    state.last += 1;
    state.parents.add(String(state.last));
    return reply(201, { id: state.last, name: body["name"] });
  }
}

export { key as crudKey };

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "\0";
  }
}
