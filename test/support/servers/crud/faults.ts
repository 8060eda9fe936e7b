/** Faults of servers of items that show only when something is read back, each on a server that is correct otherwise. */
import type { CheckName } from "../../../../src/contract/check/finding.ts";
import { correctCrud } from "./correct.ts";
import {
  type CrudFault,
  type CrudOptions,
  type CrudParts,
  type State,
  type Stored,
  usualProperties,
} from "./server.ts";

type Json = Record<string, unknown>;

export interface BrokenCrud {
  readonly name: string;
  readonly options: CrudOptions;
  readonly fault: CrudFault;
  /** The checks of which one finds it. */
  readonly checks: readonly CheckName[];
}

const on = (name: keyof typeof correctCrud & string): CrudOptions => correctCrud[name] ?? {};
const without = (values: Json, ...names: string[]): Json =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
const withoutValues = (values: Json, isLost: (value: unknown) => boolean): Json =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isLost(value)));
const stored =
  (change: (values: Json) => Json): CrudFault =>
  ({ create, replace, update }) => ({
    create: (values, state) => change(create(values, state)),
    replace: (item, values, state) => change(replace(item, values, state)),
    update: (item, values, state) => change(update(item, values, state)),
  });
const shown =
  (change: (body: Json, item: Stored, where: string, state: State) => Json): CrudFault =>
  ({ show }) => ({
    show: (item, where, state) => change(show(item, where, state), item, where, state),
  });
const fault = (part: (parts: CrudParts) => Partial<CrudParts>): CrudFault => part;
const newest = (state: State) => [...state.items.values()].at(-1);
const others = (state: State, item: Stored) => [...state.items.values()].filter((other) => other !== item);

type Row = readonly [name: string, options: CrudOptions, fault: CrudFault, ...checks: CheckName[]];

const writes: readonly Row[] = [
  [
    "a create that keeps two of three tags",
    {},
    stored((values) => (Array.isArray(values["tags"]) ? { ...values, tags: values["tags"].slice(0, 2) } : values)),
    "write-not-stored",
  ],
  [
    "a create that stores nothing",
    {},
    ({ create }) => ({
      create: (values, state) => without(create(values, state), "title", "note", "tags", "done", "priority"),
    }),
    "write-not-stored",
  ],
  ["a create that loses a property", {}, stored((values) => without(values, "note")), "write-not-stored"],
  [
    "a create that loses false",
    {},
    stored((values) => withoutValues(values, (value) => value === false)),
    "write-not-stored",
  ],
  ["a create that loses 0", {}, stored((values) => withoutValues(values, (value) => value === 0)), "write-not-stored"],
  [
    "a create that loses empty text",
    {},
    stored((values) => withoutValues(values, (value) => value === "")),
    "write-not-stored",
  ],
  ["a create that keeps no list", {}, stored((values) => without(values, "tags")), "write-not-stored"],
  [
    "a create that keeps one of a list",
    {},
    stored((values) => (Array.isArray(values["tags"]) ? { ...values, tags: ["x"] } : values)),
    "write-not-stored",
  ],
  [
    "a create that sets a default over false",
    {},
    ({ create }) => ({
      create: (values, state) => {
        const made = create(values, state);
        return { ...made, done: made["done"] || true };
      },
    }),
    "write-not-stored",
  ],
  [
    "a create that sets a default over 0",
    {},
    ({ create }) => ({
      create: (values, state) => {
        const made = create(values, state);
        return { ...made, priority: made["priority"] || 5 };
      },
    }),
    "write-not-stored",
  ],
  [
    "a create that cuts text",
    {},
    stored((values) =>
      typeof values["title"] === "string" ? { ...values, title: values["title"].slice(0, 6) } : values,
    ),
    "write-not-stored",
  ],
  [
    "a create that knows one value of an enumeration",
    { properties: { ...usualProperties, level: { type: "string", enum: ["low", "high"] } } },
    ({ create }) => ({
      create: (values, state) => {
        const made = create(values, state);
        return made["level"] === undefined ? made : { ...made, level: "low" };
      },
    }),
    "write-not-stored",
  ],
  [
    "a create that writes in capital letters",
    {},
    stored((values) =>
      typeof values["title"] === "string" ? { ...values, title: values["title"].toUpperCase() } : values,
    ),
    "write-not-stored",
  ],
  [
    "a create that rounds",
    on("nested objects"),
    stored((values) =>
      typeof values["price"] === "number" ? { ...values, price: Math.floor(values["price"]) + 1 } : values,
    ),
    "write-not-stored",
  ],
  [
    "a create that loses a nested property",
    on("nested objects"),
    stored((values) =>
      values["address"] ? { ...values, address: without(values["address"] as Json, "city") } : values,
    ),
    "write-not-stored",
  ],
  [
    "a create that loses an empty text in a nested object",
    on("nested objects"),
    stored((values) => {
      const address = values["address"] as Json | undefined;
      return address?.["city"] === "" ? { ...values, address: without(address, "city") } : values;
    }),
    "write-not-stored",
  ],
  [
    "a create that loses the lines",
    on("nested objects"),
    stored((values) => (values["lines"] ? { ...values, lines: [] } : values)),
    "write-not-stored",
  ],
  [
    "a create that moves a time by its zone",
    on("times in another zone"),
    stored((values) =>
      typeof values["due"] === "string"
        ? { ...values, due: new Date(Date.parse(values["due"]) + 7_200_000).toISOString() }
        : values,
    ),
    "write-not-stored",
  ],
  [
    "a create that keeps the date of a time alone",
    on("times in another zone"),
    stored((values) =>
      typeof values["due"] === "string" ? { ...values, due: `${values["due"].slice(0, 10)}T00:00:00Z` } : values,
    ),
    "write-not-stored",
  ],
  [
    "a create that shows what it does not store",
    {},
    ({ create, show }) => ({
      create: (values, state) => ({ ...create(values, state), note: "stored" }),
      show: (item, where, state) =>
        where === "create" ? without(show(item, where, state), "note") : show(item, where, state),
    }),
    "write-not-stored",
  ],
  [
    "a create that is shown, and not stored",
    {},
    ({ find }) => ({
      find: (state, id, parent) => {
        const item = find(state, id, parent);
        return item && Number(item.id) % 2 === 0 ? undefined : item;
      },
    }),
    "write-not-stored",
  ],
  [
    "a create whose response lies",
    {},
    shown((body, _item, where) => (where === "create" ? { ...body, title: "created" } : body)),
    "write-not-stored",
  ],
  [
    "a create with an envelope, lost",
    on("an envelope"),
    stored((values) => without(values, "priority")),
    "write-not-stored",
  ],
  [
    "a create with an envelope of requests, lost",
    on("an envelope of requests, too"),
    stored((values) => without(values, "done")),
    "write-not-stored",
  ],
  [
    "a create by Location, lost",
    on("the Location alone"),
    stored((values) => without(values, "note")),
    "write-not-stored",
  ],
  ["a create in a project, lost", on("in projects"), stored((values) => without(values, "note")), "write-not-stored"],
  [
    "a create in a project, read without it, lost",
    on("created in projects, read without them"),
    stored((values) => without(values, "note")),
    "write-not-stored",
  ],
  [
    "a create by PUT, lost",
    on("PUT that creates"),
    ({ create }) => ({ create: (values, state) => without(create(values, state), "note") }),
    "write-not-stored",
  ],
  [
    "ids that repeat",
    {},
    ({ newId }) => ({
      newId: (state) => {
        newId(state);
        return String(1 + (state.last % 3));
      },
    }),
    "other-state-changed",
    "write-not-stored",
  ],
  ["one id for all", { id: "string" }, () => ({ newId: () => "itm_1" }), "other-state-changed", "write-not-stored"],
  [
    "values of the item before",
    {},
    ({ create }) => {
      let last: Json = {};
      return {
        create: (values, state) => {
          const made = { ...last, ...create(values, state) };
          last = made;
          return { ...made, note: made["note"] ?? null };
        },
      };
    },
    "requests-mixed",
    "write-not-stored",
  ],
  [
    "a read shows the newest item",
    {},
    ({ find }) => ({ find: (state, id, parent) => (find(state, id, parent) ? newest(state) : undefined) }),
    "other-state-changed",
    "write-not-stored",
    "requests-mixed",
  ],
  [
    "a read shows the first item",
    { id: "uuid" },
    ({ find }) => ({
      find: (state, id, parent) => (find(state, id, parent) ? [...state.items.values()][0] : undefined),
    }),
    "other-state-changed",
    "write-not-stored",
    "requests-mixed",
  ],
  [
    "a cached read",
    {},
    shown((body, item, where, state) => {
      const cache = caches(state);
      if (where !== "read") return body;
      const kept = cache.get(item.id) ?? body;
      cache.set(item.id, kept);
      return kept as Json;
    }),
    "write-not-stored",
  ],
  [
    "a time of creation that moves",
    {},
    shown((body, item, where) =>
      where === "read"
        ? { ...body, created_at: new Date(Date.now() + 3_600_000 + Number(item.version) * 60_000).toISOString() }
        : body,
    ),
    "other-state-changed",
  ],
  [
    "a PATCH that moves the time of creation",
    {},
    shown((body, item) =>
      item.version > 1 ? { ...body, created_at: new Date(item.createdAt + 86_400_000).toISOString() } : body,
    ),
    "other-state-changed",
  ],
  [
    "a read with another id",
    {},
    shown((body, _item, where) => (where === "read" ? { ...body, id: Number(body["id"]) + 1 } : body)),
    "other-state-changed",
  ],
];

/** What reads have shown before, by the state of the server. */
const cached = new WeakMap<State, Map<string, unknown>>();
function caches(state: State): Map<string, unknown> {
  const cache = cached.get(state) ?? new Map<string, unknown>();
  cached.set(state, cache);
  return cache;
}

const puts: readonly Row[] = [
  ["a PUT that stores nothing", {}, () => ({ replace: (item) => item.values }), "write-not-stored"],
  [
    "a PUT that stores nothing, and shows nothing",
    on("writes that show nothing"),
    () => ({ replace: (item) => item.values }),
    "write-not-stored",
  ],
  [
    "a PUT that loses a property",
    {},
    ({ replace }) => ({ replace: (item, values, state) => without(replace(item, values, state), "priority") }),
    "write-not-stored",
  ],
  [
    "a PUT that keeps the old text",
    {},
    ({ replace }) => ({
      replace: (item, values, state) => ({ ...replace(item, values, state), title: item.values["title"] }),
    }),
    "write-not-stored",
  ],
  [
    "a PUT that keeps what it has not, in place of a default",
    {
      properties: {
        title: { type: "string", minLength: 1 },
        note: { type: "string", maxLength: 200, default: "none" },
      },
      store: (values) => ({ note: "none", ...values }),
    },
    () => ({ replace: (item, values) => ({ ...item.values, ...values }) }),
    "write-not-stored",
  ],
  [
    "a PUT that keeps 0, in place of a default",
    {
      properties: {
        title: { type: "string", minLength: 1 },
        level: { type: "integer", minimum: 0, maximum: 9, example: 0, default: 1 },
      },
      store: (values) => ({ level: 1, ...values }),
    },
    () => ({ replace: (item, values) => ({ ...item.values, ...values }) }),
    "write-not-stored",
  ],
  [
    "a PUT that ignores false",
    {},
    ({ replace }) => ({
      replace: (item, values, state) => {
        const made = replace(item, values, state);
        return { ...made, done: made["done"] || item.values["done"] };
      },
    }),
    "write-not-stored",
  ],
  [
    "a PUT that ignores 0",
    {},
    ({ replace }) => ({
      replace: (item, values, state) => {
        const made = replace(item, values, state);
        return { ...made, priority: made["priority"] || item.values["priority"] };
      },
    }),
    "write-not-stored",
  ],
  [
    "a PUT that ignores empty text",
    {},
    ({ replace }) => ({
      replace: (item, values, state) => {
        const made = replace(item, values, state);
        return { ...made, note: made["note"] || item.values["note"] };
      },
    }),
    "write-not-stored",
  ],
  [
    "a second PUT that is ignored",
    {},
    ({ replace }) => ({
      replace: (item, values, state) => (item.version > 1 ? item.values : replace(item, values, state)),
    }),
    "write-not-stored",
  ],
  [
    "a PUT that changes all items",
    {},
    ({ replace }) => ({
      replace: (item, values, state) => {
        for (const other of others(state, item)) other.values = { ...other.values, ...values };
        return replace(item, values, state);
      },
    }),
    "other-state-changed",
    "requests-mixed",
  ],
  [
    "a PUT that changes the newest item",
    {},
    ({ replace }) => ({
      replace: (item, values, state) => {
        const last = newest(state);
        if (last && last !== item) {
          last.values = values;
          return item.values;
        }
        return replace(item, values, state);
      },
    }),
    "write-not-stored",
    "requests-mixed",
  ],
  [
    "a PUT that responds with the old item",
    {},
    ({ show }) => {
      let old: Json = {};
      return {
        show: (item, where, state) => {
          const now = show(item, where, state);
          const reply = where === "write" && item.version > 1 ? { ...now, ...without(old, "id") } : now;
          old = item.values;
          return reply;
        },
      };
    },
    "write-not-stored",
    "requests-mixed",
  ],
  [
    "a PUT that deletes a neighbour",
    {},
    ({ replace }) => ({
      replace: (item, values, state) => {
        const other = others(state, item).at(-1);
        if (other) state.items.delete(other.id);
        return replace(item, values, state);
      },
    }),
    "other-state-changed",
  ],
  [
    "a PUT that creates, and does not replace",
    on("PUT that creates"),
    () => ({ replace: (item) => item.values }),
    "write-not-stored",
  ],
  [
    "a PUT in an envelope that stores nothing",
    on("an envelope of requests, too"),
    () => ({ replace: (item) => item.values }),
    "write-not-stored",
  ],
  [
    "a PUT in a project that stores nothing",
    on("in projects"),
    () => ({ replace: (item) => item.values }),
    "write-not-stored",
  ],
  [
    "a PUT that stores nothing of UUIDs",
    { id: "uuid", pages: "cursor" },
    () => ({ replace: (item) => item.values }),
    "write-not-stored",
  ],
];

const patches: readonly Row[] = [
  [
    "a PATCH that brings a default back",
    {
      properties: {
        title: { type: "string", minLength: 1 },
        priority: { type: "integer", minimum: 0, maximum: 9, default: 5 },
        done: { type: "boolean" },
      },
      store: (values) => ({ priority: 5, ...values }),
    },
    () => ({ update: (item, values) => ({ ...item.values, priority: 5, ...values }) }),
    "other-state-changed",
  ],
  ["a PATCH that stores nothing", {}, () => ({ update: (item) => item.values }), "write-not-stored"],
  [
    "a PATCH that shows what it does not store",
    {},
    ({ show }) => {
      let sent: Json = {};
      return {
        update: (item, values) => {
          sent = values;
          return item.values;
        },
        show: (item, where, state) =>
          where === "write" ? { ...show(item, where, state), ...sent } : show(item, where, state),
      };
    },
    "write-not-stored",
  ],
  [
    "a PATCH that drops what it does not name",
    {},
    () => ({ update: (item, values) => ({ title: item.values["title"], ...values }) }),
    "other-state-changed",
  ],
  [
    "a PATCH that drops one property",
    {},
    ({ update }) => ({
      update: (item, values, state) =>
        "note" in values ? update(item, values, state) : without(update(item, values, state), "note"),
    }),
    "other-state-changed",
    "write-not-stored",
  ],
  [
    "a PATCH that nulls what it does not name",
    {},
    () => ({
      update: (item, values) => ({
        ...Object.fromEntries(Object.keys(item.values).map((name) => [name, null])),
        title: item.values["title"],
        ...values,
      }),
    }),
    "other-state-changed",
    "body-invalid",
  ],
  [
    "a PATCH that ignores one property",
    {},
    ({ update }) => ({ update: (item, values, state) => update(item, without(values, "priority"), state) }),
    "write-not-stored",
  ],
  [
    "a PATCH that ignores false",
    {},
    ({ update }) => ({
      update: (item, values, state) =>
        update(
          item,
          withoutValues(values, (value) => value === false),
          state,
        ),
    }),
    "write-not-stored",
  ],
  [
    "a PATCH that ignores 0",
    {},
    ({ update }) => ({
      update: (item, values, state) =>
        update(
          item,
          withoutValues(values, (value) => value === 0),
          state,
        ),
    }),
    "write-not-stored",
  ],
  [
    "a PATCH that ignores empty text",
    {},
    ({ update }) => ({
      update: (item, values, state) =>
        update(
          item,
          withoutValues(values, (value) => value === ""),
          state,
        ),
    }),
    "write-not-stored",
  ],
  [
    "a PATCH that ignores null",
    {},
    ({ update }) => ({
      update: (item, values, state) =>
        update(
          item,
          withoutValues(values, (value) => value === null),
          state,
        ),
    }),
    "write-not-stored",
  ],
  [
    "a PATCH that ignores an empty list",
    {},
    ({ update }) => ({
      update: (item, values, state) =>
        update(
          item,
          withoutValues(values, (value) => Array.isArray(value) && value.length === 0),
          state,
        ),
    }),
    "write-not-stored",
  ],
  [
    "a PATCH that appends to a list",
    {},
    ({ update }) => ({
      update: (item, values, state) => {
        const made = update(item, values, state);
        return Array.isArray(values["tags"])
          ? { ...made, tags: [...((item.values["tags"] as unknown[]) ?? []), ...values["tags"]].slice(0, 5) }
          : made;
      },
    }),
    "write-not-stored",
  ],
  [
    "a PATCH that changes all items",
    {},
    ({ update }) => ({
      update: (item, values, state) => {
        for (const other of others(state, item)) other.values = { ...other.values, ...values };
        return update(item, values, state);
      },
    }),
    "other-state-changed",
    "requests-mixed",
  ],
  [
    "a PATCH that sets a default",
    {},
    ({ update }) => ({
      update: (item, values, state) => ({ ...update(item, values, state), priority: values["priority"] ?? 5 }),
    }),
    "other-state-changed",
  ],
  [
    "a PATCH that resets a boolean",
    {},
    ({ update }) => ({
      update: (item, values, state) => ({ ...update(item, values, state), done: values["done"] ?? false }),
    }),
    "other-state-changed",
  ],
  [
    "a PATCH that shows the old item",
    {},
    ({ show }) => {
      let old: Json | undefined;
      return {
        show: (item, where, state) => {
          const now = show(item, where, state);
          const reply = where === "write" && old ? { ...now, ...old } : now;
          old = item.values;
          return reply;
        },
      };
    },
    "write-not-stored",
    "requests-mixed",
    "other-state-changed",
  ],
  [
    "a PATCH that loses the nested object",
    on("nested objects"),
    ({ update }) => ({
      update: (item, values, state) =>
        "address" in values ? update(item, values, state) : without(update(item, values, state), "address"),
    }),
    "other-state-changed",
  ],
  [
    "a PATCH that stores nothing, and shows nothing",
    on("writes that show nothing"),
    () => ({ update: (item) => item.values }),
    "write-not-stored",
  ],
  [
    "a PATCH that drops in an envelope",
    on("an envelope of requests, too"),
    () => ({ update: (item, values) => ({ title: item.values["title"], ...values }) }),
    "other-state-changed",
  ],
  [
    "a PATCH that drops in a project",
    on("in projects"),
    () => ({ update: (item, values) => ({ title: item.values["title"], ...values }) }),
    "other-state-changed",
  ],
  [
    "a PATCH with ETags that drops",
    on("ETags"),
    () => ({ update: (item, values) => ({ title: item.values["title"], ...values }) }),
    "other-state-changed",
  ],
  [
    "a PATCH with required ETags that stores nothing",
    on("ETags that are required"),
    () => ({ update: (item) => item.values }),
    "write-not-stored",
  ],
  [
    "a PATCH that loses a time",
    on("times in another zone"),
    ({ update }) => ({
      update: (item, values, state) =>
        "due" in values ? update(item, values, state) : without(update(item, values, state), "due"),
    }),
    "other-state-changed",
  ],
  [
    "a PATCH that empties the e-mail address",
    on("a unique e-mail address"),
    ({ update }) => ({
      update: (item, values, state) =>
        "email" in values ? update(item, values, state) : without(update(item, values, state), "email"),
    }),
    "other-state-changed",
  ],
];

const refusals: readonly Row[] = [
  [
    "a refused write that stores the valid part",
    {},
    () => ({
      refuse: (item, body) => {
        if (item && typeof body === "object" && body !== null)
          item.values = { ...item.values, ...pickTexts(body as Json) };
      },
    }),
    "refused-but-changed",
    "refused-but-stored",
  ],
  [
    "a refused write that stores all",
    {},
    () => ({
      refuse: (item, body) => {
        if (item && typeof body === "object" && body !== null && !Array.isArray(body))
          item.values = { ...item.values, ...(body as Json) };
      },
    }),
    "refused-but-changed",
    "refused-but-stored",
    "body-invalid",
  ],
  [
    "a refused write that empties the item",
    {},
    () => ({
      refuse: (item) => {
        if (item) item.values = { title: "empty" };
      },
    }),
    "refused-but-changed",
  ],
  [
    "a refused write that deletes the item",
    {},
    () => ({
      refuse: (item, _body, state) => {
        if (item) state.items.delete(item.id);
      },
    }),
    "refused-but-changed",
    "valid-refused",
  ],
  [
    "a refused write that sets one number",
    {},
    () => ({
      refuse: (item, body) => {
        const number = (body as Json | undefined)?.["priority"];
        if (item && typeof number === "number") item.values = { ...item.values, priority: number };
      },
    }),
    "refused-but-changed",
  ],
  [
    "a refused create that stores",
    {},
    fault(({ create }) => ({
      refuse: (item, body, state) => {
        if (!item && typeof body === "object" && body !== null && !Array.isArray(body)) {
          state.last += 1;
          const id = String(state.last);
          state.items.set(id, {
            id,
            parent: "",
            values: create({ title: "?", ...pickTexts(body as Json) }, state),
            version: 1,
            createdAt: Date.now(),
            isDeleted: false,
            old: undefined,
          });
        }
      },
    })),
    "refused-but-stored",
  ],
  [
    "a refused write in a project that stores",
    on("in projects"),
    () => ({
      refuse: (item, body) => {
        if (item && typeof body === "object" && body !== null)
          item.values = { ...item.values, ...pickTexts(body as Json) };
      },
    }),
    "refused-but-changed",
    "refused-but-stored",
  ],
  [
    "readOnly properties that are taken",
    on("properties that the server sets"),
    () => ({ take: (body) => body }),
    "read-only-written",
  ],
  [
    "a readOnly time that is taken",
    { isOpen: true },
    ({ show }) => ({
      show: (item, where, state) => ({
        ...show(item, where, state),
        ...(item.values["created_at"] !== undefined && { created_at: item.values["created_at"] }),
      }),
    }),
    "read-only-written",
  ],
];

function pickTexts(body: Json): Json {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => (name === "title" || name === "note") && typeof value === "string"),
  );
}

const deletes: readonly Row[] = [
  ["a DELETE that deletes nothing", {}, () => ({ remove: () => {} }), "deleted-but-there"],
  ["a DELETE that deletes nothing of UUIDs", { id: "uuid" }, () => ({ remove: () => {} }), "deleted-but-there"],
  [
    "a DELETE that leaves the item in the list",
    {},
    ({ admits }) => ({
      remove: (_state, item) => {
        item.isDeleted = true;
      },
      admits: (method, item) => (method === "LIST" ? item !== undefined : admits(method, item)),
      show: undefinedDeleted,
    }),
    "deleted-but-there",
  ],
  [
    "a DELETE that leaves the item to be read",
    {},
    ({ admits }) => ({
      remove: (_state, item) => {
        item.isDeleted = true;
      },
      admits: (method, item) => (method === "GET" ? item !== undefined : admits(method, item)),
      show: undefinedDeleted,
    }),
    "deleted-but-there",
  ],
  [
    "a DELETE after which a PATCH works",
    {},
    ({ admits }) => ({
      remove: (_state, item) => {
        item.isDeleted = true;
      },
      admits: (method, item) => (method === "PATCH" ? item !== undefined : admits(method, item)),
      show: undefinedDeleted,
    }),
    "deleted-but-there",
  ],
  [
    "a DELETE after which a PUT works",
    on("no PATCH"),
    ({ admits }) => ({
      remove: (_state, item) => {
        item.isDeleted = true;
      },
      admits: (method, item) => (method === "PUT" ? item !== undefined : admits(method, item)),
      show: undefinedDeleted,
    }),
    "deleted-but-there",
  ],
  [
    "a DELETE of all items",
    {},
    () => ({ remove: (state) => state.items.clear() }),
    "other-state-changed",
    "list-wrong",
  ],
  [
    "a DELETE of the newest item",
    {},
    () => ({
      remove: (state) => {
        const last = newest(state);
        if (last) state.items.delete(last.id);
      },
    }),
    "deleted-but-there",
    "other-state-changed",
  ],
  [
    "a DELETE of a neighbour, too",
    {},
    ({ remove }) => ({
      remove: (state, item) => {
        const other = others(state, item).at(-1);
        if (other) state.items.delete(other.id);
        remove(state, item);
      },
    }),
    "other-state-changed",
  ],
  [
    "a DELETE that empties the neighbours",
    {},
    ({ remove }) => ({
      remove: (state, item) => {
        for (const other of others(state, item)) other.values = { title: "x" };
        remove(state, item);
      },
    }),
    "other-state-changed",
  ],
  ["a DELETE that deletes nothing in a project", on("in projects"), () => ({ remove: () => {} }), "deleted-but-there"],
  [
    "a DELETE that deletes nothing behind 410",
    on("deleted items are gone"),
    () => ({ remove: () => {} }),
    "deleted-but-there",
  ],
  [
    "a DELETE that shows the item and keeps it",
    on("DELETE shows the item"),
    () => ({ remove: () => {} }),
    "deleted-but-there",
  ],
  [
    "a DELETE that leaves the item on a page",
    on("offset and limit"),
    ({ admits }) => ({
      remove: (_state, item) => {
        item.isDeleted = true;
      },
      admits: (method, item) => (method === "LIST" ? item !== undefined : admits(method, item)),
      show: undefinedDeleted,
    }),
    "deleted-but-there",
  ],
  [
    "a DELETE that is repeated and deletes nothing",
    on("DELETE may be repeated"),
    () => ({ remove: () => {} }),
    "deleted-but-there",
  ],
  [
    "a DELETE that deletes nothing without PUT and PATCH",
    on("GET and DELETE"),
    () => ({ remove: () => {} }),
    "deleted-but-there",
  ],
];

function undefinedDeleted(item: Stored): Json {
  return { id: Number(item.id), ...item.values, created_at: new Date(item.createdAt).toISOString() };
}

const made = (id: string): Stored => ({
  id,
  parent: "",
  values: { title: "made up", done: false },
  version: 1,
  createdAt: 0,
  isDeleted: false,
  old: undefined,
});
const ids: readonly Row[] = [
  [
    "a read of any id",
    {},
    ({ find }) => ({ find: (state, id, parent) => find(state, id, parent) ?? made(id) }),
    "unknown-found",
  ],
  [
    "a read of any UUID",
    { id: "uuid" },
    ({ find }) => ({ find: (state, id, parent) => find(state, id, parent) ?? made(id) }),
    "unknown-found",
  ],
  [
    "a read of any text",
    { id: "string" },
    ({ find }) => ({ find: (state, id, parent) => find(state, id, parent) ?? made(id) }),
    "unknown-found",
  ],
  [
    "a write of any id",
    {},
    ({ admits, find }) => ({
      find: (state, id, parent) => find(state, id, parent) ?? { ...made(id), isDeleted: true },
      admits: (method, item) => (method === "PATCH" || method === "PUT" ? item !== undefined : admits(method, item)),
    }),
    "unknown-found",
    "deleted-but-there",
  ],
  [
    "an item under any project",
    on("in projects"),
    () => ({ find: (state, id) => state.items.get(id) }),
    "unknown-found",
  ],
  [
    "an item under any project, with UUIDs",
    on("in projects, with UUIDs and pages"),
    () => ({ find: (state, id) => state.items.get(id) }),
    "unknown-found",
  ],
  [
    "a list of all projects",
    on("in projects"),
    ({ select }) => ({ select: (_items, query, state) => select([...state.items.values()], query, state) }),
    "unknown-found",
  ],
  ["a create in any project", on("in projects"), () => ({ knowsParent: () => true }), "unknown-found"],
  [
    "a create in any project, read without it",
    on("created in projects, read without them"),
    () => ({ knowsParent: () => true }),
    "unknown-found",
  ],
];

const lists: readonly Row[] = [
  ["a list that is empty", {}, () => ({ select: () => [] }), "list-wrong"],
  [
    "a list without the newest item",
    {},
    ({ select }) => ({ select: (items, query, state) => select(items, query, state).slice(0, -1) }),
    "list-wrong",
  ],
  [
    "a list without the first item",
    {},
    ({ select }) => ({ select: (items, query, state) => select(items, query, state).slice(1) }),
    "list-wrong",
  ],
  [
    "a list of one item",
    {},
    ({ select }) => ({ select: (items, query, state) => select(items, query, state).slice(0, 1) }),
    "list-wrong",
  ],
  [
    "a list with each item twice",
    {},
    ({ select }) => ({ select: (items, query, state) => select(items, query, state).flatMap((item) => [item, item]) }),
    "list-wrong",
  ],
  [
    "a list with the newest item twice",
    { list: "items" },
    ({ select }) => ({ select: (items, query, state) => [...select(items, query, state), ...items.slice(-1)] }),
    "list-wrong",
  ],
  [
    "a list with old values",
    {},
    ({ replace, update, show }) => {
      const old = new WeakMap<Stored, Json>();
      const keep = (item: Stored) => {
        if (!old.has(item)) old.set(item, item.values);
      };
      return {
        replace: (item, values, state) => {
          keep(item);
          return replace(item, values, state);
        },
        update: (item, values, state) => {
          keep(item);
          return update(item, values, state);
        },
        show: (item, where, state) => ({ ...show(item, where, state), ...(where === "list" ? old.get(item) : {}) }),
      };
    },
    "write-not-stored",
  ],
  [
    "a list with other values",
    {},
    shown((body, _item, where) => (where === "list" ? { ...body, title: "an item" } : body)),
    "write-not-stored",
  ],
  [
    "a list without items with false",
    {},
    ({ select }) => ({
      select: (items, query, state) => select(items, query, state).filter(({ values }) => values["done"] !== false),
    }),
    "list-wrong",
  ],
  [
    "a list in an envelope without the newest item",
    on("an envelope"),
    ({ select }) => ({ select: (items, query, state) => select(items, query, state).slice(0, -1) }),
    "list-wrong",
  ],
  [
    "a list in a project without the newest item",
    on("in projects"),
    ({ select }) => ({ select: (items, query, state) => select(items, query, state).slice(0, -1) }),
    "list-wrong",
  ],
  [
    "an offset that is ignored",
    on("offset and limit"),
    ({ page }) => ({ page: (items, _from, size) => page(items, 0, size) }),
    "list-wrong",
  ],
  [
    "an offset that is one too many",
    on("offset and limit"),
    ({ page }) => ({ page: (items, from, size) => page(items, from === 0 ? 0 : from + 1, size) }),
    "list-wrong",
  ],
  [
    "an offset that is one too few",
    on("offset and limit"),
    ({ page }) => ({ page: (items, from, size) => page(items, Math.max(0, from - 1), size) }),
    "list-wrong",
  ],
  [
    "a limit that is ignored",
    on("offset and limit"),
    ({ page }) => ({ page: (items, from) => page(items, from, 1000) }),
    "list-wrong",
  ],
  [
    "a limit that is one too many",
    on("offset and limit"),
    ({ page }) => ({ page: (items, from, size) => page(items, from, size + 1) }),
    "list-wrong",
  ],
  [
    "a limit that is one too few",
    on("offset and limit"),
    ({ page }) => ({ page: (items, from, size) => page(items, from, size - 1) }),
    "list-wrong",
  ],
  [
    "numbered pages that begin one too late",
    on("numbered pages"),
    ({ page }) => ({ page: (items, from, size) => page(items, from + size, size) }),
    "list-wrong",
  ],
  [
    "numbered pages that overlap",
    on("numbered pages"),
    ({ page }) => ({ page: (items, from, size) => page(items, from === 0 ? 0 : from - 1, size) }),
    "list-wrong",
  ],
  [
    "numbered pages that are all the first",
    on("numbered pages"),
    ({ page }) => ({ page: (items, _from, size) => page(items, 0, size) }),
    "list-wrong",
  ],
  [
    "a page number that counts from 1, not 0",
    on("numbered pages from 0"),
    ({ page }) => ({ page: (items, from, size) => page(items, Math.max(0, from - size), size) }),
    "list-wrong",
  ],
  [
    "a cursor that skips an item",
    on("pages by cursor"),
    ({ page }) => ({ page: (items, from, size) => page(items, from === 0 ? 0 : from + 1, size) }),
    "list-wrong",
  ],
  [
    "a cursor that repeats an item",
    on("pages by cursor"),
    ({ page }) => ({ page: (items, from, size) => page(items, from === 0 ? 0 : from - 1, size) }),
    "list-wrong",
  ],
  [
    "a cursor that ends too early",
    on("pages by cursor"),
    ({ select }) => ({
      select: (items, query, state) => select(items, query, state).slice(0, query.has("limit") ? 4 : undefined),
    }),
    "list-wrong",
  ],
  [
    "pages after an id that skip an item",
    on("pages after an id"),
    ({ page }) => ({ page: (items, from, size) => page(items, from === 0 ? 0 : from + 1, size) }),
    "list-wrong",
  ],
  [
    "pages by a link that overlap",
    on("pages by a link"),
    ({ page }) => ({ page: (items, from, size) => page(items, from === 0 ? 0 : from - 1, size) }),
    "list-wrong",
  ],
  [
    "pages in another order each",
    on("offset and limit"),
    ({ select }) => ({
      select: (items, query, state) =>
        Number(query.get("offset") ?? 0) > 0 ? [...select(items, query, state)].reverse() : select(items, query, state),
    }),
    "list-wrong",
  ],
];

const filtered: readonly Row[] = [
  ["filters that are ignored", on("filters"), () => ({ select: (items) => items }), "filter-ignored"],
  [
    "a filter for false that is ignored",
    on("filters"),
    ({ select }) => ({
      select: (items, query, state) =>
        select(
          items,
          changed(query, (name, value) => (name === "done" && value === "false" ? undefined : value)),
          state,
        ),
    }),
    "filter-ignored",
  ],
  [
    "a filter for text that is ignored",
    on("filters"),
    ({ select }) => ({
      select: (items, query, state) =>
        select(
          items,
          changed(query, (name, value) => (name === "title" ? undefined : value)),
          state,
        ),
    }),
    "filter-ignored",
  ],
  [
    "a filter for a number that is ignored",
    on("filters"),
    ({ select }) => ({
      select: (items, query, state) =>
        select(
          items,
          changed(query, (name, value) => (name === "priority" ? undefined : value)),
          state,
        ),
    }),
    "filter-ignored",
  ],
  [
    "a filter that finds nothing",
    on("filters"),
    ({ select }) => ({
      select: (items, query, state) =>
        [...query.keys()].some((name) => name === "title") ? [] : select(items, query, state),
    }),
    "filter-ignored",
  ],
  [
    "a filter that is the wrong way round",
    on("filters"),
    ({ select }) => ({
      select: (items, query, state) =>
        query.has("done")
          ? items.filter(({ values }) => String(values["done"]) !== query.get("done"))
          : select(items, query, state),
    }),
    "filter-ignored",
  ],
  [
    "a filter of an enumeration that is ignored",
    on("filters of an enumeration"),
    () => ({ select: (items) => items }),
    "filter-ignored",
  ],
  [
    "a filter after the pages are cut",
    on("filters and pages"),
    ({ select, page }) => {
      let asked = new URLSearchParams();
      return {
        select: (items, query) => {
          asked = query;
          return items;
        },
        page: (items, from, size) =>
          select(page(items, from, size), asked, { items: new Map(), parents: new Set(), last: 0 }),
      };
    },
    "filter-ignored",
    "list-wrong",
  ],
];

function changed(query: URLSearchParams, change: (name: string, value: string) => string | undefined): URLSearchParams {
  const entries = [...query].flatMap(([name, value]) => {
    const kept = change(name, value);
    return kept === undefined ? [] : [[name, kept]];
  });
  return new URLSearchParams(entries as [string, string][]);
}

const conditions: readonly Row[] = [
  ["a condition that is ignored", on("ETags"), () => ({ condition: () => undefined }), "precondition-ignored"],
  [
    "a required condition that is ignored",
    on("ETags that are required"),
    () => ({ condition: () => undefined }),
    "precondition-ignored",
  ],
  [
    "a missing condition that is accepted",
    on("ETags that are required with 428"),
    ({ condition }) => ({
      condition: (header, item, state) => (header === undefined ? undefined : condition(header, item, state)),
    }),
    "precondition-ignored",
  ],
  [
    "a condition that always fails",
    on("ETags"),
    () => ({ condition: (header) => (header === undefined ? undefined : 412) }),
    "precondition-ignored",
  ],
  [
    "a read that sends again what the caller has",
    on("ETags"),
    () => ({ isNotModified: () => false }),
    "precondition-ignored",
  ],
  ["an ETag that never changes", on("ETags"), () => ({ etag: ({ id }) => `"${id}"` }), "precondition-ignored"],
  [
    "an ETag of another version",
    on("ETags"),
    ({ etag }) => ({ etag: (item) => etag({ ...item, version: Math.min(item.version, 2) }) }),
    "precondition-ignored",
  ],
  [
    "a condition that any ETag of the item fulfils",
    on("ETags"),
    ({ condition }) => ({
      condition: (header, item, state) =>
        header?.startsWith(`"${item.id}-`) ? undefined : condition(header, item, state),
    }),
    "precondition-ignored",
  ],
  [
    "If-None-Match: * that is ignored",
    on("ETags, and PUT that creates"),
    () => ({ isReplaceable: () => true }),
    "precondition-ignored",
  ],
];

const repeated = (name: keyof typeof correctCrud & string): readonly Row[] => [
  [
    `a PUT that is not stored: ${name}`,
    on(name),
    () => ({ replace: (item) => item.values }),
    "write-not-stored",
    "value-changed",
  ],
  [
    `a PATCH that is not stored: ${name}`,
    on(name),
    () => ({ update: (item) => item.values }),
    "write-not-stored",
    "value-changed",
  ],
];

/** Faults that show only to requests with values that depend on what the server holds. */
const fitted: readonly Row[] = [
  ...repeated("a unique pattern"),
  ...repeated("writes that name their item"),
  ...repeated("writes that name the version"),
  ...repeated("an id of no usual name"),
  [
    "a Location of another item",
    { id: "string" },
    () => {
      let last = "none";
      return {
        location: ({ id }) => {
          const before = last;
          last = id;
          return before;
        },
      };
    },
    "other-state-changed",
  ],
];

const change = (values: Json, name: string, change: (text: string) => string): Json =>
  typeof values[name] === "string" ? { ...values, [name]: change(values[name]) } : values;

/** Faults that a usual value, or a neighbour that was created later, does not show. */
const hidden: readonly Row[] = [
  [
    "text that is cut in the store",
    {},
    shown((body, _item, where) => (where === "create" ? body : change(body, "title", (text) => text.slice(0, 50)))),
    "write-not-stored",
  ],
  [
    "text that is escaped in the store",
    {},
    shown((body, _item, where) =>
      where === "create" ? body : change(body, "title", (text) => text.replaceAll("<", "&lt;")),
    ),
    "write-not-stored",
  ],
  [
    "text that is trimmed in the store",
    { created: "id" },
    stored((values) => change(values, "title", (text) => text.trim())),
    "write-not-stored",
  ],
  [
    "a PUT of null that is ignored",
    {},
    ({ replace }) => ({
      replace: (item, values, state) => {
        const replaced = replace(item, values, state);
        return { ...replaced, note: replaced["note"] === null ? item.values["note"] : replaced["note"] };
      },
    }),
    "write-not-stored",
  ],
  [
    "an update of the item that was created before",
    {},
    ({ update }) => ({
      update: (item, values, state) => {
        const before = others(state, item).findLast(({ createdAt, id }) => createdAt <= item.createdAt && id < item.id);
        if (before) before.values = { ...before.values, title: "changed" };
        return update(item, values, state);
      },
    }),
    "other-state-changed",
  ],
  [
    "a time of creation that is that of the read",
    {},
    shown((body, _item, where) => (where === "read" ? { ...body, created_at: new Date().toISOString() } : body)),
    "other-state-changed",
  ],
  ["a total that is too small", on("offset and limit"), () => ({ total: (count) => count - 1 }), "list-wrong"],
  [
    "a filter in brackets that is ignored",
    on("filters in brackets"),
    () => ({ select: (items) => items }),
    "filter-ignored",
  ],
  [
    "a list of any project",
    on("in projects"),
    ({ knowsParent }) => ({
      knowsParent: (state, parent, method) => method === "GET" || knowsParent(state, parent, method),
    }),
    "unknown-found",
  ],
  [
    "a DELETE in another project, where nothing is read",
    { parent: "nested", methods: ["DELETE"] },
    () => ({ find: (state, id) => state.items.get(id) }),
    "unknown-found",
  ],
  [
    "an ETag of a write that is another one",
    on("ETags"),
    ({ etag }) => ({ writtenEtag: (item) => etag({ ...item, version: item.version + 1 }) }),
    "precondition-ignored",
  ],
];

/** Faults of items that have no path of their own. */
const listed: readonly Row[] = [
  [
    "an item that its list misses",
    on("in projects, and only in their list"),
    ({ select }) => ({
      select: (items, query, state) => select(items, query, state).filter(({ id }) => Number(id) % 2 === 0),
    }),
    "list-wrong",
  ],
  [
    "an item that its list shows otherwise",
    on("in projects, and only in their list"),
    shown((body, _item, where) => (where === "list" ? change(body, "title", (text) => text.toUpperCase()) : body)),
    "write-not-stored",
  ],
  [
    "pages that leave an item out where a PUT creates",
    on("in projects, where a PUT creates"),
    ({ page }) => ({ page: (items, from, size) => page(items, from === 0 ? 0 : from + 1, size) }),
    "list-wrong",
  ],
  [
    "an item in the list of each project",
    on("in projects, and only in their list"),
    ({ select }) => ({ select: (_items, query, state) => select([...state.items.values()], query, state) }),
    "unknown-found",
  ],
  [
    "a filter of a list that alone shows items",
    on("in projects, and only in their list"),
    () => ({ select: (items) => items }),
    "filter-ignored",
  ],
];

/** Faults of actions, of versions in bodies, and of what only another value or a second read shows. */
const moved: readonly Row[] = [
  ["an action that is not stored", on("an action"), () => ({ act: ({ values }) => values }), "write-not-stored"],
  [
    "an action that loses a property",
    on("an action"),
    ({ act }) => ({ act: (item, state) => without(act(item, state), "title") }),
    "write-not-stored",
  ],
  [
    "an action on every item",
    on("an action"),
    ({ act }) => ({
      act: (item, state) => {
        for (const other of others(state, item)) other.values = { ...other.values, done: true };
        return act(item, state);
      },
    }),
    "other-state-changed",
  ],
  [
    "a version from before that is accepted",
    on("writes that name the version"),
    () => ({ isCurrent: (version, item) => Number(version) <= item.version }),
    "invalid-accepted",
  ],
  [
    "a refused condition that changes the item",
    on("ETags"),
    ({ condition }) => ({
      condition: (header, item, state) => {
        const status = condition(header, item, state);
        if (status === 412) item.values = { ...item.values, title: "changed" };
        return status;
      },
    }),
    "refused-but-changed",
  ],
  [
    "two properties that are swapped",
    {},
    stored((values) => ({ ...values, title: values["note"] ?? values["title"], note: values["title"] })),
    "write-not-stored",
  ],
  [
    "a filter that shows all items where none has the value",
    on("filters"),
    ({ select }) => ({
      select: (items, query, state) => {
        const found = select(items, query, state);
        return found.length > 0 ? found : items;
      },
    }),
    "filter-ignored",
  ],
  [
    "a DELETE that keeps an item whose status goes on",
    { readOnly: { status: { type: "string" } } },
    (parts) => {
      let reads = 0;
      const { show } = shown((body) => ({ ...body, status: `step ${++reads}` }))(parts, {});
      return { ...(show && { show }), remove: () => {} };
    },
    "deleted-but-there",
  ],
];

const rows: readonly Row[] = [
  ...writes,
  ...puts,
  ...patches,
  ...refusals,
  ...deletes,
  ...ids,
  ...lists,
  ...filtered,
  ...conditions,
  ...fitted,
  ...hidden,
  ...moved,
  ...listed,
];

export const brokenCrud: readonly BrokenCrud[] = rows.map(([name, options, fault, ...checks]) => ({
  name,
  options,
  fault,
  checks,
}));
