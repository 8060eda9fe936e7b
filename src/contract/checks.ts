/** The checks: each is a pure function of one exchange and of what the run knows by then. */
import { isDeepStrictEqual } from "node:util";
import type { Case, Sent } from "./cases.ts";
import { at, child, type DocumentedResponse, isJson, responseFor, successes } from "./loading.ts";
import { type Relation, sentFor } from "./relations.ts";
import { keyword, propertiesOf, type Schema, schemaAt, type Validator } from "./schemas.ts";
import type { Answer, Silence } from "./sending.ts";
import { encodings, type Words } from "./words.ts";

/** A request and its answer. */
export interface Exchange {
  readonly case: Case;
  readonly index: number;
  /** Tells this exchange from the other one of a case that is sent twice. */
  readonly sequence: number;
  /** What was sent, with the words of the run in it. */
  readonly sent: Sent | undefined;
  /** The text of the request by which an own word is told from a leaked one. */
  readonly requestText: string;
  /** The credentials that were presented in place of the right one. */
  readonly presented: readonly string[];
  readonly answer: Answer | Silence;
  /** The body, if it is JSON. */
  readonly json: { readonly value: unknown } | undefined;
  /** The answer as text, plain and decoded, for whatever must not be in it. */
  readonly texts: readonly string[];
  /** The first answer to the same request. */
  readonly before: Answer | undefined;
}

/** What the run knows. */
export interface Known {
  readonly validator: Validator;
  readonly words: Words;
  readonly relations: readonly Relation[];
  /** The cases by the index of their requests. */
  readonly cases: ReadonlyMap<number, Case>;
  /** Values that must be unique, with the exchange that had each first. */
  readonly values: ReadonlyMap<string, number>;
  /** The creation times so far. */
  readonly times: ReadonlyMap<
    string,
    readonly { readonly text: string; readonly sentAt: number; readonly doneAt: number }[]
  >;
}

/** What a check found. */
export interface Finding {
  /** The rule's place in the document. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

type Judge = (exchange: Exchange, answer: Answer, known: Known) => Finding | undefined;

/** One check: its name, its rule in words, and how it judges. */
export interface Check {
  readonly name: string;
  readonly words: string;
  readonly judge: Judge;
}

const clockTolerance = 5 * 60_000;
const dateHeaderTolerance = 60_000;

const isSuccess = (status: number) => status >= 200 && status < 300;
const short = (value: unknown) => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};

function documented(exchange: Exchange, answer: Answer): DocumentedResponse | undefined {
  return exchange.case.expects === "no-route" ? undefined : responseFor(exchange.case.operation, answer.status);
}

function schemaOf(response: DocumentedResponse | undefined, answer: Answer): string | undefined {
  return response?.content.get(matching(response, answer) ?? "");
}

function matching(response: DocumentedResponse, answer: Answer): string | undefined {
  const type = mediaType(answer);
  const group = `${type.split("/")[0]}/*`;
  return [...response.content.keys()].find((one) => [type, group, "*/*"].includes((one.split(";")[0] ?? "").trim()));
}

function mediaType(answer: Answer): string {
  return (answer.headers["content-type"]?.split(";")[0] ?? "").trim().toLowerCase();
}

const accepted: Judge = ({ case: { expects, pointer } }, { status }) =>
  expects === "accepted" && !isSuccess(status) && status < 500
    ? { pointer, expected: "2xx: the request is valid", got: String(status) }
    : undefined;

const refused: Judge = ({ case: { expects, pointer } }, { status }) =>
  expects === "refused" && status < 400
    ? { pointer, expected: "4xx: the request breaks this rule alone", got: String(status) }
    : undefined;

const unauthorized: Judge = ({ case: { expects, pointer } }, { status }) =>
  expects === "unauthorized" && status !== 401 && status !== 403 && status < 500
    ? { pointer, expected: "401 or 403", got: String(status) }
    : undefined;

const noRoute: Judge = (exchange, answer, known) => {
  const { status } = answer;
  const { expects, pointer, operation, template } = exchange.case;
  if (expects !== "no-route" || status >= 400 || isSamePath(template.path, answer)) return undefined;
  // GET may be an operation that the document leaves out; what it must not do is what this operation does.
  const schemas = successes(operation).flatMap((response) => [...response.content.values()]);
  const same = schemas.some(
    (schema) =>
      schema !== undefined && exchange.json !== undefined && known.validator.accepts(schema, exchange.json.value),
  );
  return template.method === "GET" && !same
    ? undefined
    : { pointer, expected: "4xx: the document has no such operation", got: String(status) };
};

/** A redirect to the same path written otherwise, such as without a doubled slash. */
function isSamePath(path: string, { status, headers: { location } }: Answer): boolean {
  if (status < 300 || location === undefined || !URL.canParse(location, "http://any.invalid")) return false;
  const plain = (text: string) => text.toLowerCase().split("/").filter(Boolean).join("/");
  return plain(new URL(location, "http://any.invalid").pathname) === plain(path);
}

const noServerError: Judge = ({ case: { expects, pointer } }, { status }) =>
  status >= 500 && !(expects === "no-route" && status === 501)
    ? { pointer, expected: "no failure of the server", got: String(status) }
    : undefined;

const statusDocumented: Judge = (exchange, answer) => {
  const { expects, operation } = exchange.case;
  if (expects === "no-route" || documented(exchange, answer)) return undefined;
  return {
    pointer: child(operation.pointer, "responses"),
    expected: operation.responses.map((one) => one.status).join(", "),
    got: String(answer.status),
  };
};

const mediaTypeDocumented: Judge = (exchange, answer) => {
  const response = documented(exchange, answer);
  if (!response || (response.content.size === 0 && answer.text === "")) return undefined;
  if (matching(response, answer) !== undefined) return undefined;
  const expected = [...response.content.keys()].join(" or ") || "no body";
  return {
    pointer: child(response.pointer, "content"),
    expected,
    got: answer.headers["content-type"] ?? "no Content-Type",
  };
};

const bodyParses: Judge = (exchange, answer) => {
  const response = documented(exchange, answer);
  const type = response && matching(response, answer);
  if (!response || type === undefined || !isJson(mediaType(answer)) || exchange.json) return undefined;
  const got =
    answer.text === undefined ? "bytes that are not UTF-8" : answer.text === "" ? "nothing" : answer.text.slice(0, 80);
  return { pointer: child(response.pointer, "content", type), expected: "JSON", got };
};

const bodyFits: Judge = (exchange, answer, { validator }) => {
  const schema = schemaOf(documented(exchange, answer), answer);
  if (schema === undefined || !exchange.json) return undefined;
  const error = validator.error(schema, exchange.json.value);
  if (!error) return undefined;
  const where = error.schemaPath.startsWith("https://")
    ? decodeURIComponent(error.schemaPath.split("#")[1] ?? "")
    : schema;
  const value = at(exchange.json.value, error.instancePath);
  return { pointer: where, expected: `${error.instancePath || "the body"} ${error.message}`, got: short(value) };
};

const headersFit: Judge = (exchange, answer, { validator }) => {
  for (const header of documented(exchange, answer)?.headers ?? []) {
    const value = answer.headers[header.name.toLowerCase()];
    if (value === undefined && !header.required) continue;
    const texts: unknown[] =
      typeof value === "string"
        ? [value, Number(value), value === "true" ? true : value === "false" ? false : value]
        : [];
    if (value === undefined || !texts.some((one) => validator.accepts(header.schema, one))) {
      return {
        pointer: value === undefined ? child(header.pointer, "required") : header.schema,
        expected: `the header ${header.name} as documented`,
        got: short(value),
      };
    }
  }
  return undefined;
};

const secretKept: Judge = (exchange, answer, { words, validator }) => {
  const { operation } = exchange.case;
  const pointer = operation.body?.schema ?? operation.pointer;
  if (words.hasSecret(exchange.texts))
    return { pointer, expected: "nothing that is writeOnly", got: "a secret value of this run" };
  const schema = schemaOf(documented(exchange, answer), answer);
  const returned =
    schema === undefined
      ? undefined
      : writeOnlyIn(validator.document, schemaAt(validator.document, schema), exchange.json?.value, 0);
  if (returned === undefined) return undefined;
  return { pointer: returned, expected: "nothing that is writeOnly", got: "a writeOnly property" };
};

function writeOnlyIn(document: unknown, schema: Schema, value: unknown, depth: number): string | undefined {
  for (const [name, property] of propertiesOf(document, schema)) {
    const inner = at(value, child("", name));
    if (inner === undefined) continue;
    if (keyword(property, "writeOnly") === true) return property.pointer;
    const found = depth < 4 ? writeOnlyIn(document, property, inner, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const credentialKept: Judge = (exchange, _answer, { words }) => {
  const pointer = exchange.case.operation.security[0]?.pointer ?? exchange.case.operation.pointer;
  const quoted = exchange.presented.filter((one) => one.length >= 8).flatMap(encodings);
  const found = quoted.some((one) => exchange.texts.some((text) => text.includes(one)));
  if (!found && (words.hasKey([exchange.requestText]) || !words.hasKey(exchange.texts))) return undefined;
  return {
    pointer,
    expected: "no credential in an answer",
    got: found ? "the credential of this request" : "the API key",
  };
};

const returnedAsSent: Judge = (exchange, answer, { relations }) => {
  for (const { sent, got, relation } of compared(exchange, answer, relations)) {
    if (sent === undefined || isDeepStrictEqual(sent, got)) continue;
    return {
      pointer: relation.pointer,
      expected: `${relation.place} as it was sent, ${difference(sent, got).expected}`,
      got: difference(sent, got).got,
    };
  }
  return undefined;
};

const unsentIsEmpty: Judge = (exchange, answer, { relations }) => {
  for (const { sent, got, relation } of compared(exchange, answer, relations)) {
    if (sent !== undefined || !relation.unsent || isDeepStrictEqual(got, relation.unsent.value)) continue;
    if (got === undefined && !relation.required) continue;
    return {
      pointer: relation.pointer,
      expected: `${relation.place} is ${short(relation.unsent.value)}: nothing was sent for it`,
      got: short(got),
    };
  }
  return undefined;
};

function compared(
  exchange: Exchange,
  answer: Answer,
  relations: readonly Relation[],
): { sent: unknown; got: unknown; relation: Relation }[] {
  const { sent, json } = exchange;
  if (!sent || !json || !isSuccess(answer.status) || exchange.case.expects === "no-route") return [];
  return (
    relations
      .filter((relation) => relation.kind === "returns")
      .map((relation) => ({ sent: sentFor(relation.from, sent), got: at(json.value, relation.place), relation }))
      // What becomes of a null that was sent is the server's to decide.
      .filter((one) => one.sent !== null && !(one.got === undefined && one.relation.required))
  );
}

/** The first entry in which two values differ. */
function difference(sent: unknown, got: unknown): { expected: string; got: string } {
  if (typeof sent === "object" && sent !== null && typeof got === "object" && got !== null) {
    for (const key of new Set([...Object.keys(sent), ...Object.keys(got)])) {
      const [a, b] = [at(sent, child("", key)), at(got, child("", key))];
      if (!isDeepStrictEqual(a, b))
        return { expected: `${JSON.stringify(key)}: ${short(a)}`, got: `${JSON.stringify(key)}: ${short(b)}` };
    }
  }
  return { expected: short(sent), got: short(got) };
}

/** Whether an answer shows something new: all that a success shows of the request, of the moment and of its own. */
function showsCreated(exchange: Exchange, { validator, relations }: Known): boolean {
  const { json, case: one } = exchange;
  if (!json || relations.length < 2) return false;
  const schemas = successes(one.operation).flatMap((response) => [...response.content.values()]);
  return (
    relations.every((relation) => at(json.value, relation.place) !== undefined) &&
    schemas.some((schema) => schema !== undefined && validator.accepts(schema, json.value))
  );
}

const leavesNothing: Judge = (exchange, answer, known) =>
  answer.status >= 400 && showsCreated(exchange, known)
    ? {
        pointer: exchange.case.operation.pointer,
        expected: `${answer.status} and nothing created`,
        got: "an error that shows what a success shows",
      }
    : foreign(true)(exchange, answer, known);

const foreign =
  (ofRefused: boolean): Judge =>
  (exchange, _answer, { words, cases }) => {
    // GET may be another operation, one that shows what others made.
    if (exchange.case.template.method !== exchange.case.operation.method) return undefined;
    const others = exchange.texts
      .flatMap((text) => words.marksIn(text))
      .filter((index) => cases.get(index) !== undefined && cases.get(index) !== exchange.case);
    for (const index of others) {
      const other = cases.get(index);
      const wasRefused = other !== undefined && ["refused", "unauthorized", "no-route"].includes(other.expects);
      if (other && wasRefused === ofRefused)
        return {
          pointer: exchange.case.operation.pointer,
          expected: "nothing of another request",
          got: `what was sent by ${other.id}`,
        };
    }
    return undefined;
  };

const idsUnique: Judge = (exchange, answer, { relations, values }) => {
  if (!exchange.json || !isSuccess(answer.status) || exchange.case.expects === "no-route") return undefined;
  for (const relation of relations) {
    const value = at(exchange.json.value, relation.place);
    const first = values.get(`${relation.pointer} ${JSON.stringify(value)}`);
    if (relation.kind === "unique" && value !== undefined && first !== undefined && first !== exchange.sequence) {
      return {
        pointer: relation.pointer,
        expected: `a new ${relation.place}`,
        got: `${short(value)}, which an earlier answer had`,
      };
    }
  }
  return undefined;
};

const createdNow: Judge = (exchange, answer, { relations, times }) => {
  if (!exchange.json || !isSuccess(answer.status) || exchange.case.expects === "no-route") return undefined;
  for (const relation of relations) {
    const value = at(exchange.json.value, relation.place);
    const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
    if (relation.kind !== "now" || Number.isNaN(time)) continue;
    const server = Date.parse(answer.headers.date ?? "");
    const [clock, tolerance] = Number.isNaN(server) ? [answer.doneAt, clockTolerance] : [server, dateHeaderTolerance];
    if (Math.abs(time - clock) > tolerance)
      return {
        pointer: relation.pointer,
        expected: `${relation.place} is now, ${new Date(clock).toISOString()}`,
        got: short(value),
      };
    const before = times.get(relation.pointer) ?? [];
    const stands =
      before.length > 0 &&
      before.every((one) => one.text === value) &&
      before.some((one) => answer.sentAt - one.doneAt > 1050);
    if (stands)
      return {
        pointer: relation.pointer,
        expected: `${relation.place} moves with the clock`,
        got: `${short(value)}, as more than a second ago`,
      };
  }
  return undefined;
};

const sameKind: Judge = ({ case: { pointer }, before }, { status }) =>
  before && Math.floor(before.status / 100) !== Math.floor(status / 100)
    ? { pointer, expected: `${before.status}, as the same request was answered before`, got: String(status) }
    : undefined;

/** All checks of an answer, in the order in which they are reported. */
export const checks: readonly Check[] = [
  { name: "valid-accepted", words: "A valid request is accepted.", judge: accepted },
  { name: "invalid-refused", words: "A request that breaks a rule is refused with 4xx.", judge: refused },
  { name: "credential-required", words: "Without the right credential the answer is 401 or 403.", judge: unauthorized },
  { name: "no-such-operation", words: "What the document does not describe is not there.", judge: noRoute },
  { name: "no-server-error", words: "No request makes the server fail.", judge: noServerError },
  { name: "status-documented", words: "The status is documented.", judge: statusDocumented },
  { name: "media-type", words: "The media type of the answer is documented.", judge: mediaTypeDocumented },
  { name: "body-parses", words: "The body of the answer is JSON.", judge: bodyParses },
  { name: "body-schema", words: "The body of the answer fits its schema.", judge: bodyFits },
  { name: "header-schema", words: "The headers of the answer fit their schemas.", judge: headersFit },
  { name: "secret-kept", words: "No secret value comes back.", judge: secretKept },
  { name: "credential-kept", words: "No credential comes back.", judge: credentialKept },
  { name: "returned-as-sent", words: "What was sent is what is returned.", judge: returnedAsSent },
  { name: "unsent-is-empty", words: "What was not sent is absent or empty.", judge: unsentIsEmpty },
  { name: "requests-apart", words: "Nothing of one request shows up in the answer to another.", judge: foreign(false) },
  {
    name: "refused-leaves-nothing",
    words: "Nothing of a refused request shows up in a later answer.",
    judge: leavesNothing,
  },
  { name: "ids-unique", words: "What is new in every answer is never repeated.", judge: idsUnique },
  { name: "created-now", words: "The time of creation is now.", judge: createdNow },
  { name: "same-kind-twice", words: "The same request gets the same kind of answer twice.", judge: sameKind },
];

/** What stands in the report when no answer came. */
export const answered: { name: string; words: string } = {
  name: "answered",
  words: "Every request is answered within the time limit.",
};
