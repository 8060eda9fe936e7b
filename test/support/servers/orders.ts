/** A second API, nothing like the first: its document, and a server that validates requests by that document. */
import type { IncomingHttpHeaders } from "node:http";
import type { CheckName } from "../../../src/contract/check/finding.ts";
import type { Handler, Received, Reply } from "./handler.ts";
import { decoded } from "./sessions.ts";
import { validatorOf } from "./validator.ts";

const problem = {
  description: "A problem",
  content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
};
const problems = { "400": problem, "401": problem, "404": problem };

/** Path, query and header parameters, enums, arrays, bounds, a nested object, two operations, an API key in a header. */
export const orders = {
  openapi: "3.1.0",
  info: { title: "Orders", version: "1" },
  security: [{ key: [] }],
  paths: {
    "/shops/{shop}/orders": {
      parameters: [
        { name: "shop", in: "path", required: true, schema: { type: "integer", minimum: 1, maximum: 999 }, example: 7 },
      ],
      post: {
        operationId: "placeOrder",
        parameters: [
          { name: "dry_run", in: "query", schema: { type: "boolean" } },
          {
            name: "labels",
            in: "query",
            schema: { type: "array", items: { enum: ["red", "green"] }, minItems: 1, maxItems: 2 },
          },
          { name: "X-Region", in: "header", required: true, schema: { enum: ["eu", "us"] } },
        ],
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/NewOrder" } } },
        },
        responses: {
          "201": {
            description: "Placed",
            headers: { "X-Order-Number": { required: true, schema: { type: "integer", minimum: 1 } } },
            content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } },
          },
          ...problems,
        },
      },
      get: {
        operationId: "listOrders",
        parameters: [
          { name: "limit", in: "query", required: true, schema: { type: "integer", minimum: 1, maximum: 50 } },
          { name: "sort", in: "query", schema: { type: "string", enum: ["newest", "oldest"] } },
        ],
        responses: {
          "2XX": {
            description: "Orders",
            content: {
              "application/json": { schema: { type: "array", items: { $ref: "#/components/schemas/Order" } } },
            },
          },
          ...problems,
        },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
    schemas: {
      NewOrder: {
        type: "object",
        required: ["sku", "quantity", "address"],
        additionalProperties: false,
        properties: {
          sku: { type: "string", pattern: "^[a-z]{2}-[0-9]{3}$" },
          quantity: { type: "integer", minimum: 1, maximum: 10 },
          price: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1000, multipleOf: 0.5 },
          items: {
            type: "array",
            minItems: 1,
            maxItems: 3,
            uniqueItems: true,
            items: { type: "string", minLength: 2, maxLength: 20 },
          },
          address: {
            type: "object",
            required: ["street", "zip"],
            properties: {
              street: { type: "string", minLength: 1 },
              zip: { type: "string", minLength: 5, maxLength: 5 },
              gift: { type: ["boolean", "null"] },
            },
          },
          due: { type: "string", format: "date" },
          kind: { const: "order" },
          note: { type: "string", maxLength: 40 },
          pin: { type: "string", writeOnly: true, minLength: 4 },
        },
      },
      Order: {
        type: "object",
        required: ["number", "sku", "placed_at"],
        properties: {
          number: { type: "integer", "x-generated": "unique" },
          sku: { type: "string", "x-returns": "$request.body#/sku" },
          shop: { type: "integer" },
          region: { type: "string", "x-returns": "$request.header.X-Region" },
          zip: { type: "string", "x-returns": "$request.body#/address/zip" },
          items: { type: "array", items: { type: "string" }, "x-returns": "$request.body#/items" },
          note: { type: ["string", "null"], "x-returns": "$request.body#/note" },
          placed_at: { type: "string", format: "date-time", "x-generated": "now" },
          pin: { type: "string", writeOnly: true },
        },
      },
      Problem: { type: "object", required: ["title"], properties: { title: { type: "string" } } },
    },
  },
};

/** The key that the server knows. */
export const orderKey = "order-key-9876543210";

/** What a server of orders does otherwise. */
export interface OrderOptions {
  /** The document that requests are validated by. */
  readonly document?: typeof orders;
  /** Changes a response before it is sent. */
  readonly respondWith?: (reply: Reply) => Reply;
  /** Lets requests in. */
  readonly admits?: (headers: IncomingHttpHeaders, query: URLSearchParams) => boolean;
}

type Json = Record<string, unknown>;

/** Reads a parameter's text as the types that its schema knows. */
function readings(text: string): unknown[] {
  return [
    text,
    ...(text.trim() === "" ? [] : [Number(text)]),
    ...(text === "true" || text === "false" ? [text === "true"] : []),
  ];
}

/** A server that validates by a document. */
export function orderServer({ document = orders, respondWith = (one) => one, admits }: OrderOptions = {}): Handler {
  const isValid = validatorOf(document);
  const path = document.paths["/shops/{shop}/orders"];
  const pathSchema = "/paths/~1shops~1%7Bshop%7D~1orders";
  let count = 0;
  const stored = new Map<string, Json[]>();

  function problemOf(
    method: "post" | "get",
    shop: string,
    query: URLSearchParams,
    headers: IncomingHttpHeaders,
    body: string,
  ): string | undefined {
    if (!readings(shop).some((one) => isValid(`${pathSchema}/parameters/0/schema`, one))) return "shop";
    for (const [index, one] of (
      path[method].parameters as { name: string; in: string; required?: boolean }[]
    ).entries()) {
      const texts =
        one.in === "query"
          ? query.getAll(one.name)
          : [headers[one.name.toLowerCase()]].flatMap((value) => (value === undefined ? [] : [String(value)]));
      if (texts.length === 0 && one.required === true) return one.name;
      const schema = `${pathSchema}/${method}/parameters/${index}/schema`;
      const values = [...(texts.length === 1 ? readings(texts[0] ?? "") : []), texts];
      if (texts.length > 0 && !values.some((value) => isValid(schema, value))) return one.name;
    }
    if (method === "get") return undefined;
    const required = path.post.requestBody.required;
    if (body === "") return required ? "body" : undefined;
    if (headers["content-type"] !== undefined && !headers["content-type"].startsWith("application/json"))
      return "media type";
    try {
      return isValid("/components/schemas/NewOrder", JSON.parse(body)) ? undefined : "body";
    } catch {
      return "JSON";
    }
  }

  function handle({ headers, path, query, text, ...request }: Received): Reply {
    const segment = /^\/shops\/([^/]*)\/orders$/.exec(path)?.[1];
    const shop = segment === undefined ? undefined : decoded(segment);
    const refuse = (status: number, title: string): Reply => ({ status, headers: {}, body: { title } });
    const method = request.method.toLowerCase();
    if (shop === undefined || (method !== "post" && method !== "get")) return refuse(404, "no such path");
    if (!(headers["x-key"] === orderKey || admits?.(headers, query))) return refuse(401, "no key");
    const problem = problemOf(method, shop, query, headers, text);
    if (problem !== undefined) return refuse(400, `wrong ${problem}`);
    const placed = stored.get(shop) ?? [];
    if (method === "get") return { status: 200, headers: {}, body: placed.slice(0, Number(query.get("limit") ?? 50)) };
    const order = (text === "" ? {} : JSON.parse(text)) as Json & { address?: Json };
    const made = {
      number: ++count,
      sku: order["sku"],
      shop: Number(shop),
      region: headers["x-region"],
      zip: order.address?.["zip"],
      items: order["items"],
      note: order["note"] ?? null,
      placed_at: new Date().toISOString(),
    };
    stored.set(shop, [...placed, made]);
    return { status: 201, headers: { "X-Order-Number": String(count) }, body: made };
  }

  return async (request) => respondWith(handle(request));
}

/** A copy of the document without one keyword: a server that validates by it ignores that rule. */
function without(...place: string[]): typeof orders {
  const copy = structuredClone(orders);
  const last = place.pop() ?? "";
  const holder = place.reduce<Json>((value, token) => value[token] as Json, copy);
  delete holder[last];
  return copy;
}

const body = ["components", "schemas", "NewOrder"];
const property = (name: string) => [...body, "properties", name];
const operation = ["paths", "/shops/{shop}/orders", "post"];
const parameter = (index: number) => [...operation, "parameters", String(index)];

const ignored: Record<string, string[]> = {
  "a pattern": [...property("sku"), "pattern"],
  "a type": [...property("quantity"), "type"],
  "a minimum": [...property("quantity"), "minimum"],
  "a maximum": [...property("quantity"), "maximum"],
  "an exclusive minimum": [...property("price"), "exclusiveMinimum"],
  "an exclusive maximum": [...property("price"), "exclusiveMaximum"],
  "a multiple": [...property("price"), "multipleOf"],
  "the fewest items": [...property("items"), "minItems"],
  "the most items": [...property("items"), "maxItems"],
  "that items are different": [...property("items"), "uniqueItems"],
  "the length of items": [...property("items"), "items", "minLength"],
  "what a nested object requires": [...property("address"), "required"],
  "the length of a nested property": [...property("address"), "properties", "zip", "maxLength"],
  "a format": [...property("due"), "format"],
  "a constant": [...property("kind"), "const"],
  "the longest text": [...property("note"), "maxLength"],
  "the shortest secret": [...property("pin"), "minLength"],
  "required properties": [...body, "required"],
  "that an object is closed": [...body, "additionalProperties"],
  "that the body is required": [...operation, "requestBody", "required"],
  "the type of a query parameter": [...parameter(0), "schema", "type"],
  "the items of a query parameter": [...parameter(1), "schema", "items"],
  "the choices of a header": [...parameter(2), "schema", "enum"],
  "that a header is required": [...parameter(2), "required"],
  "the bounds of a path parameter": ["paths", "/shops/{shop}/orders", "parameters", "0", "schema", "maximum"],
};

const created = (change: (order: Json) => Json) => (one: Reply) =>
  one.status === 201 ? { ...one, body: change(one.body as Json) } : one;

/** A broken server of orders, and the check that finds it. */
interface BrokenOrders {
  readonly name: string;
  readonly check: CheckName;
  readonly options: OrderOptions;
}

/** The broken servers of orders. */
export const brokenOrders: readonly BrokenOrders[] = [
  ...Object.entries(ignored).map(
    ([what, place]): BrokenOrders => ({
      name: `ignoring ${what}`,
      check: "invalid-accepted",
      options: { document: without(...place) },
    }),
  ),
  {
    name: "an undocumented status",
    check: "status-undocumented",
    options: { respondWith: (one) => ({ ...one, status: one.status === 400 ? 422 : one.status }) },
  },
  { name: "a missing header", check: "header-invalid", options: { respondWith: (one) => ({ ...one, headers: {} }) } },
  {
    name: "a header of another type",
    check: "header-invalid",
    options: { respondWith: (one) => ({ ...one, headers: { "X-Order-Number": "first" } }) },
  },
  {
    name: "a masked secret",
    check: "secret-returned",
    options: { respondWith: created((order) => ({ ...order, pin: "****" })) },
  },
  {
    name: "a nested property changed",
    check: "value-changed",
    options: { respondWith: created((order) => ({ ...order, zip: "00000" })) },
  },
  {
    name: "items sorted",
    check: "value-changed",
    options: {
      respondWith: created(({ items, ...order }) =>
        Array.isArray(items) ? { ...order, items: [...items].sort().reverse() } : order,
      ),
    },
  },
  {
    name: "a missing note made up",
    check: "value-invented",
    options: { respondWith: created((order) => ({ ...order, note: order["note"] ?? "none" })) },
  },
  {
    name: "a list that is an object",
    check: "body-invalid",
    options: { respondWith: (one) => (one.status === 200 ? { ...one, body: {} } : one) },
  },
  {
    name: "a key in the query",
    check: "credential-not-checked",
    options: { admits: (_, query) => query.get("api_key") === orderKey },
  },
  {
    name: "a key of another case",
    check: "credential-not-checked",
    options: { admits: ({ "x-key": key }) => String(key).toLowerCase() === orderKey },
  },
];
