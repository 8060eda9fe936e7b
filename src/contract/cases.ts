/** Derives the cases of an operation from the document. */
import fc from "fast-check";
import { type Presented, wrongCredentials } from "./credentials.ts";
import { type Edge, invalidEdges, validEdges } from "./edges.ts";
import { child, isObject, type Operation, type Parameter, type RequestBody, successes } from "./loading.ts";
import {
  arbitrary,
  entryOf,
  examplesOf,
  isMap,
  isSecret,
  type Kit,
  keysOf,
  MARK,
  SECRET,
  sample,
  sendable,
} from "./samples.ts";
import { keyword, propertiesOf, requiredOf, type Schema, schemaAt, typesOf, under } from "./schemas.ts";

/**
 * What an answer must be: `accepted` is 2xx, `refused` 4xx, `unauthorized` 401 or 403, `no-route` neither success nor a
 * failure of the server; `open` is for requests about which correct servers differ.
 */
export type Expectation = "accepted" | "refused" | "unauthorized" | "no-route" | "open";

/** A request before the words of the run are put into it. */
export interface Template {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** How the body's characters become bytes. */
  readonly encoding: "utf8" | "latin1";
  /** What is presented in place of the right credential. */
  readonly presented?: Presented;
}

/** One request and what its answer must be. */
export interface Case {
  readonly id: string;
  readonly operation: Operation;
  readonly expects: Expectation;
  readonly title: string;
  /** The rule in the document that it comes from. */
  readonly pointer: string;
  readonly template: Template;
  /** What was sent, for comparison with what is returned; `undefined` where nothing may be compared. */
  readonly sent: Sent | undefined;
  /** Sent twice: both answers must be of the same kind. */
  readonly twice: boolean;
  /** One of the random ones, which are shrunk when they fail. */
  readonly random: boolean;
}

/** The values of a request by what a runtime expression calls them: `body`, `path.id`, `query.limit`, `header.x`. */
export interface Sent {
  readonly body: unknown;
  readonly parameters: Readonly<Record<string, unknown>>;
}

interface Draft {
  expects: Expectation;
  title: string;
  pointer: string;
  body?: unknown;
  raw?: string;
  encoding?: "latin1";
  headers?: Record<string, string>;
  parameters?: Record<string, unknown>;
  presented?: Presented;
  method?: string;
  path?: string;
  exact?: boolean;
  twice?: boolean;
  random?: boolean;
}

const key = (parameter: Parameter) => `${parameter.in}.${parameter.name}`;

/** Makes the cases of one operation. */
export class Deriver {
  readonly #kit: Kit;
  readonly #operation: Operation;
  readonly #body: { spec: RequestBody; schema: Schema } | undefined;
  readonly #base: Record<string, unknown> = {};
  readonly #ids = new Map<string, number>();

  constructor(kit: Kit, operation: Operation) {
    this.#kit = kit;
    this.#operation = operation;
    const spec = operation.body;
    this.#body = spec && { spec, schema: schemaAt(kit.document, spec.schema) };
    for (const parameter of operation.parameters) {
      if (parameter.required) this.#base[key(parameter)] = this.#known(parameter);
    }
  }

  #known(parameter: Parameter): unknown {
    const example = parameter.examples[0]?.value;
    return (
      this.#kit.known[parameter.name] ?? example ?? sample(this.#kit, schemaAt(this.#kit.document, parameter.schema))
    );
  }

  /** The plainest valid requests: with them it is found out whether there is anything to judge. */
  plain(): Case[] {
    const drafts: Draft[] = [];
    const at = this.#operation.pointer;
    const full = this.#fullest();
    if (!this.#body?.spec.required)
      drafts.push({ expects: "accepted", title: "no body", pointer: this.#body?.spec.pointer ?? at });
    if (this.#body)
      drafts.push({
        expects: "accepted",
        title: "the smallest body",
        pointer: this.#body.spec.schema,
        body: this.#smallest(),
      });
    if (this.#body)
      drafts.push({ expects: "accepted", title: "the fullest body", pointer: this.#body.spec.schema, body: full });
    return drafts.map((draft) => this.#finish(draft));
  }

  /** One request for each reference in the body, such as the id of something that must exist. */
  references(): { name: string; case: Case }[] {
    if (!this.#body) return [];
    const all = propertiesOf(this.#kit.document, this.#body.schema);
    return [...all]
      .filter(([, schema]) => keyword(schema, "x-reference") === true)
      .map(([name, schema]) => {
        const body = { ...(this.#smallest() as object), [name]: this.#kit.known[name] ?? sample(this.#kit, schema) };
        return {
          name,
          case: this.#finish({ expects: "accepted", title: `only ${name}`, pointer: schema.pointer, body }),
        };
      });
  }

  /** All cases, valid ones first; the same seed gives the same cases. */
  all(runs: number): Case[] {
    return [
      ...this.#valid(),
      ...this.#parameterCases(),
      ...this.#invalid(),
      ...this.#media(),
      ...this.#credentials(),
      ...this.#protocol(),
      ...this.#random(runs),
    ].map((draft) => this.#finish(draft));
  }

  /** The random requests as fast-check makes and shrinks them. */
  arbitrary(): fc.Arbitrary<{ body: unknown; parameters: Record<string, unknown> }> {
    const optional = this.#operation.parameters.filter((one) => one.in !== "cookie" && one.in !== "path");
    const parameters = fc.record(
      Object.fromEntries(
        optional.map((one) => [
          key(one),
          arbitrary(this.#kit, schemaAt(this.#kit.document, one.schema)).filter(
            (value) => wire(value) !== undefined && (one.in !== "header" || isHeader(wire(value))),
          ),
        ]),
      ),
      { requiredKeys: optional.filter((one) => one.required).map(key), noNullPrototype: true },
    );
    return fc.record(
      { body: this.#body ? arbitrary(this.#kit, this.#body.schema) : fc.constant(undefined), parameters },
      { noNullPrototype: true },
    ) as fc.Arbitrary<{ body: unknown; parameters: Record<string, unknown> }>;
  }

  /** The case of one random request. */
  randomCase(value: { body: unknown; parameters: Record<string, unknown> }): Case {
    return this.#finish(this.#randomDraft(value));
  }

  #randomDraft({ body, parameters }: { body: unknown; parameters: Record<string, unknown> }): Draft {
    const pointer = this.#body?.spec.schema ?? this.#operation.pointer;
    const marked = body === undefined ? undefined : this.#marked(body);
    return { expects: "accepted", title: "a random valid request", pointer, body: marked, parameters, random: true };
  }

  #random(runs: number): Draft[] {
    const values = fc.sample(this.arbitrary(), { seed: this.#kit.seed, numRuns: runs });
    const path = this.#operation.parameters.filter((one) => one.in === "path");
    return values.flatMap((value, index) => {
      const drafts = [this.#randomDraft(value)];
      const parameter = path[index % Math.max(1, path.length)];
      if (parameter && index % 5 === 0) {
        const schema = schemaAt(this.#kit.document, parameter.schema);
        const other = fc
          .sample(arbitrary(this.#kit, schema), { seed: this.#kit.seed + index, numRuns: 5 })
          .find(isSegment);
        if (other !== undefined)
          drafts.push({
            expects: "open",
            title: `a random ${parameter.name}`,
            pointer: parameter.pointer,
            parameters: { [key(parameter)]: other },
            body: this.#smallest(),
          });
      }
      return drafts;
    });
  }

  #smallest(): unknown {
    return this.#body && sample(this.#kit, this.#body.schema, false, "smallest");
  }

  #fullest(): unknown {
    return this.#body && sample(this.#kit, this.#body.schema);
  }

  /** Puts a word of the case's own into the first map of text that the body may carry and that is not secret. */
  #marked(body: unknown): unknown {
    if (!this.#body || !isObject(body)) return body;
    for (const [name, schema] of sendable(this.#kit, this.#body.schema)) {
      if (isSecret(schema) || !isMap(this.#kit, schema) || !typesOf(entryOf(this.#kit, schema)).includes("string"))
        continue;
      const map = isObject(body[name]) ? body[name] : {};
      const marked = { ...body, [name]: Object.fromEntries([...Object.entries(map), ["contract_gate", MARK]]) };
      if (this.#kit.validator.accepts(this.#body.schema.pointer, marked)) return marked;
    }
    return body;
  }

  #valid(): Draft[] {
    const drafts: Draft[] = [];
    const accepted = (title: string, pointer: string, body: unknown, more: Partial<Draft> = {}) =>
      void drafts.push({ expects: "accepted", title, pointer, body, ...more });
    if (!this.#body?.spec.required)
      accepted("no body", this.#body?.spec.pointer ?? this.#operation.pointer, undefined, { twice: true });
    if (!this.#body) return drafts;
    const { spec, schema } = this.#body;
    for (const example of spec.examples)
      accepted("the example", example.pointer, this.#sendable(this.#withSecrets(schema, example.value)));
    const smallest = this.#smallest() as Record<string, unknown>;
    accepted("the smallest body", spec.schema, smallest, { twice: true });
    if (!isObject(smallest)) return drafts;
    const properties = sendable(this.#kit, schema);
    const marked = this.#marked(smallest) as object;
    for (const [name, property] of properties) {
      if (!(name in smallest))
        accepted(`only ${name}`, property.pointer, {
          ...smallest,
          [name]: (this.#fullest() as Record<string, unknown>)[name],
        });
    }
    accepted("every property", spec.schema, this.#marked(this.#fullest()), { twice: true });
    for (const [name, property] of properties) {
      for (const edge of this.#validAt(property, isSecret(property))) {
        const more: Partial<Draft> = edge.open ? { expects: "open" } : {};
        accepted(`${name}: ${edge.title}`, edge.pointer, { ...marked, [name]: edge.value }, more);
        if (typeof edge.value === "boolean")
          accepted(
            `${name}: ${edge.title}, with every other property`,
            edge.pointer,
            this.#marked({ ...(this.#fullest() as object), [name]: edge.value }),
          );
      }
    }
    for (let index = 0; index < 12; index++)
      accepted(`every property, many at a time (${index + 1})`, spec.schema, this.#marked(this.#fullest()));
    drafts.push(...this.#oddities(smallest));
    return drafts.map((draft) =>
      draft.title.startsWith("only ") || draft.title.startsWith("no ") ? draft : { ...draft },
    );
  }

  /** The edges of a schema, and those of the properties of an object in it. */
  #validAt(schema: Schema, secret: boolean): Edge[] {
    const edges = validEdges(this.#kit, schema, secret);
    const full = sample(this.#kit, schema, secret);
    for (const [name, property] of isObject(full) ? sendable(this.#kit, schema) : []) {
      const inner = this.#validAt(property, secret || isSecret(property));
      edges.push(
        ...inner.map((edge) => ({
          ...edge,
          title: `${name}: ${edge.title}`,
          value: { ...(full as object), [name]: edge.value },
        })),
      );
    }
    if (isObject(full) && !isMap(this.#kit, schema))
      edges.push({
        pointer: schema.pointer,
        title: "its smallest form",
        value: sample(this.#kit, schema, secret, "smallest"),
      });
    return edges;
  }

  /** Examples with a word in each secret by which it is recognised. */
  #withSecrets(schema: Schema, value: unknown, secret = false): unknown {
    const hidden = secret || isSecret(schema);
    if (typeof value === "string" && hidden) {
      const own = `${value}-${SECRET}`;
      return this.#kit.validator.accepts(schema.pointer, own) ? own : value;
    }
    if (!isObject(value)) return value;
    const properties = propertiesOf(this.#kit.document, schema);
    const entry = entryOf(this.#kit, schema);
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, this.#withSecrets(properties.get(name) ?? entry, one, hidden)]),
    );
  }

  /** A body without the references that the server does not know. */
  #sendable(body: unknown): unknown {
    if (!isObject(body)) return body;
    return Object.fromEntries(Object.entries(body).filter(([name]) => !this.#kit.unknown.has(name)));
  }

  /** Bodies about which correct servers differ: no answer is wrong but a failure. */
  #oddities(smallest: Record<string, unknown>): Draft[] {
    if (!this.#body) return [];
    const { spec, schema } = this.#body;
    const open = (title: string, draft: Partial<Draft>): Draft => ({
      expects: "open",
      title,
      pointer: spec.schema,
      exact: false,
      ...draft,
    });
    const json = { "Content-Type": spec.mediaType };
    const text = JSON.stringify(this.#fullest());
    const drafts = [
      open("a body that starts with a byte order mark", { raw: `\ufeff${text}` }),
      open("a body of white space", { raw: " \n", pointer: spec.pointer }),
      open("an empty body of the right media type", { raw: "", headers: json, pointer: spec.pointer, exact: true }),
      open("a body without a media type", { raw: text, headers: { "Content-Type": "" } }),
      open("bytes that are not UTF-8", { raw: text.replace(MARK, "\xe9\xff"), encoding: "latin1" }),
      open("half of a surrogate pair", { raw: text.replace(MARK, `${MARK}\\ud800`) }),
      open("the same property twice", { raw: `${text.slice(0, -1)},${text.slice(1)}` }),
      open("a media type in capital letters", {
        body: smallest,
        headers: { "Content-Type": spec.mediaType.toUpperCase() },
      }),
    ];
    if (keyword(schema, "additionalProperties") !== false) {
      drafts.push(
        open("unknown properties", {
          body: this.#marked({ ...smallest, unknown_property: MARK, another: [1, { a: null }] }),
          exact: true,
          twice: true,
        }),
      );
      drafts.push(
        open("the properties of the answer", {
          body: this.#marked({ ...smallest, ...this.#answered() }),
          exact: true,
          twice: true,
        }),
      );
      drafts.push(
        open("an unknown property named __proto__", {
          raw: `{"__proto__":{"admin":true},${JSON.stringify(this.#marked(smallest)).slice(1)}`.replace(",}", "}"),
          exact: false,
        }),
      );
      drafts.push(
        open("a huge number in an unknown property", {
          raw: `{"unknown_property":1e400,"another":${"9".repeat(400)}}`,
        }),
      );
    }
    return drafts;
  }

  /** What only the server decides, as a request might try to decide it. */
  #answered(): Record<string, unknown> {
    const { document } = this.#kit;
    const own = this.#body ? propertiesOf(document, this.#body.schema) : new Map<string, Schema>();
    const schemas = successes(this.#operation).flatMap((response) => [...response.content.values()]);
    const [first] = schemas.filter((schema) => schema !== undefined);
    const all = first === undefined ? [] : [...propertiesOf(document, schemaAt(document, first))];
    return Object.fromEntries(
      all
        .filter(([name]) => !own.has(name))
        .map(([name, schema]) => [name, examplesOf(schema)[0] ?? sample(this.#kit, schema)]),
    );
  }

  #invalid(): Draft[] {
    if (!this.#body) return [];
    const { spec, schema } = this.#body;
    const optionalNull = (edge: Edge) => edge.value === null && !spec.required && leavesNullOpen(schema);
    const drafts: Draft[] = this.#invalidAt(schema, false)
      .filter((edge) => this.#kit.validator.breaksOnly(edge.pointer, schema.pointer, edge.value))
      .map((edge) => ({
        expects: edge.open || optionalNull(edge) ? "open" : "refused",
        title: edge.title,
        pointer: edge.pointer,
        body: edge.value,
        exact: false,
        twice: edge.open === true,
      }));
    const refused = (title: string, pointer: string, raw: string, headers?: Record<string, string>) =>
      drafts.push({ expects: "refused", title, pointer, raw, ...(headers && { headers }) });
    if (spec.required) drafts.push({ expects: "refused", title: "no body", pointer: child(spec.pointer, "required") });
    const full = JSON.stringify(this.#fullest());
    const type = child(spec.pointer, "content", spec.mediaType);
    refused("JSON cut off at its end", type, full.slice(0, -1));
    refused("JSON cut off in its middle", type, full.slice(0, full.length >> 1));
    refused("JSON cut off within a word", type, full.slice(0, full.lastIndexOf('"') - 2));
    refused("one opening brace", type, "{");
    refused("text that is not JSON", type, `not json ${MARK}`);
    refused("a secret without quotes", type, full.replace(/"([^"]*testsecret[^"]*)"/, SECRET));
    refused("something after the JSON", type, `${full}}`);
    refused("two JSON values", type, `${full}${full}`);
    refused("a missing colon", type, '{"name" "x"}');
    refused("a very deep array", spec.schema, "[".repeat(2000) + "]".repeat(2000));
    for (const other of [
      "text/plain",
      "application/xml",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
    ]) {
      refused(`the media type ${other.split(";")[0]}`, child(spec.pointer, "content"), full, { "Content-Type": other });
    }
    return drafts;
  }

  /** Values of a schema, at any depth of it, that break one rule each. */
  #invalidAt(schema: Schema, secret: boolean): Edge[] {
    const kit = this.#kit;
    const edges = invalidEdges(kit, schema, secret);
    const smallest = sample(kit, schema, secret, "smallest");
    const whole = sample(kit, schema, secret);
    const bases = [whole, ...this.#others(schema, secret)];
    const full = (index: number) =>
      (isRoot ? this.#marked(bases[index % bases.length]) : bases[index % bases.length]) as object;
    const isRoot = schema.pointer === this.#body?.schema.pointer;
    if (!isObject(smallest) || !bases.every(isObject)) return edges;
    const required = requiredOf(schema);
    for (const [name, property] of sendable(kit, schema)) {
      const inner = this.#invalidAt(property, secret || isSecret(property));
      for (const [index, edge] of inner.entries()) {
        const open = edge.value === null && !required.has(name) && leavesNullOpen(schema);
        const place = (base: object, title: string) =>
          edges.push({ ...edge, title, value: { ...base, [name]: edge.value }, ...(open && { open }) });
        const pattern = edge.pointer.endsWith("/pattern");
        if (!pattern || index % 2 === 0) place(smallest, `${name}: ${edge.title}`);
        if (pattern ? index % 2 === 1 : index % 4 === 0)
          place(full(index >> 1), `${name}: ${edge.title}, with other properties`);
      }
    }
    if (isMap(kit, schema)) edges.push(...this.#invalidEntries(schema, whole as Record<string, unknown>, secret));
    return edges;
  }

  /** Random objects for a wrong value to stand in: a server may look at it only beside some others. */
  #others(schema: Schema, secret: boolean): unknown[] {
    return fc.sample(arbitrary(this.#kit, schema, secret), { seed: this.#kit.seed, numRuns: 7 });
  }

  /** A map with one wrong key or value: alone, first, in the middle and last. */
  #invalidEntries(schema: Schema, full: Record<string, unknown>, secret: boolean): Edge[] {
    const kit = this.#kit;
    const edges: Edge[] = [];
    const good = Object.entries(full);
    const places: [string, (bad: [string, unknown]) => [string, unknown][]][] = [
      ["", (bad) => [bad]],
      ["last, ", (bad) => [...good, bad]],
      ["last of many, ", (bad) => [...good, ...this.#more(schema, full, secret), bad]],
      ["first, ", (bad) => [bad, ...good]],
      ["in the middle, ", (bad) => [...good.slice(0, 1), bad, ...good.slice(1)]],
    ];
    const add = (edge: Edge, entry: [string, unknown], index: number) => {
      const chosen = edge.pointer.endsWith("/pattern") ? [places[index % 5]] : [places[0], places[1 + (index % 4)]];
      for (const place of chosen) {
        if (place)
          edges.push({ ...edge, title: `${place[0]}${edge.title}`, value: Object.fromEntries(place[1](entry)) });
      }
    };
    const names = under(kit.document, schema, "propertyNames");
    const entry = entryOf(kit, schema);
    const value = sample(kit, entry, secret);
    if (names)
      invalidEdges(kit, names, false)
        .filter((edge) => typeof edge.value === "string")
        .forEach(
          (edge, index) => void add({ ...edge, title: `a key, ${edge.title}` }, [edge.value as string, value], index),
        );
    const free = keysOf(kit, schema).find((key) => !(key in full)) ?? "bad";
    this.#invalidAt(entry, secret).forEach(
      (edge, index) => void add({ ...edge, title: `a value, ${edge.title}` }, [free, edge.value], index),
    );
    return edges;
  }

  /** Valid entries that a map does not have yet. */
  #more(schema: Schema, full: Record<string, unknown>, secret: boolean): [string, unknown][] {
    const value = sample(this.#kit, entryOf(this.#kit, schema), secret);
    const [key = ""] = keysOf(this.#kit, schema);
    const keys = Array.from({ length: 12 }, (_, index) => `${key}_${index}`);
    return keys.filter((one) => !(one in full)).map((one) => [one, value]);
  }

  #parameterCases(): Draft[] {
    const drafts: Draft[] = [];
    const body = this.#smallest();
    for (const parameter of this.#operation.parameters) {
      const schema = schemaAt(this.#kit.document, parameter.schema);
      const path = parameter.in === "path";
      const sends = (value: unknown) =>
        wire(value) !== undefined &&
        (!path || isSegment(value)) &&
        (parameter.in !== "header" || isHeader(wire(value)));
      const edges = validEdges(this.#kit, schema, false).filter((edge) => sends(edge.value));
      if (!parameter.required)
        drafts.push({
          expects: "accepted",
          title: `${parameter.name}: its example`,
          pointer: parameter.pointer,
          body,
          parameters: { [key(parameter)]: this.#known(parameter) },
        });
      for (const edge of path ? edges.filter((_, index) => index % 2 === 0) : edges) {
        const open = path || edge.open === true;
        drafts.push({
          expects: open ? "open" : "accepted",
          title: `${parameter.name}: ${edge.title}`,
          pointer: edge.pointer,
          body,
          parameters: { [key(parameter)]: edge.value },
        });
      }
      for (const edge of invalidEdges(this.#kit, schema, false)) {
        if (edge.value === "" && path)
          drafts.push({
            expects: "no-route",
            title: `${parameter.name}: empty`,
            pointer: edge.pointer,
            body,
            parameters: { [key(parameter)]: "" },
          });
        if (!sends(edge.value) || edge.value === null || readable(this.#kit, schema, wire(edge.value))) continue;
        drafts.push({
          expects: "refused",
          title: `${parameter.name}: ${edge.title}`,
          pointer: edge.pointer,
          body,
          parameters: { [key(parameter)]: edge.value },
          exact: false,
        });
      }
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

  #media(): Draft[] {
    if (!this.#body) return [];
    const { spec } = this.#body;
    const pointer = child(spec.pointer, "content", spec.mediaType);
    const body = this.#marked(this.#fullest());
    const accepting = ["", "*/*"].map(
      (accept): Draft => ({
        expects: "accepted",
        title: accept === "" ? "no Accept header" : "any media type accepted",
        pointer: this.#operation.pointer,
        body,
        headers: { Accept: accept },
      }),
    );
    return [...accepting, ...this.#charsets(pointer, body)];
  }

  #charsets(pointer: string, body: unknown): Draft[] {
    const { mediaType } = (this.#body as { spec: RequestBody }).spec;
    return ["; charset=utf-8", ";charset=UTF-8"].map((charset) => ({
      expects: "accepted",
      title: `the media type with ${charset.replace(/; ?/, "")}`,
      pointer,
      body,
      headers: { "Content-Type": mediaType + charset },
    }));
  }

  #credentials(): Draft[] {
    return wrongCredentials(this.#operation).flatMap((presented, index) => {
      const draft: Draft = { expects: "unauthorized", title: presented.title, pointer: presented.pointer, presented };
      const full: Draft = {
        ...draft,
        title: `${presented.title}, with every property`,
        body: this.#marked(this.#fullest()),
      };
      const plain: Draft = this.#body?.spec.required ? { ...draft, body: this.#smallest() } : draft;
      return this.#body && index % 4 === 0 ? [plain, full] : [plain];
    });
  }

  #protocol(): Draft[] {
    const { path, pointer, method } = this.#operation;
    const body = this.#smallest();
    const documented = new Set(this.#kit.methods(path));
    const routes: Draft[] = [`${path}-${MARK}`, `/${MARK}`, `${path}/${MARK}`].map((unknown, index) => ({
      expects: "no-route",
      title: `an unknown path (${index + 1})`,
      pointer: "/paths",
      path: unknown,
      body,
    }));
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

  #finish(draft: Draft): Case {
    const operation = this.#operation;
    const parameters = { ...this.#base, ...draft.parameters };
    const raw = draft.raw ?? (draft.body === undefined ? undefined : JSON.stringify(draft.body));
    const type = raw === undefined || raw === "" || !this.#body ? {} : { "Content-Type": this.#body.spec.mediaType };
    const common = { Accept: "application/json", "User-Agent": "contract-gate" };
    const headers: Record<string, string> = { ...common, ...type, ...draft.headers };
    const query: [string, string][] = [];
    const cookies: string[] = [];
    let path = draft.path ?? operation.path;
    for (const parameter of operation.parameters) {
      const value = parameters[key(parameter)];
      if (value === undefined) continue;
      const text = wire(value) ?? "";
      if (parameter.in === "path") path = path.replaceAll(`{${parameter.name}}`, encodeURIComponent(text));
      else if (parameter.in === "header") headers[parameter.name] = text;
      else if (parameter.in === "cookie") cookies.push(`${parameter.name}=${encodeURIComponent(text)}`);
      else if (Array.isArray(value) && parameter.explode)
        query.push(...value.map((one): [string, string] => [parameter.name, String(one)]));
      else query.push([parameter.name, text]);
    }
    if (cookies.length > 0) headers["Cookie"] = cookies.join("; ");
    const template: Template = {
      method: draft.method ?? operation.method,
      path,
      query,
      headers,
      body: raw,
      encoding: draft.encoding ?? "utf8",
      ...(draft.presented && { presented: draft.presented }),
    };
    return {
      id: this.#id(draft),
      operation,
      expects: draft.expects,
      title: draft.title,
      pointer: draft.pointer,
      template,
      sent: draft.exact === false ? undefined : { body: draft.body, parameters },
      twice: draft.twice ?? false,
      random: draft.random ?? false,
    };
  }

  #id(draft: Draft): string {
    const words = draft.title
      .normalize("NFKD")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 60);
    const name = `${this.#operation.id}/${draft.expects}/${words}`;
    const count = (this.#ids.get(name) ?? 0) + 1;
    this.#ids.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  }
}

/** Whether the document leaves open what null means for an optional part of a request. */
function leavesNullOpen(schema: Schema): boolean {
  const unstated = keyword(schema, "x-unstated");
  return Array.isArray(unstated) && unstated.includes("null");
}

/** How a parameter's value is written on the wire; `undefined` if it can't be. */
function wire(value: unknown): string | undefined {
  if (Array.isArray(value))
    return value.length > 0 && value.every((one) => typeof one !== "object") ? value.map(String).join(",") : undefined;
  return value === null || typeof value === "object" ? undefined : String(value);
}

/** One path segment that no client or proxy shortens. */
function isSegment(value: unknown): boolean {
  const text = wire(value);
  return (
    text !== undefined &&
    text !== "" &&
    text !== "." &&
    text !== ".." &&
    !/\p{Surrogate}/u.test(text) &&
    !text.includes("\0") &&
    text.length < 300
  );
}

function isHeader(text: string | undefined): boolean {
  return text !== undefined && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);
}

/** Whether text on the wire can be read as a valid value. */
function readable(kit: Kit, schema: Schema, text: string | undefined): boolean {
  const scalars: unknown[] = [
    text,
    ...(text !== undefined && text.trim() !== "" ? [Number(text)] : []),
    ...(text === "true" || text === "false" ? [text === "true"] : []),
  ];
  return [...scalars, ...scalars.map((one) => [one])].some((value) => kit.validator.accepts(schema.pointer, value));
}
