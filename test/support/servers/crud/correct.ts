/** Correct servers of items: what their descriptions leave open, each does in its own way. */
import type { CrudOptions } from "./server.ts";

type Json = Record<string, unknown>;

const text = (more: Json = {}): Json => ({ type: "string", ...more });
const lower = (name: string) => (values: Json) =>
  typeof values[name] === "string" ? { ...values, [name]: (values[name] as string).toLowerCase() } : values;

const contact = {
  name: text({ minLength: 1, maxLength: 60 }),
  email: text({ format: "email", maxLength: 100 }),
  phone: { type: ["string", "null"], maxLength: 30 },
};
const order = {
  title: text({ minLength: 1 }),
  sku: text({ pattern: "^[A-Z]{3}-[0-9]{4}$" }),
  quantity: { type: "integer", minimum: 1, maximum: 100 },
  price: { type: "number", minimum: 0 },
  address: {
    type: "object",
    required: ["street"],
    properties: { street: text({ minLength: 1 }), city: { type: ["string", "null"] } },
  },
  lines: {
    type: "array",
    items: { type: "object", required: ["name"], properties: { name: text(), count: { type: "integer" } } },
  },
};
const event = {
  title: text({ minLength: 1 }),
  due: text({ format: "date-time" }),
  day: text({ format: "date" }),
  kind: { type: "string", enum: ["call", "visit", "mail"] },
  link: text({ format: "uri" }),
  all_day: { type: "boolean", default: false },
};

export const correctCrud: Readonly<Record<string, CrudOptions>> = {
  "integer ids": {},
  UUIDs: { id: "uuid" },
  "ids of text": { id: "string" },
  "an id of another name": { idName: "item_id", parameter: "item_id" },
  "a parameter with a prefix": { parameter: "itemId", id: "uuid" },
  "a link to the id": { idName: "key", parameter: "ref", created: "link", id: "string" },
  "a link into an envelope": { idName: "key", parameter: "ref", created: "link", envelope: "data" },
  "the Location alone": { created: "location" },
  "the Location alone, and UUIDs": { created: "location", id: "uuid", written: "nothing" },
  "the id alone": { created: "id" },
  "an envelope": { envelope: "data", list: "nested" },
  "an envelope of requests, too": { envelope: "item", requestEnvelope: "item", list: "items" },
  "writes that show nothing": { written: "nothing" },
  "DELETE shows the item": { removed: "item" },
  "DELETE with 200 and nothing": { removed: "200" },
  "DELETE may be repeated": { isIdempotent: true },
  "deleted items are gone": { deleted: "410" },
  "deleted items, gone, with pages": { deleted: "410", pages: "offset" },
  "a list in an object": { list: "items" },
  "no list": { list: "none" },
  "offset and limit": { pages: "offset", list: "items", pageSize: 3 },
  "numbered pages": { pages: "page", pageSize: 3 },
  "numbered pages from 0": { pages: "page from 0", pageSize: 3 },
  "pages by cursor": { pages: "cursor", pageSize: 3 },
  "pages by cursor, in an envelope": { pages: "cursor", pageSize: 2, list: "nested", envelope: "data" },
  "pages after an id": { pages: "after", id: "string", pageSize: 4 },
  "pages by a link": { pages: "link", pageSize: 3 },
  filters: { filters: ["done", "title", "priority"] },
  "filters and pages": { filters: ["done", "priority"], pages: "offset", pageSize: 2 },
  "filters in brackets": { filters: ["done", "priority"], isFilterInBrackets: true },
  "filters of an enumeration": { filters: ["kind"], properties: event, pages: "cursor", pageSize: 2 },
  "only GET": { methods: ["GET"] },
  "GET and DELETE": { methods: ["GET", "DELETE"], id: "uuid" },
  "no GET": { methods: ["PUT", "DELETE"] },
  "no PATCH": { methods: ["GET", "PUT", "DELETE"] },
  "no PUT": { methods: ["GET", "PATCH"] },
  "PUT that keeps what it has not": { put: "merges" },
  "PUT that creates": { put: "creates", id: "string", parameter: "name", idName: "name" },
  "PUT that creates, by UUID": { put: "creates", id: "uuid", deleted: "410" },
  "PUT that creates, by number": { put: "creates" },
  ETags: { etag: "If-Match" },
  "ETags that are required": { etag: "required" },
  "ETags that are required with 428": { etag: "428", id: "uuid" },
  "ETags, and PUT that creates": { etag: "If-Match", put: "creates", id: "string" },
  "writes that name their item": { repeats: "id", id: "uuid" },
  "writes that name the version": { repeats: "version" },
  "a unique e-mail address": { unique: "email", properties: contact, required: ["name", "email"] },
  "a unique pattern": { unique: "sku", properties: order, required: ["title", "sku"] },
  "a unique title": { unique: "title", methods: ["GET", "PUT", "PATCH", "DELETE"] },
  "e-mail addresses in lower case": { properties: contact, required: ["name", "email"], store: lower("email") },
  "times without milliseconds": {
    properties: event,
    store: (values) =>
      typeof values["due"] === "string"
        ? {
            ...values,
            due: new Date(Math.floor(Date.parse(values["due"]) / 1000) * 1000).toISOString().replace(".000Z", "Z"),
          }
        : values,
  },
  "times in another zone": {
    properties: event,
    store: (values) => (typeof values["due"] === "string" ? { ...values, due: inZone(values["due"]) } : values),
  },
  "tags in their own order": {
    store: (values) => (Array.isArray(values["tags"]) ? { ...values, tags: [...values["tags"]].sort() } : values),
  },
  "null is left out": {
    store: (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
  },
  "missing values are null": { showsNull: true },
  "defaults for missing values": { store: (values) => ({ done: false, priority: 5, tags: [], ...values }) },
  "nested objects": { properties: order, required: ["title"] },
  "nested objects with more than was sent": {
    properties: order,
    required: ["title"],
    store: (values) =>
      typeof values["address"] === "object"
        ? { ...values, address: { city: null, ...(values["address"] as Json) } }
        : values,
  },
  "properties that the server sets": {
    readOnly: { owner: text(), revision: { type: "integer" }, seen_at: text({ format: "date-time" }) },
  },
  "a property that is only written": { writeOnly: { pin: text({ minLength: 4, maxLength: 20 }) } },
  "unknown properties are left out": {
    isOpen: true,
    store: (values) =>
      Object.fromEntries(
        Object.entries(values).filter(([name]) => ["title", "done", "priority", "note", "tags"].includes(name)),
      ),
  },
  "in projects": { parent: "nested" },
  "in projects, where a PUT creates": { parent: "nested", put: "creates", id: "string", pages: "offset" },
  "in projects, and only in their list": { parent: "nested", methods: [], filters: ["done"], pages: "offset" },
  "in projects, with UUIDs and pages": { parent: "nested", id: "uuid", pages: "cursor", pageSize: 2 },
  "created in projects, read without them": { parent: "flat" },
  "created in projects, read without them, and an envelope": { parent: "flat", id: "uuid", envelope: "data" },
  "a key": { security: true },
  "an id of no usual name": { idName: "slug", parameter: "item", id: "string" },
  "an action that items may not allow": { actions: ["finish"], methods: ["GET", "DELETE"], refusedAction: 422 },
  "an action": { actions: ["finish"], methods: ["GET", "DELETE"] },
  "reads that are late": { staleReads: 2 },
  "reads that are late, of properties with defaults": {
    staleReads: 2,
    methods: ["GET", "PUT", "DELETE"],
    properties: {
      title: { ...text({ minLength: 1 }), enum: ["one", "two"] },
      note: text({ maxLength: 200, default: "none" }),
    },
    store: (values) => ({ note: "none", ...values }),
  },
};

function inZone(time: string): string {
  const shifted = new Date(Date.parse(time) + 2 * 3_600_000);
  return shifted.toISOString().replace("Z", "+02:00");
}
