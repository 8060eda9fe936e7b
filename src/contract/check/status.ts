/** Checks of the status: is it of the kind that the case calls for? */

import { successes } from "../spec/operation.ts";
import { child } from "../spec/pointer.ts";
import type { Judge } from "../transport/exchange.ts";
import type { Answer } from "../transport/http.ts";
import { documented, isSuccess } from "./documented-response.ts";

export const accepted: Judge = ({ case: { expects, pointer } }, { status }) =>
  expects === "accepted" && !isSuccess(status) && status < 500
    ? { pointer, expected: "2xx: the request is valid", got: String(status) }
    : undefined;

export const refused: Judge = ({ case: { expects, pointer } }, { status }) =>
  expects === "refused" && status < 400
    ? { pointer, expected: "4xx: the request breaks this rule alone", got: String(status) }
    : undefined;

export const unauthorized: Judge = ({ case: { expects, pointer } }, { status }) =>
  expects === "unauthorized" && status !== 401 && status !== 403 && status < 500
    ? { pointer, expected: "401 or 403", got: String(status) }
    : undefined;

export const noRoute: Judge = (exchange, answer, known) => {
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

export const noServerError: Judge = ({ case: { expects, pointer } }, { status }) =>
  status >= 500 && !(expects === "no-route" && status === 501)
    ? { pointer, expected: "no failure of the server", got: String(status) }
    : undefined;

export const statusDocumented: Judge = (exchange, answer) => {
  const { expects, operation } = exchange.case;
  if (expects === "no-route" || documented(exchange, answer)) return undefined;
  return {
    pointer: child(operation.pointer, "responses"),
    expected: operation.responses.map((one) => one.status).join(", "),
    got: String(answer.status),
  };
};

export const sameKind: Judge = ({ case: { pointer }, before }, { status }) =>
  before && Math.floor(before.status / 100) !== Math.floor(status / 100)
    ? { pointer, expected: `${before.status}, as the same request was answered before`, got: String(status) }
    : undefined;
