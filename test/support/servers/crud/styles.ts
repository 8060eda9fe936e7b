/** Correct servers of small APIs in other styles: singles, references, trees, envelopes of other standards. */
import type { Handler, Received, Reply } from "../handler.ts";
import { validatorOf } from "../validator.ts";

type Json = Record<string, unknown>;
type Route = (request: Received, ...ids: string[]) => Reply;

export const json = (schema: object) => ({ content: { "application/json": { schema } } });
export const ok = (schema?: object) => ({ description: "Done", ...(schema && json(schema)) });
export const object = (properties: object, required: string[] = [], more: object = {}) => ({
  type: "object",
  required,
  properties,
  ...more,
});
export const closed = (properties: object, required: string[] = []) =>
  object(properties, required, { additionalProperties: false });
export const text = (more: object = {}) => ({ type: "string", ...more });
export const integer = { type: "integer", minimum: 1 };
export const problem = ok(object({ detail: text() }, ["detail"]));
export const path = (name: string, schema: object = integer) => ({ name, in: "path", required: true, schema });
export const body = (schema: object) => ({ requestBody: { required: true, ...json(schema) } });
const refusals = { "404": problem, "409": problem, "422": problem };
export const reply = (status: number, content?: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
  body: content,
});
export const refuse = (status: number) => reply(status, { detail: `refused with ${status}` });

export interface Style {
  readonly spec: object;
  readonly handler: () => Handler;
}

/** A server of routes, such as `PUT /todos/{}`, whose bodies are validated by the description. */
export function api(paths: Json, components: Json, routes: () => Record<string, Route>): Style {
  const spec = { openapi: "3.1.1", info: { title: "An API", version: "1" }, paths, components };
  const handler = (): Handler => {
    const isValid = validatorOf(spec);
    const table = Object.entries(routes()).map(([name, route]) => {
      const [method, template = ""] = name.split(" ");
      return { method, template, route, pattern: new RegExp(`^${template.replaceAll(/\{[^}]*\}/g, "([^/]+)")}/?$`) };
    });
    return async (request) => {
      const matching = table.filter(({ pattern }) => pattern.test(request.path));
      if (matching.length === 0 || /%(?![\da-f]{2})/i.test(request.path)) return refuse(404);
      const found = matching.find(({ method }) => method === request.method);
      if (!found) return refuse(405);
      const pointer = `/paths/${encodeURIComponent(found.template.replaceAll("/", "~1"))}`;
      const operation = (paths[found.template] as Record<string, Json>)[request.method.toLowerCase()];
      const shared = ((paths[found.template] as Json)["parameters"] ?? []) as Json[];
      const ids = (found.pattern.exec(request.path) ?? []).slice(1).map(decodeURIComponent);
      const isValidId = (id: string, index: number) =>
        [id, ...(id.trim() === "" ? [] : [Number(id)])].some((value) =>
          isValid(`${pointer}/parameters/${index}/schema`, value),
        );
      if (!shared.every((_, index) => isValidId(ids[index] ?? "", index))) return refuse(422);
      if (operation?.["requestBody"] !== undefined) {
        // A framework's parser of bodies refuses other media types, though no description says so.
        if (request.headers["content-type"] !== undefined && !/json/i.test(request.headers["content-type"]))
          return refuse(415);
        try {
          const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(request.bytes));
          const schema = `${pointer}/${request.method.toLowerCase()}/requestBody/content/application~1json/schema`;
          if (!isValid(schema, value)) return refuse(422);
        } catch {
          return refuse(422);
        }
      }
      return found.route(request, ...ids);
    };
  };
  return { spec, handler };
}

export const read = ({ bytes }: Received) => JSON.parse(new TextDecoder().decode(bytes)) as Json;

const theme = {
  theme: text({ enum: ["dark", "light", "auto"] }),
  mail: { type: "boolean" },
  signature: text({ maxLength: 50 }),
};

const settings = api(
  {
    "/settings": {
      get: { operationId: "readSettings", responses: { "200": ok(object(theme)) } },
      put: {
        operationId: "replaceSettings",
        ...body(closed(theme, ["theme", "mail"])),
        responses: { "200": ok(object(theme)), "422": problem },
      },
      patch: {
        operationId: "updateSettings",
        ...body(closed(theme)),
        responses: { "200": ok(object(theme)), "422": problem },
      },
    },
  },
  {},
  () => {
    let stored: Json = { theme: "auto", mail: true, signature: "me" };
    return {
      "GET /settings": () => reply(200, stored),
      "PUT /settings": (request) => {
        stored = read(request);
        return reply(200, stored);
      },
      "PATCH /settings": (request) => {
        stored = { ...stored, ...read(request) };
        return reply(200, stored);
      },
    };
  },
);

const profileOfUser = api(
  {
    "/users": {
      post: {
        operationId: "createUser",
        ...body(closed({ name: text({ minLength: 1 }) }, ["name"])),
        responses: { "201": ok(object({ id: integer, name: text() }, ["id"])), "422": problem },
      },
    },
    "/users/{user_id}/profile": {
      parameters: [path("user_id")],
      get: { operationId: "readProfile", responses: { "200": ok(object(theme)), ...refusals } },
      put: { operationId: "replaceProfile", ...body(closed(theme)), responses: { "204": ok(), ...refusals } },
    },
  },
  {},
  () => {
    const profiles = new Map<string, Json>();
    let last = 0;
    return {
      "POST /users": (request) => {
        profiles.set(String(++last), {});
        return reply(201, { id: last, name: read(request)["name"] });
      },
      "GET /users/{user_id}/profile": (_, id = "") => (profiles.has(id) ? reply(200, profiles.get(id)) : refuse(404)),
      "PUT /users/{user_id}/profile": (request, id = "") => {
        if (!profiles.has(id)) return refuse(404);
        profiles.set(id, read(request));
        return reply(204);
      },
    };
  },
);

const line = closed({ product_id: integer, count: { type: "integer", minimum: 1, maximum: 9 } }, [
  "product_id",
  "count",
]);
const orderIn = {
  customer_id: integer,
  lines: { type: "array", minItems: 1, maxItems: 3, items: line },
  note: { type: ["string", "null"], maxLength: 60 },
};
const named = closed({ name: text({ minLength: 1, maxLength: 40 }) }, ["name"]);
const withId = (properties: object, required: string[]) => object({ id: integer, ...properties }, ["id", ...required]);

/** Orders name customers and products that must exist; those that are named can't be deleted. */
const references = api(
  {
    "/orders": {
      get: { operationId: "listOrders", responses: { "200": ok({ type: "array", items: withId(orderIn, []) }) } },
      post: {
        operationId: "createOrder",
        ...body(closed(orderIn, ["customer_id", "lines"])),
        responses: { "201": ok(withId(orderIn, [])), ...refusals },
      },
    },
    "/orders/{id}": {
      parameters: [path("id")],
      get: { operationId: "readOrder", responses: { "200": ok(withId(orderIn, [])), ...refusals } },
      patch: {
        operationId: "updateOrder",
        ...body(closed(orderIn)),
        responses: { "200": ok(withId(orderIn, [])), ...refusals },
      },
      delete: { operationId: "deleteOrder", responses: { "204": ok(), ...refusals } },
    },
    ...Object.fromEntries(
      ["customers", "products"].flatMap((kind) => [
        [
          `/${kind}`,
          {
            post: {
              operationId: `create ${kind}`,
              ...body(named),
              responses: { "201": ok(withId({ name: text() }, ["name"])), "422": problem },
            },
          },
        ],
        [
          `/${kind}/{id}`,
          {
            parameters: [path("id")],
            get: {
              operationId: `read ${kind}`,
              responses: { "200": ok(withId({ name: text() }, ["name"])), ...refusals },
            },
            delete: { operationId: `delete ${kind}`, responses: { "204": ok(), ...refusals } },
          },
        ],
      ]),
    ),
  },
  {},
  () => {
    const [orders, customers, products] = [new Map<number, Json>(), new Map<number, Json>(), new Map<number, Json>()];
    let last = 0;
    const exists = (order: Json) =>
      (order["customer_id"] === undefined || customers.has(Number(order["customer_id"]))) &&
      ((order["lines"] ?? []) as Json[]).every((item) => products.has(Number(item["product_id"])));
    const add = (items: Map<number, Json>, values: Json) => {
      const item = { id: ++last, ...values };
      items.set(item.id, item);
      return reply(201, item);
    };
    const get = (items: Map<number, Json>, id = "") =>
      items.has(Number(id)) ? reply(200, items.get(Number(id))) : refuse(404);
    const named = (id: number) =>
      [...orders.values()].some(
        (order) => order["customer_id"] === id || JSON.stringify(order["lines"]).includes(`"product_id":${id},`),
      );
    const kinds: [string, Map<number, Json>][] = [
      ["customers", customers],
      ["products", products],
    ];
    return {
      "GET /orders": () => reply(200, [...orders.values()]),
      "POST /orders": (request) => (exists(read(request)) ? add(orders, read(request)) : refuse(422)),
      "GET /orders/{id}": (_, id) => get(orders, id),
      "PATCH /orders/{id}": (request, id) => {
        const order = orders.get(Number(id));
        if (!order) return refuse(404);
        if (!exists(read(request))) return refuse(422);
        orders.set(Number(id), { ...order, ...read(request) });
        return reply(200, orders.get(Number(id)));
      },
      "DELETE /orders/{id}": (_, id) => (orders.delete(Number(id)) ? reply(204) : refuse(404)),
      ...Object.fromEntries(
        kinds.flatMap(([kind, items]): [string, Route][] => [
          [`POST /${kind}`, (request) => add(items, read(request))],
          [`GET /${kind}/{id}`, (_, id) => get(items, id)],
          [
            `DELETE /${kind}/{id}`,
            (_, id) => {
              if (!items.has(Number(id))) return refuse(404);
              if (named(Number(id))) return refuse(409);
              items.delete(Number(id));
              return reply(204);
            },
          ],
        ]),
      ),
    };
  },
);

const category = { name: text({ minLength: 1, maxLength: 30 }), parent_id: { type: ["integer", "null"] } };

/** Categories stand in each other; a read shows the names of a neighbour. */
const tree = api(
  {
    "/categories": {
      get: {
        operationId: "listCategories",
        responses: {
          "200": ok(
            object({ results: { type: "array", items: withId(category, ["name"]) }, count: { type: "integer" } }),
          ),
        },
      },
      post: {
        operationId: "createCategory",
        ...body(closed(category, ["name"])),
        responses: { "201": ok(withId(category, ["name"])), ...refusals },
      },
    },
    "/categories/{category_id}": {
      parameters: [path("category_id")],
      get: {
        operationId: "readCategory",
        responses: {
          "200": ok(withId({ ...category, siblings: { type: "array", items: object({ id: integer }) } }, ["name"])),
          ...refusals,
        },
      },
      put: {
        operationId: "replaceCategory",
        ...body(closed(category, ["name"])),
        responses: { "200": ok(withId(category, ["name"])), ...refusals },
      },
    },
  },
  {},
  () => {
    const stored = new Map<number, Json>();
    const exists = (id: unknown) => id === undefined || id === null || stored.has(Number(id));
    return {
      "GET /categories": () => reply(200, { results: [...stored.values()], count: stored.size }),
      "POST /categories": (request) => {
        if (!exists(read(request)["parent_id"])) return refuse(422);
        const id = stored.size + 1;
        stored.set(id, { id, parent_id: null, ...read(request) });
        return reply(201, stored.get(id));
      },
      "GET /categories/{category_id}": (_, id) => {
        const item = stored.get(Number(id));
        const siblings = [...stored.values()].filter(
          (other) => other !== item && other["parent_id"] === item?.["parent_id"],
        );
        return item ? reply(200, { ...item, siblings: siblings.map((other) => ({ id: other["id"] })) }) : refuse(404);
      },
      "PUT /categories/{category_id}": (request, id) => {
        if (!stored.has(Number(id))) return refuse(404);
        if (!exists(read(request)["parent_id"])) return refuse(422);
        stored.set(Number(id), { id: Number(id), parent_id: null, ...read(request) });
        return reply(200, stored.get(Number(id)));
      },
    };
  },
);

const article = {
  title: text({ minLength: 1 }),
  published: { type: "boolean" },
  rating: { type: ["integer", "null"], minimum: 0, maximum: 5 },
};
const resource = object(
  {
    data: object({ type: { const: "articles" }, attributes: closed(article, ["title"]) }, ["type", "attributes"], {
      additionalProperties: false,
    }),
  },
  ["data"],
  { additionalProperties: false },
);
const changes = object(
  {
    data: object({ type: { const: "articles" }, attributes: closed(article) }, ["type", "attributes"], {
      additionalProperties: false,
    }),
  },
  ["data"],
  { additionalProperties: false },
);
const shownArticle = object({ id: text(), type: text(), attributes: object(article) }, ["id", "type", "attributes"]);

/** JSON:API, as Strapi and others have it; a job that is taken with 202. */
const jsonApi = api(
  {
    "/articles": {
      get: {
        operationId: "listArticles",
        responses: { "200": ok(object({ data: { type: "array", items: shownArticle } }, ["data"])) },
      },
      post: {
        operationId: "createArticle",
        ...body(resource),
        responses: { "201": ok(object({ data: shownArticle }, ["data"])), "422": problem },
      },
    },
    "/articles/{id}": {
      parameters: [path("id", text({ minLength: 1 }))],
      get: {
        operationId: "readArticle",
        responses: { "200": ok(object({ data: shownArticle }, ["data"])), ...refusals },
      },
      patch: {
        operationId: "updateArticle",
        ...body(changes),
        responses: { "200": ok(object({ data: shownArticle }, ["data"])), ...refusals },
      },
      delete: { operationId: "deleteArticle", responses: { "202": ok(), ...refusals } },
    },
    "/exports": {
      post: {
        operationId: "createExport",
        ...body(closed({ name: text() })),
        responses: { "202": ok(object({ id: integer, state: text() }, ["id"])), "422": problem },
      },
    },
    "/exports/{id}": {
      parameters: [path("id")],
      get: { operationId: "readExport", responses: { "200": ok(object({ id: integer, state: text() })), ...refusals } },
    },
  },
  {},
  () => {
    const stored = new Map<string, Json>();
    const exports: number[] = [];
    let last = 0;
    const shown = (id: string) => ({ id, type: "articles", attributes: stored.get(id) });
    const attributes = (request: Received) => (read(request)["data"] as Json)["attributes"] as Json;
    return {
      "GET /articles": () => reply(200, { data: [...stored.keys()].map(shown) }),
      "POST /articles": (request) => {
        const id = `a${++last}`;
        stored.set(id, attributes(request));
        return reply(201, { data: shown(id) });
      },
      "GET /articles/{id}": (_, id = "") => (stored.has(id) ? reply(200, { data: shown(id) }) : refuse(404)),
      "PATCH /articles/{id}": (request, id = "") => {
        if (!stored.has(id)) return refuse(404);
        stored.set(id, { ...stored.get(id), ...attributes(request) });
        return reply(200, { data: shown(id) });
      },
      "DELETE /articles/{id}": (_, id = "") => (stored.delete(id) ? reply(202) : refuse(404)),
      "POST /exports": () => {
        const id = exports.length + 1;
        exports.push(0);
        return reply(202, { id, state: "queued" });
      },
      "GET /exports/{id}": (_, id) => {
        const reads = exports[Number(id) - 1];
        if (reads === undefined) return refuse(404);
        exports[Number(id) - 1] = reads + 1;
        return reads < 2 ? refuse(404) : reply(200, { id: Number(id), state: "done" });
      },
    };
  },
);

const login = { email: text({ format: "email" }), name: text({ minLength: 1, maxLength: 40 }) };

/** Names that only one may have, without a documented conflict of the one's own; log entries that show what others do. */
const accounts = api(
  {
    "/accounts": {
      post: {
        operationId: "createAccount",
        ...body(closed(login, ["email", "name"])),
        responses: {
          "201": ok(object({ account_number: text(), ...login }, ["account_number"])),
          "409": problem,
          "422": problem,
        },
      },
      get: {
        operationId: "searchAccounts",
        parameters: [
          { name: "q", in: "query", schema: text() },
          { name: "name", in: "query", schema: text() },
        ],
        responses: {
          "200": ok(object({ accounts: { type: "array", items: object({ account_number: text(), name: text() }) } })),
        },
      },
    },
    "/accounts/{account_number}": {
      parameters: [path("account_number", text({ pattern: "^AC[0-9]{6}$" }))],
      get: {
        operationId: "readAccount",
        responses: {
          "200": ok(
            object({
              account_number: text(),
              ...login,
              visits: { type: "integer" },
              last_seen: text({ format: "date-time" }),
            }),
          ),
          ...refusals,
        },
      },
      delete: {
        operationId: "closeAccount",
        responses: {
          "200": ok(object({ account_number: text(), status: text() })),
          "404": problem,
          "410": problem,
          "422": problem,
        },
      },
    },
    "/accounts/{account_number}/close": {
      parameters: [path("account_number", text({ pattern: "^AC[0-9]{6}$" }))],
      post: {
        operationId: "close",
        responses: { "200": ok(object({ account_number: text(), status: text() })), ...refusals },
      },
    },
    "/log": {
      get: { operationId: "readLog", responses: { "200": ok(object({ entries: { type: "array", items: text() } })) } },
    },
    "/search": {
      post: {
        operationId: "search",
        ...body(closed({ text: text() })),
        responses: { "200": ok(object({ hits: { type: "array", items: object({ name: text() }) } })), "422": problem },
      },
    },
  },
  {},
  () => {
    const stored = new Map<string, Json>();
    const log: string[] = [];
    const isOpen = (id: string) => stored.has(id) && stored.get(id)?.["status"] !== "closed";
    return {
      "POST /accounts": (request) => {
        const values = read(request);
        log.push(`create ${request.text.slice(0, 200)}`);
        if (
          [...stored.values()].some(
            ({ email }) => String(email).toLowerCase() === String(values["email"]).toLowerCase(),
          )
        )
          return refuse(409);
        const number = `AC${String(stored.size + 1).padStart(6, "0")}`;
        stored.set(number, { account_number: number, ...values, visits: 0 });
        return reply(201, { account_number: number, ...values });
      },
      "GET /accounts": ({ query }) => {
        const wanted = (query.get("q") ?? query.get("name") ?? "").toLowerCase();
        const found = [...stored.values()].filter(
          ({ name, status }) => status !== "closed" && String(name).toLowerCase().includes(wanted),
        );
        return reply(200, { accounts: found.map(({ account_number, name }) => ({ account_number, name })) });
      },
      "GET /accounts/{account_number}": (_, id = "") => {
        const account = stored.get(id);
        if (!account) return refuse(404);
        const { status, ...shown } = account;
        account["visits"] = Number(account["visits"]) + 1;
        return status === "closed" ? refuse(404) : reply(200, { ...shown, last_seen: new Date().toISOString() });
      },
      "DELETE /accounts/{account_number}": (_, id = "") => {
        if (!stored.has(id)) return refuse(404);
        if (!isOpen(id)) return refuse(410);
        stored.set(id, { ...stored.get(id), status: "closed" });
        return reply(200, { account_number: id, status: "closed" });
      },
      "POST /accounts/{account_number}/close": (_, id = "") => {
        if (!stored.has(id)) return refuse(404);
        if (!isOpen(id)) return refuse(409);
        stored.set(id, { ...stored.get(id), status: "closed" });
        return reply(200, { account_number: id, status: "closed" });
      },
      "GET /log": () => reply(200, { entries: log.slice(-20) }),
      "POST /search": (request) =>
        reply(200, {
          hits: [...stored.values()]
            .filter(({ name }) => String(name).includes(String(read(request)["text"] ?? "")))
            .map(({ name }) => ({ name })),
        }),
    };
  },
);

const machine = {
  name: text({ minLength: 1, maxLength: 40 }),
  country: text({ pattern: "^[A-Za-z]{2}$" }),
};
const picture = object({ url: text({ maxLength: 80 }) }, ["url"]);
const tenant = {
  parameters: [
    { name: "X-Tenant", in: "header", required: true, schema: { type: "string", pattern: "^[a-z]{3,12}$" } },
  ],
};

/** Machines of a tenant, whose country is a code, whose picture may be missing, and which are stopped by :stop. */
const machines = api(
  {
    "/machines": {
      get: {
        ...tenant,
        operationId: "listMachines",
        responses: { "200": ok({ type: "array", items: object({ _id: text(), ...machine }) }), ...refusals },
      },
      post: {
        ...tenant,
        operationId: "createMachine",
        ...body(closed(machine, ["name"])),
        responses: { "201": ok(object({ _id: text(), ...machine }, ["_id"])), ...refusals },
      },
    },
    "/machines/{machine_id}": {
      parameters: [path("machine_id", text())],
      get: {
        ...tenant,
        operationId: "readMachine",
        responses: { "200": ok(object({ _id: text(), ...machine }, ["_id"])), ...refusals },
      },
    },
    "/machines/{machine_id}:stop": {
      parameters: [path("machine_id", text())],
      post: { ...tenant, operationId: "stopMachine", responses: { "204": ok(), ...refusals } },
    },
    "/machines/{machine_id}/picture": {
      parameters: [path("machine_id", text())],
      get: { ...tenant, operationId: "readPicture", responses: { "200": ok(picture), ...refusals } },
      put: { ...tenant, operationId: "replacePicture", ...body(picture), responses: { "204": ok(), ...refusals } },
      delete: { ...tenant, operationId: "deletePicture", responses: { "204": ok(), ...refusals } },
    },
  },
  {},
  () => {
    const stored = new Map<string, { readonly owner: unknown; readonly shown: Json; picture?: Json | undefined }>();
    const find = ({ headers }: Received, id = "") => {
      const found = stored.get(id);
      return found?.owner === headers["x-tenant"] ? found : undefined;
    };
    const ofTenant =
      (route: Route): Route =>
      (request, ...ids) =>
        /^[a-z]{3,12}$/.test(String(request.headers["x-tenant"] ?? "")) ? route(request, ...ids) : refuse(422);
    const withMachine = (route: (found: NonNullable<ReturnType<typeof find>>, request: Received) => Reply): Route =>
      ofTenant((request, id) => {
        const found = find(request, id);
        return found ? route(found, request) : refuse(404);
      });
    return {
      "GET /machines": ofTenant((request) =>
        reply(
          200,
          [...stored.values()].filter(({ owner }) => owner === request.headers["x-tenant"]).map(({ shown }) => shown),
        ),
      ),
      "POST /machines": ofTenant((request) => {
        const { country, ...values } = read(request);
        const id = `m${stored.size + 1}`;
        const shown = {
          _id: id,
          ...values,
          ...(country === undefined ? {} : { country: String(country).toUpperCase() }),
        };
        stored.set(id, { owner: request.headers["x-tenant"], shown });
        return reply(201, shown);
      }),
      "GET /machines/{machine_id}": withMachine(({ shown }) => reply(200, shown)),
      "POST /machines/{machine_id}:stop": withMachine(() => reply(204)),
      "GET /machines/{machine_id}/picture": withMachine((found) =>
        found.picture ? reply(200, found.picture) : refuse(404),
      ),
      "PUT /machines/{machine_id}/picture": withMachine((found, request) => {
        found.picture = read(request);
        return reply(204);
      }),
      "DELETE /machines/{machine_id}/picture": withMachine((found) => {
        if (!found.picture) return refuse(404);
        found.picture = undefined;
        return reply(204);
      }),
    };
  },
);

const condition = (name: string) => ({ name, in: "header", schema: text() });
const page = { title: text({ minLength: 1, maxLength: 40 }) };
const tagged = (description: string) => ({ ...ok(object(page)), description, headers: { ETag: { schema: text() } } });
const conditional = { ...refusals, "412": problem, "428": problem };

/** Pages that a PUT creates, and replaces where it names their ETag. */
const pages = api(
  {
    "/pages/{name}": {
      parameters: [path("name", text({ pattern: "^[a-z0-9-]{1,40}$" }))],
      get: { operationId: "readPage", responses: { "200": tagged("The page"), ...refusals } },
      put: {
        operationId: "writePage",
        parameters: [condition("If-Match"), condition("If-None-Match")],
        ...body(closed(page, ["title"])),
        responses: { "200": tagged("Replaced"), "201": tagged("Created"), ...conditional },
      },
      delete: {
        operationId: "deletePage",
        parameters: [condition("If-Match")],
        responses: { "204": ok(), ...conditional },
      },
    },
  },
  {},
  () => {
    const stored = new Map<string, { readonly values: Json; readonly etag: string }>();
    let version = 0;
    const refusal = ({ headers }: Received, etag: string | undefined) => {
      const { "if-match": match, "if-none-match": none } = headers;
      if (etag === undefined) return match === undefined ? undefined : refuse(412);
      if (none !== undefined) return refuse(412);
      if (match === undefined) return refuse(428);
      return match === "*" || match.split(/,\s*/).includes(etag) ? undefined : refuse(412);
    };
    return {
      "GET /pages/{name}": (_, name = "") => {
        const found = stored.get(name);
        return found ? reply(200, found.values, { etag: found.etag }) : refuse(404);
      },
      "PUT /pages/{name}": (request, name = "") => {
        const before = stored.get(name);
        const refused = refusal(request, before?.etag);
        if (refused) return refused;
        const etag = `"${++version}"`;
        stored.set(name, { values: read(request), etag });
        return reply(before ? 200 : 201, read(request), { etag });
      },
      "DELETE /pages/{name}": (request, name = "") => {
        const before = stored.get(name);
        const refused = before ? refusal(request, before.etag) : refuse(404);
        if (refused) return refused;
        stored.delete(name);
        return reply(204);
      },
    };
  },
);

export const styles: Readonly<Record<string, Style>> = {
  "settings, which have no id": settings,
  "a profile of each user": profileOfUser,
  "references to what must exist": references,
  "a tree": tree,
  "JSON:API, and jobs": jsonApi,
  "accounts with searches and a log": accounts,
  "machines of a tenant, with pictures and a custom method": machines,
  "pages that a PUT creates, with ETags": pages,
};
