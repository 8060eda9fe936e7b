/** What the document says about an answer. */

import { type DocumentedResponse, responseFor } from "../spec/operation.ts";
import type { Exchange } from "../transport/exchange.ts";
import type { Answer } from "../transport/http.ts";

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

export const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};

export function documented(exchange: Exchange, answer: Answer): DocumentedResponse | undefined {
  return exchange.case.expects === "no-route" ? undefined : responseFor(exchange.case.operation, answer.status);
}

export function schemaOf(response: DocumentedResponse | undefined, answer: Answer): string | undefined {
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
