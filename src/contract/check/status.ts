/** Checks of the status: is it of the kind that the case calls for? */

import { successes } from "../spec/operation.ts";
import { child } from "../spec/pointer.ts";
import type { Answer } from "../transport/http.ts";
import { constraintAt, documented, isOutside, isSuccess } from "./documented-response.ts";
import type { Check } from "./finding.ts";

export const validRefused: Check = ({ case: { expects, title, pointer } }, { status }) => {
  if (expects !== "accepted" || isSuccess(status) || status >= 500) return undefined;
  return {
    title: `${title} was refused with ${status}`,
    pointer,
    expected: "2xx: the request is valid",
    got: String(status),
  };
};

export const invalidAccepted: Check = ({ case: { expects, title, pointer } }, { status }, { validator }) => {
  if (expects !== "refused" || status >= 400) return undefined;
  const constraint = constraintAt(validator.document, pointer);
  return {
    title: `${title} was accepted with ${status}${constraint === undefined ? "" : ` (${constraint})`}`,
    pointer,
    expected: "4xx: the request violates this constraint alone",
    got: String(status),
  };
};

export const credentialNotChecked: Check = ({ case: { expects, title, pointer } }, { status }) => {
  if (expects !== "unauthorized" || status === 401 || status === 403 || status >= 500) return undefined;
  const what = status < 400 ? "was accepted" : "was refused as something else,";
  return { title: `${title} ${what} with ${status}`, pointer, expected: "401 or 403", got: String(status) };
};

export const undocumentedOperation: Check = (exchange, answer, known) => {
  const { status } = answer;
  const { expects, title, pointer, operation, template } = exchange.case;
  if (expects !== "no-route" || status >= 400 || isSamePath(template.path, answer)) return undefined;
  // GET may be an operation that the document leaves out; what it must not do is what this operation does.
  const schemas = successes(operation).flatMap((response) => [...response.content.values()]);
  const same = schemas.some(
    (schema) =>
      schema !== undefined && exchange.json !== undefined && known.validator.accepts(schema, exchange.json.value),
  );
  return template.method === "GET" && !same
    ? undefined
    : {
        title: `${title} responded with ${status}`,
        pointer,
        expected: "4xx: the description has no such operation",
        got: String(status),
      };
};

/** A redirect to the same path written otherwise, such as without a doubled slash. */
function isSamePath(path: string, { status, headers: { location } }: Answer): boolean {
  if (status < 300 || location === undefined || !URL.canParse(location, "http://any.invalid")) return false;
  const plain = (text: string) => text.toLowerCase().split("/").filter(Boolean).join("/");
  return plain(new URL(location, "http://any.invalid").pathname) === plain(path);
}

export const serverError: Check = ({ case: { expects, title, pointer } }, { status }) =>
  status >= 500 && !(expects === "no-route" && status === 501)
    ? {
        title: `${title} made the server fail with ${status}`,
        pointer,
        expected: "a status code below 500",
        got: String(status),
      }
    : undefined;

export const statusUndocumented: Check = (exchange, answer) => {
  const { operation } = exchange.case;
  if (isOutside(exchange, answer) || documented(exchange, answer)) return undefined;
  return {
    title: `the status code ${answer.status} is not documented`,
    pointer: child(operation.pointer, "responses"),
    expected: operation.responses.map((one) => one.status).join(", "),
    got: String(answer.status),
  };
};

export const responseUnstable: Check = ({ case: { title, pointer }, before }, { status }) =>
  before && Math.floor(before.status / 100) !== Math.floor(status / 100)
    ? {
        title: `${title} got ${before.status} the first time and ${status} the second time`,
        pointer,
        expected: `${before.status}, as the same request got before`,
        got: String(status),
      }
    : undefined;
