/** What the document says about an answer. */

import { type DocumentedResponse, responseFor } from "../spec/operation.ts";
import { at, tokensOf } from "../spec/pointer.ts";
import type { Schema } from "../spec/schema.ts";
import type { Exchange } from "../transport/exchange.ts";
import type { Answer } from "../transport/http.ts";

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

export const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};

/** A place in a body as people write it: `metadata.kind` for `/metadata/kind`. */
export const fieldOf = (place: string): string => tokensOf(place).join(".");

/** Whether a response may have any form: a router or a proxy may give it. */
export function isOutside({ case: { expects } }: Exchange, { status }: Answer): boolean {
  return expects === "no-route" || (expects === "unspecified" && status >= 300 && status < 500);
}

export function documented(exchange: Exchange, answer: Answer): DocumentedResponse | undefined {
  return isOutside(exchange, answer) ? undefined : responseFor(exchange.case.operation, answer.status);
}

export function schemaOf(response: DocumentedResponse | undefined, answer: Answer): Schema | undefined {
  return response?.content.get(matching(response, answer) ?? "");
}

export function matching(response: DocumentedResponse, answer: Answer): string | undefined {
  const type = mediaType(answer);
  const group = `${type.split("/")[0]}/*`;
  return [...response.content.keys()].find((one) => [type, group, "*/*"].includes((one.split(";")[0] ?? "").trim()));
}

export function mediaType(answer: Answer): string {
  return (answer.headers["content-type"]?.split(";")[0] ?? "").trim().toLowerCase();
}

/** A keyword and its value in one line, such as `maximum 5`; `undefined` where the value is a schema. */
export function constraintAt(document: unknown, pointer: string): string | undefined {
  const value = at(document, pointer);
  const isWord = ["string", "number", "boolean"].includes(typeof value);
  if (!isWord && !(Array.isArray(value) && value.every((item) => typeof item !== "object"))) return undefined;
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return `${tokensOf(pointer).at(-1)} ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}
