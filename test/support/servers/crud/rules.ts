/** Correct servers with rules that their descriptions can't state, or leave open. */
import {
  api,
  body,
  closed,
  integer,
  json,
  object,
  ok,
  path,
  problem,
  read,
  refuse,
  reply,
  type Style,
  text,
} from "./styles.ts";

type Json = Record<string, unknown>;

const list = (items: object) => ({ type: "array", items });

const author = { name: text({ minLength: 1 }) };
const book = {
  title: text({ minLength: 1, maxLength: 60 }),
  isbn: text({ pattern: "^[0-9]{13}$" }),
  authors: list(integer),
  tags: list(text({ minLength: 1, maxLength: 20 })),
};
const shownBook = object({ id: integer, ...book }, ["id", "title"]);
const loan = { pupil: text({ minLength: 1, maxLength: 40 }) };

/** Books whose number is unique, whose authors exist, and which can be lent; titles are trimmed, and tags are a set. */
const library = api(
  {
    "/authors": {
      post: {
        operationId: "createAuthor",
        ...body(closed(author, ["name"])),
        responses: { "201": ok(object({ id: integer, ...author }, ["id"])), "422": problem },
      },
    },
    "/authors/{author_id}": {
      parameters: [path("author_id")],
      get: { operationId: "readAuthor", responses: { "200": ok(object(author)), "404": problem, "422": problem } },
    },
    "/books": {
      get: { operationId: "listBooks", responses: { "200": ok(list(shownBook)) } },
      post: {
        operationId: "createBook",
        ...body(closed(book, ["title", "isbn"])),
        responses: { "201": ok(shownBook), "422": problem },
      },
    },
    "/books/{id}": {
      parameters: [path("id")],
      get: { operationId: "readBook", responses: { "200": ok(shownBook), "404": problem, "422": problem } },
      put: {
        operationId: "replaceBook",
        ...body(closed(book, ["title", "isbn"])),
        responses: { "200": ok(shownBook), "404": problem, "422": problem },
      },
    },
    "/books/{id}/loan": {
      parameters: [path("id")],
      get: { operationId: "readLoan", responses: { "200": ok(object(loan)), "404": problem, "422": problem } },
      post: {
        operationId: "lendBook",
        ...body(closed(loan, ["pupil"])),
        responses: { "201": ok(object(loan)), "404": problem, "409": problem, "422": problem },
      },
      delete: { operationId: "returnBook", responses: { "204": ok(), "404": problem, "422": problem } },
    },
  },
  {},
  () => {
    const authors = new Map<number, Json>();
    const books = new Map<string, Json>();
    const loans = new Map<string, Json>();
    const write = (id: string, { title, tags, ...values }: Json, status: number) => {
      const isTaken = [...books].some(([other, { isbn }]) => other !== id && isbn === values["isbn"]);
      const isKnown = ((values["authors"] ?? []) as unknown[]).every((author) => authors.has(Number(author)));
      if (isTaken || !isKnown) return refuse(422);
      const shown = {
        id: Number(id),
        title: String(title).trim(),
        ...(tags === undefined ? {} : { tags: [...new Set(tags as string[])].sort() }),
        ...values,
      };
      books.set(id, shown);
      return reply(status, shown);
    };
    return {
      "POST /authors": (request) => {
        const id = authors.size + 1;
        authors.set(id, read(request));
        return reply(201, { id, ...read(request) });
      },
      "GET /authors/{author_id}": (_, id) => {
        const author = authors.get(Number(id));
        return author ? reply(200, author) : refuse(404);
      },
      "GET /books": () => reply(200, [...books.values()]),
      "POST /books": (request) => write(String(books.size + 1), read(request), 201),
      "GET /books/{id}": (_, id = "") => (books.has(id) ? reply(200, books.get(id)) : refuse(404)),
      "PUT /books/{id}": (request, id = "") => (books.has(id) ? write(id, read(request), 200) : refuse(404)),
      "GET /books/{id}/loan": (_, id = "") => (loans.has(id) ? reply(200, loans.get(id)) : refuse(404)),
      "POST /books/{id}/loan": (request, id = "") => {
        if (!books.has(id)) return refuse(404);
        if (loans.has(id)) return refuse(409);
        loans.set(id, read(request));
        return reply(201, read(request));
      },
      "DELETE /books/{id}/loan": (_, id = "") => (loans.delete(id) ? reply(204) : refuse(404)),
    };
  },
);

const status = text({ enum: ["enabled", "disabled"] });
const labels = { type: "object", maxProperties: 5, additionalProperties: text({ maxLength: 20 }) };
const device = { status: { ...status, default: "enabled" }, labels };
const devicePatch = {
  status: { oneOf: [status, { type: "null" }] },
  labels: { oneOf: [labels, { type: "null" }] },
};
const shownDevice = object({ hub: text(), device: text(), ...device }, ["device"]);
const name = text({ pattern: "^[a-z][a-z0-9-]{2,30}$" });
const count = (named: string, least: number) => ({
  name: named,
  in: "query",
  schema: { type: "integer", minimum: least, maximum: 50, default: least },
});

/** Devices that a PUT creates in hubs that come to be with them. A PATCH merges labels, and null restores a default. */
const devices = api(
  {
    "/hubs/{hub}/devices": {
      parameters: [path("hub", name)],
      get: {
        operationId: "listDevices",
        parameters: [count("startIndex", 1), { ...count("count", 0), schema: { type: "integer", minimum: 1 } }],
        responses: { "200": ok(object({ total: { type: "integer" }, items: list(shownDevice) })), "422": problem },
      },
    },
    "/hubs/{hub}/devices/{device}": {
      parameters: [path("hub", name), path("device", name)],
      get: { operationId: "readDevice", responses: { "200": ok(shownDevice), "404": problem, "422": problem } },
      put: {
        operationId: "replaceDevice",
        ...body(closed(device)),
        responses: { "200": ok(shownDevice), "201": ok(shownDevice), "422": problem },
      },
      patch: {
        operationId: "updateDevice",
        ...body(closed(devicePatch)),
        responses: { "200": ok(shownDevice), "400": problem, "404": problem, "422": problem },
      },
    },
  },
  {},
  () => {
    const stored = new Map<string, Json>();
    const write = (hub: string, device: string, values: Json, status: number) => {
      const shown = { hub, device, ...values, status: values["status"] ?? "enabled", labels: values["labels"] ?? {} };
      if (Object.keys(shown.labels as Json).length > 5) return refuse(400);
      stored.set(`${hub}/${device}`, shown);
      return reply(status, shown);
    };
    return {
      "GET /hubs/{hub}/devices": ({ query }, hub = "") => {
        const [start, size] = [Number(query.get("startIndex") ?? 1), Number(query.get("count") ?? 20)];
        const isValid = [start, size].every((number) => Number.isInteger(number) && number >= 1) && start <= 50;
        const all = [...stored.values()].filter((shown) => shown["hub"] === hub);
        return isValid ? reply(200, { total: all.length, items: all.slice(start - 1, start - 1 + size) }) : refuse(422);
      },
      "GET /hubs/{hub}/devices/{device}": (_, hub, device) => {
        const shown = stored.get(`${hub}/${device}`);
        return shown ? reply(200, shown) : refuse(404);
      },
      "PUT /hubs/{hub}/devices/{device}": (request, hub = "", device = "") =>
        write(hub, device, read(request), stored.has(`${hub}/${device}`) ? 200 : 201),
      "PATCH /hubs/{hub}/devices/{device}": (request, hub = "", device = "") => {
        const before = stored.get(`${hub}/${device}`);
        if (!before) return refuse(404);
        const { labels, ...values } = read(request);
        const merged = labels === null ? {} : { ...(before["labels"] as Json), ...(labels as Json | undefined) };
        return write(hub, device, { ...before, ...values, labels: merged }, 200);
      },
    };
  },
);

const states = ["queued", "running", "done"];
const shownJob = object({ id: integer, title: text(), state: text({ enum: states, readOnly: true }) }, ["id"]);

/** Jobs that go on by themselves: each list shows a later state than the one before. */
const jobs = api(
  {
    "/jobs": {
      get: {
        operationId: "listJobs",
        parameters: [{ name: "state", in: "query", schema: text({ enum: states }) }],
        responses: { "200": ok(list(shownJob)), "422": problem },
      },
      post: {
        operationId: "createJob",
        ...body(object({ title: text({ minLength: 1, maxLength: 40 }) }, ["title"])),
        responses: { "201": ok(shownJob), "422": problem },
      },
    },
  },
  {},
  () => {
    const stored: { id: number; title: unknown; state: number }[] = [];
    const show = ({ state, ...job }: (typeof stored)[number]) => ({ ...job, state: states[state] });
    return {
      "GET /jobs": ({ query }) => {
        const asked = query.get("state");
        if (asked !== null && !states.includes(asked)) return refuse(422);
        const shown = stored.map(show).filter(({ state }) => asked === null || state === asked);
        for (const job of stored) job.state = Math.min(job.state + 1, 2);
        return reply(200, shown);
      },
      "POST /jobs": (request) => {
        const job = { id: stored.length + 1, title: read(request)["title"], state: 0 };
        stored.push(job);
        return reply(201, show(job));
      },
    };
  },
);

const booking = { start: { type: "integer" }, end: { type: "integer" } };

/** Bookings whose end is after their start, which no example shows: no plain request is accepted. */
export const bookings: Style = api(
  {
    "/bookings": {
      post: {
        operationId: "book",
        ...body(closed(booking, ["start", "end"])),
        responses: { "201": ok(object({ id: integer })), "422": problem },
      },
    },
  },
  {},
  () => {
    let last = 0;
    return {
      "POST /bookings": (request) => {
        const { start, end } = read(request);
        return Number(end) > Number(start) ? reply(201, { id: ++last }) : refuse(422);
      },
    };
  },
);

const time = text({ format: "date-time" });
const absence = { start: time, end: time, reason: text({ maxLength: 60 }) };
const shownAbsence = object({
  data: object({
    id: integer,
    attributes: object({ ...absence, deleted_at: { type: ["string", "null"], readOnly: true } }),
  }),
});

/**
 * Absences that end after their start, and don't overlap. Nothing says that a create needs a body, or that its list refuses
 * anything; what is deleted is kept, with the time.
 */
const absences = api(
  {
    "/absences": {
      get: {
        operationId: "listAbsences",
        parameters: [count("limit", 1), { name: "deleted", in: "query", schema: { type: "boolean" } }],
        responses: { "200": ok(object({ data: list(object({ id: integer })) })) },
      },
      post: {
        operationId: "createAbsence",
        requestBody: json(closed(absence, ["start", "end"])),
        responses: { "201": ok(shownAbsence), "409": problem, "422": problem },
      },
    },
    "/absences/{id}": {
      parameters: [path("id")],
      get: { operationId: "readAbsence", responses: { "200": ok(shownAbsence), "404": problem, "422": problem } },
      delete: {
        operationId: "deleteAbsence",
        responses: { "200": ok(shownAbsence), "404": problem, "409": problem, "422": problem },
      },
    },
  },
  {},
  () => {
    const stored = new Map<string, Json>();
    const show = (id: string) => ({ data: { id: Number(id), attributes: stored.get(id) } });
    const moment = (value: unknown) => Date.parse(String(value));
    return {
      "GET /absences": ({ query }) => {
        const most = Math.min(50, Math.max(1, Math.trunc(Number(query.get("limit") ?? 50)) || 1));
        return reply(200, { data: [...stored.keys()].slice(0, most).map((id) => ({ id: Number(id) })) });
      },
      "POST /absences": (request) => {
        const values = read(request);
        const [start, end] = [moment(values["start"]), moment(values["end"])];
        const meets = (other: Json) => moment(other["start"]) < end && moment(other["end"]) > start;
        if (end <= start) return refuse(422);
        if ([...stored.values()].some(meets)) return refuse(409);
        const id = String(stored.size + 1);
        stored.set(id, { ...values, deleted_at: null });
        return reply(201, show(id));
      },
      "GET /absences/{id}": (_, id = "") => (stored.has(id) ? reply(200, show(id)) : refuse(404)),
      "DELETE /absences/{id}": (_, id = "") => {
        const values = stored.get(id);
        if (values === undefined || values["deleted_at"] !== null) return refuse(values ? 409 : 404);
        stored.set(id, { ...values, deleted_at: new Date().toISOString() });
        return reply(200, show(id));
      },
    };
  },
);

export const rules: Readonly<Record<string, Style>> = {
  "books with a unique number, authors and loans": library,
  "devices of hubs that come to be with them": devices,
  "jobs that go on by themselves": jobs,
  "absences that don't overlap, and are kept when they are deleted": absences,
};
